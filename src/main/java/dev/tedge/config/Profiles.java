package dev.tedge.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tomlj.TomlTable;

/** The profiles of a configuration directory. */
public final class Profiles {

    static final String MAPPER = "mapper.toml";

    private static final String NONE = "aws";
    private static final String PREFIX = "aws.";

    private Profiles() {}

    /**
     * The profiles with settings, by name; the connection without a profile is not one of them.
     *
     * @param directory the configuration directory; it doesn't need to exist
     * @throws ConfigException when its files can't be read
     */
    public static List<CloudProfile> in(Path directory) {
        ConfigFiles files = ConfigFiles.in(directory.toAbsolutePath().normalize(), Optional.empty());
        Stream<String> inMain = files.main().toml().get("aws.profiles") instanceof TomlTable table
                ? table.keySet().stream()
                : Stream.empty();
        Stream<String> separate = mappersIn(directory).stream()
                .filter(name -> name.startsWith(PREFIX))
                .map(name -> name.substring(PREFIX.length()));
        return Stream.concat(inMain, separate)
                .distinct()
                .sorted()
                .flatMap(name -> profile(name).stream())
                .toList();
    }

    /** Whether AWS has a {@code mapper.toml}, of whatever profile. */
    static boolean anyMapperIn(Path directory) {
        return mappersIn(directory).stream().anyMatch(name -> name.equals(NONE) || name.startsWith(PREFIX));
    }

    /** The directories below {@code mappers} that have such a file. */
    private static List<String> mappersIn(Path directory) {
        Path mappers = directory.resolve("mappers");
        try (Stream<Path> children = Files.list(mappers)) {
            return children.filter(child -> Files.exists(child.resolve(MAPPER)))
                    .map(child -> child.getFileName().toString())
                    .toList();
        } catch (NoSuchFileException | NotDirectoryException none) {
            return List.of();
        } catch (AccessDeniedException denied) {
            throw new ConfigException("The directory " + mappers + " can't be read: permission denied", denied);
        } catch (IOException | UncheckedIOException broken) {
            throw new ConfigException(
                    "The directory %s can't be read: %s".formatted(mappers, broken.getMessage()), broken);
        }
    }

    private static Optional<CloudProfile> profile(String name) {
        try {
            return Optional.of(new CloudProfile(name));
        } catch (IllegalArgumentException noProfile) {
            // Somebody else's; as a key it is warned of as unknown.
            return Optional.empty();
        }
    }
}

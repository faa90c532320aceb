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

/** Which connections to AWS a configuration directory has settings for. */
public final class CloudProfiles {

    static final String MAPPER = "mapper.toml";

    private static final String NONE = "aws";
    private static final String PREFIX = "aws.";

    private CloudProfiles() {}

    /**
     * The connections: empty for the one without a profile, which is always there, then the profiles by their names. What
     * can't be the name of a profile is none.
     *
     * @param directory the configuration directory; it doesn't need to exist
     * @throws ConfigException when its files can't be read
     */
    public static List<Optional<CloudProfile>> in(Path directory) {
        ConfigFiles files = ConfigFiles.in(directory.toAbsolutePath().normalize(), Optional.empty());
        Stream<String> inMain = files.main().toml().get("aws.profiles") instanceof TomlTable table
                ? table.keySet().stream()
                : Stream.empty();
        Stream<String> separate = mappersIn(directory).stream()
                .filter(name -> name.startsWith(PREFIX))
                .map(name -> name.substring(PREFIX.length()));
        Stream<Optional<CloudProfile>> profiles = Stream.concat(inMain, separate)
                .distinct()
                .sorted()
                .map(CloudProfiles::profile)
                .filter(Optional::isPresent);
        return Stream.concat(Stream.of(Optional.<CloudProfile>empty()), profiles)
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

package dev.tedge.gateway.source;

import dev.tedge.config.toml.AtomicFile;
import dev.tedge.config.toml.FileOwner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a user's route file comes from, when it is a copy of a built-in one: its first line says so, so that after an upgrade
 * one can tell whether the built-in file has changed since.
 *
 * @param version of the product that it was copied from
 * @param hash of the built-in text, see {@link #hash}
 */
public record Ejection(String version, String hash) {

    private static final Pattern FIRST_LINE =
            Pattern.compile("# Ejected from tedge-gateway (\\S+) \\(sha256 (\\w+)\\)");

    /** Enough to tell versions of a file apart. */
    private static final int DIGITS = 12;

    public Ejection {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(hash, "hash");
    }

    /** What the first line of a file says; empty when it says something else. */
    public static Optional<Ejection> of(RouteFile file) {
        Matcher line = FIRST_LINE.matcher(file.text().orElse(""));
        return line.lookingAt() ? Optional.of(new Ejection(line.group(1), line.group(2))) : Optional.empty();
    }

    /**
     * That the built-in file is another one now than the one that a user's file was made of; empty when it is the same, or when
     * that can't be told.
     */
    public static Optional<String> outdated(RouteFile own) {
        Optional<RouteFile> builtIn = RouteFiles.builtIn(own.name());
        return of(own).filter(from -> builtIn.isPresent() && !from.hash().equals(hash(builtIn.get())))
                .map(from ->
                        "'%s' was ejected from tedge-gateway %s, and the built-in file has changed since; see what it is"
                                        .formatted(own.name(), from.version())
                                + " now with: tedge routes eject %s --stdout"
                                        .formatted(own.name().replace(RouteFile.SUFFIX, "")));
    }

    /**
     * Copies a built-in file to the user's, where it takes effect in the place of the built-in one.
     *
     * @param directory the configuration directory, which must exist; the one for routes is made
     * @param version of the product
     * @return where the file is
     * @throws FileAlreadyExistsException when there is a file of that name; it stays as it is
     * @throws IOException when it can't be written
     */
    public static Path eject(RouteFile builtIn, Path directory, String version) throws IOException {
        Path routes = directory.resolve("routes");
        ownerOf(directory).makeDirectories(directory, routes);
        Path file = routes.resolve(builtIn.name());
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        AtomicFile.replace(file, text(builtIn, version), ownerOf(routes));
        return file;
    }

    /** The copy: the built-in file below a line that says where it comes from. */
    public static String text(RouteFile builtIn, String version) {
        return "# Ejected from tedge-gateway %s (sha256 %s); edit below this line%n".formatted(version, hash(builtIn))
                + builtIn.text().orElse("");
    }

    /** The begin of the SHA-256 of a file's text, in hexadecimal digits. */
    static String hash(RouteFile file) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(file.text().orElse("").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException impossible) {
            // Every Java platform has it.
            throw new IllegalStateException(impossible);
        }
    }

    /** Gives what root makes to whoever has the directory: the service has to read it, and its user to edit it. */
    private static FileOwner ownerOf(Path directory) throws IOException {
        PosixFileAttributes attributes = Files.readAttributes(directory, PosixFileAttributes.class);
        return new FileOwner(() -> Map.entry(
                Optional.of(attributes.owner().getName()),
                Optional.of(attributes.group().getName())));
    }
}

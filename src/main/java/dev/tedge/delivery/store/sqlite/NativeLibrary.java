package dev.tedge.delivery.store.sqlite;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SQLite's own code. sqlite-jdbc unpacks it to the directory for temporary files each time, and takes it away at the
 * end of the process, but not after a kill: a megabyte would stay each time.
 */
final class NativeLibrary {

    private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);

    /** After it, whoever unpacked the file has loaded it, and needs its name no more. */
    private static final Duration LOADED = Duration.ofMinutes(1);

    private NativeLibrary() {}

    /** Where it is unpacked. */
    static Path directory() {
        return Path.of(System.getProperty("org.sqlite.tmpdir", System.getProperty("java.io.tmpdir")));
    }

    /** Removes what killed processes have left, of the user whose file it is. */
    static void removeLeftovers(Path ours) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory(), "sqlite-*-libsqlitejdbc.so*")) {
            Instant limit = Instant.now().minus(LOADED);
            for (Path file : files) {
                if (Files.getOwner(file).equals(Files.getOwner(ours))
                        && Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            LOG.debug("Leftovers of SQLite stay where they are", e);
        }
    }
}

package dev.tedge.delivery.store.sqlite;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SQLite's own code. sqlite-jdbc unpacks it to the directory for temporary files each time, and takes it away at the
 * end of the process, but not after a kill: a megabyte would stay each time. Where nothing may run from that directory,
 * as is usual in containers and on hardened machines, it goes beside the store.
 */
final class NativeLibrary {

    private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);

    /** After it, whoever unpacked the file has loaded it, and needs its name no more. */
    private static final Duration LOADED = Duration.ofMinutes(1);

    /** sqlite-jdbc's own. */
    private static final String PLACE = "org.sqlite.tmpdir";

    private NativeLibrary() {}

    /** Decides where it is unpacked: to be called before the first connection; the first call of a process counts. */
    static void placeAt(Path other) {
        if (System.getProperty(PLACE) == null && !runsFrom(directory())) {
            System.setProperty(PLACE, other.toString());
        }
    }

    /** On a file system without the right to run programs, the system denies it for each file. */
    private static boolean runsFrom(Path directory) {
        try {
            Path trial = Files.createTempFile(
                    directory,
                    "tedge-",
                    "",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try {
                return Files.isExecutable(trial);
            } finally {
                Files.delete(trial);
            }
        } catch (IOException e) {
            LOG.debug("Nothing can be unpacked to '{}'", directory, e);
            return false;
        }
    }

    /** Where it is unpacked. */
    static Path directory() {
        return Path.of(System.getProperty(PLACE, System.getProperty("java.io.tmpdir")));
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

package dev.tedge.delivery.store.sqlite;

import dev.tedge.delivery.store.StoreException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SQLite's own code. sqlite-jdbc unpacks it to the directory for temporary files each time, and takes it away at the
 * end of the process, but not after a kill: a megabyte would stay each time. Where nothing may run from that directory,
 * as is usual in containers and on hardened machines, it goes beside the store. Root has a place of its own instead: whoever can
 * write beside the store could put other code there before it is loaded.
 */
final class NativeLibrary {

    private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);

    /** After it, whoever unpacked the file has loaded it, and needs its name no more. */
    private static final Duration LOADED = Duration.ofMinutes(1);

    /** sqlite-jdbc's own. */
    private static final String PLACE = "org.sqlite.tmpdir";

    /** Where root may unpack it, if programs may run from there. */
    private static final List<Path> OF_ROOT = List.of(Path.of("/run"), Path.of("/var/cache"), Path.of("/root"));

    private static final int WRITABLE_BY_OTHERS = 0022;
    private static final int STICKY = 01000;

    private NativeLibrary() {}

    /**
     * Decides where it is unpacked: to be called before the first connection; the first call of a process counts.
     *
     * @throws StoreException when root has no safe place for it
     */
    static void placeAt(Path other) {
        if (System.getProperty(PLACE) == null && !runsFrom(directory())) {
            boolean root = System.getProperty("user.name", "").equals("root");
            System.setProperty(PLACE, (root ? placeOfRoot(other, OF_ROOT) : other).toString());
        }
    }

    /** @param others where it is unpacked when what is beside the store is not root's alone */
    static Path placeOfRoot(Path besideStore, List<Path> others) {
        return Stream.concat(Stream.of(besideStore), others.stream())
                .filter(place -> isOfRoot(place) && runsFrom(place))
                .findFirst()
                .orElseThrow(() -> new StoreException(
                        ("Root can't load SQLite: nothing may run from '%s', and '%s' is not root's alone. Run the command as the"
                                        + " user of the gateway, such as `sudo -u tedge tedge …`")
                                .formatted(directory(), besideStore),
                        null));
    }

    /** Nobody else can change what is in it, nor put another in its place. */
    private static boolean isOfRoot(Path directory) {
        try {
            for (Path place = directory.toRealPath(); place != null; place = place.getParent()) {
                Map<String, Object> found = Files.readAttributes(place, "unix:uid,mode");
                int mode = found.get("mode") instanceof Integer bits ? bits : WRITABLE_BY_OTHERS;
                boolean safe = (mode & WRITABLE_BY_OTHERS) == 0 || (mode & STICKY) != 0;
                if (!safe || !Integer.valueOf(0).equals(found.get("uid"))) {
                    return false;
                }
            }
            return true;
        } catch (IOException | UnsupportedOperationException unknown) {
            LOG.debug("Nobody knows whose '{}' is", directory, unknown);
            return false;
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

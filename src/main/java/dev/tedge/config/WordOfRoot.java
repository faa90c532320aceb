package dev.tedge.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/**
 * A file by which root is told what to run, in a directory that may belong to somebody else. For other users, every file will
 * do.
 *
 * @param file where it is
 * @param before what it was like before it was read; empty when there is none
 */
public record WordOfRoot(Path file, Map<String, Object> before) {

    private static final int LINK = 0120000;
    private static final int TYPE = 0170000;
    private static final int WRITABLE_BY_OTHERS = 0022;

    public WordOfRoot {
        before = Map.copyOf(before);
    }

    /** To be asked for before the file is read. */
    static WordOfRoot in(Path file) {
        return new WordOfRoot(file, attributes(file));
    }

    /**
     * To be called after the file was read.
     *
     * @throws ConfigException when the process is root's, and somebody else may have written what was read
     */
    void require() {
        if (!isRoot()) {
            return;
        }
        // A file that is moved away and back has another time of change.
        if (!attributes(file).equals(before)) {
            throw new ConfigException("The file %s has just been changed: try again".formatted(file));
        }
        int mode = before.get("mode") instanceof Integer bits ? bits : WRITABLE_BY_OTHERS;
        if ((mode & TYPE) == LINK) {
            throw new ConfigException(
                    "%s is a link, but says what root runs: look at [init], and put a file of root in its place"
                            .formatted(file));
        }
        if (!Integer.valueOf(0).equals(before.get("uid")) || (mode & WRITABLE_BY_OTHERS) != 0) {
            throw new ConfigException(("%s says what root runs, but others can write it: look at [init], then run "
                            + "`sudo chown root %s && sudo chmod 644 %s`")
                    .formatted(file, file, file));
        }
    }

    /**
     * Refuses a file, or a directory, with code that root would run and that others can write. For other users, all will do. A
     * link is refused, too: what it leads to may be anybody's.
     *
     * @throws ConfigException that names it, and says what to do
     */
    public static void requireCode(Path code) {
        if (!isRoot()) {
            return;
        }
        Map<String, Object> found = attributes(code);
        int mode = found.get("mode") instanceof Integer bits ? bits : WRITABLE_BY_OTHERS;
        if (!Integer.valueOf(0).equals(found.get("uid")) || (mode & WRITABLE_BY_OTHERS) != 0) {
            throw new ConfigException(
                    ("Root does not run the code in '%s', because others can write there: run the command as the "
                                    + "user of the gateway, such as `sudo -u tedge tedge …`")
                            .formatted(code));
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name", "").equals("root");
    }

    private static Map<String, Object> attributes(Path file) {
        try {
            return Files.readAttributes(file, "unix:mode,uid,dev,ino,ctime", LinkOption.NOFOLLOW_LINKS);
        } catch (IOException | UnsupportedOperationException none) {
            return Map.of();
        }
    }
}

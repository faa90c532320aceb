package dev.tedge.cli;

import dev.tedge.certificate.FileOwner;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Makes the directories of the program.
 *
 * @param home the configuration directory; it and what is in it belongs to the owner, even if it is there already
 * @param demanded the owner that somebody has asked for
 * @param usual the owner, if that is possible
 */
record Directories(Path home, FileOwner demanded, FileOwner usual) {

    /**
     * Makes a directory, with those above it, and gives it to its owner. One that is there keeps its permissions and, outside
     * of the configuration directory, its owner: it may be of the system. A link to one stays with whoever made it, as does
     * what it leads to.
     */
    void make(Path directory, String permissions) throws IOException {
        boolean missing = !Files.isDirectory(directory);
        if (missing) {
            create(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
        }
        if (!Files.isSymbolicLink(directory) && (missing || isAtHome(directory))) {
            demanded.require(directory);
            usual.own(directory);
        }
    }

    /** Links on the way don't count. */
    private boolean isAtHome(Path directory) throws IOException {
        return directory.toRealPath().startsWith(home.toRealPath());
    }

    private static void create(Path directory) throws IOException {
        try {
            Files.createDirectories(directory.getParent());
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException file) {
            throw new IOException("%s is a file, not a directory: remove it".formatted(file.getFile()), file);
        }
    }
}

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
 * @param demanded the owner that somebody has asked for
 * @param usual the owner, if that is possible
 */
record Directories(FileOwner demanded, FileOwner usual) {

    /**
     * Makes a directory, with those above it, and gives it to its owner. One that is there keeps its permissions; a link to
     * one stays with whoever made it, as does what it leads to.
     */
    void make(Path directory, String permissions) throws IOException {
        if (!Files.isDirectory(directory)) {
            create(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
        }
        if (!Files.isSymbolicLink(directory)) {
            demanded.require(directory);
            usual.own(directory);
        }
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

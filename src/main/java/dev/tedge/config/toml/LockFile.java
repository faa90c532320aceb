package dev.tedge.config.toml;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The file of a lock between processes. Nobody else may open it: a lock can be held for ever by whoever reads the file.
 * What root has locked once, the user whose directory it is must be able to lock as well; so it is his.
 */
public final class LockFile {

    private LockFile() {}

    /** Where the lock on a file is: beside it, as {@code .<name>.lock}. */
    public static Path of(Path file) {
        return file.resolveSibling("." + file.getFileName() + ".lock");
    }

    /**
     * Opens the file for writing, and makes it if need be. A link is not followed.
     *
     * @param file whose directory exists
     * @return to be closed by the caller, which gives locks on it back
     * @throws java.nio.file.AccessDeniedException when it belongs to somebody else, or can't be made
     * @throws IOException when it is a link, or can't be opened for another reason
     */
    public static FileChannel open(Path file) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            giveToOwnerOfDirectory(file);
        } catch (FileAlreadyExistsException usual) {
            requireNoLink(file);
        }
        return FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }

    /** For the message alone; opening it would fail as well. */
    private static void requireNoLink(Path file) throws FileSystemException {
        if (Files.isSymbolicLink(file)) {
            throw new FileSystemException(file.toString(), null, "it is a link: remove it");
        }
    }

    private static void giveToOwnerOfDirectory(Path file) throws IOException {
        FileOwnerAttributeView view =
                Files.getFileAttributeView(file, FileOwnerAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (AtomicFile.isRoot(view.getOwner())) {
            view.setOwner(Files.getOwner(file.resolveSibling(".")));
        }
    }
}

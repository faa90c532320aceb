package dev.tedge.config.toml;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Held by whoever reads a file, changes it and writes it back, so that no other thread or process does so at the same
 * time. The lock is on a file of its own, {@code .<name>.lock}, which stays: the file itself is replaced, and a lock on
 * it would go with it.
 */
public final class EditLock {

    /** Locks of files are between processes; a JVM refuses to take one twice. */
    private static final ReentrantLock THREADS = new ReentrantLock();

    /** What is done while it is held. */
    @FunctionalInterface
    public interface Edit {
        void run() throws IOException;
    }

    private EditLock() {}

    /**
     * Waits until nobody else holds it, then edits.
     *
     * @param file to be edited; it doesn't need to exist, its directory does
     * @throws IOException when the file of the lock can't be made or opened for writing, or that of the edit
     */
    public static void hold(Path file, Edit edit) throws IOException {
        THREADS.lock();
        try (FileChannel channel = opened(file.resolveSibling("." + file.getFileName() + ".lock"))) {
            // Closing the channel gives it back.
            channel.lock();
            edit.run();
        } finally {
            THREADS.unlock();
        }
    }

    /** Nobody else may open it: a lock can be held for ever by whoever reads the file. */
    private static FileChannel opened(Path lock) throws IOException {
        try {
            Files.createFile(lock, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            giveToOwnerOfDirectory(lock);
        } catch (FileAlreadyExistsException usual) {
            // Made by the first edit of all.
        }
        return FileChannel.open(lock, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }

    /** What root has locked once, the user whose directory it is must be able to lock as well. */
    private static void giveToOwnerOfDirectory(Path lock) throws IOException {
        FileOwnerAttributeView view =
                Files.getFileAttributeView(lock, FileOwnerAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (AtomicFile.isRoot(view.getOwner())) {
            view.setOwner(Files.getOwner(lock.resolveSibling(".")));
        }
    }
}

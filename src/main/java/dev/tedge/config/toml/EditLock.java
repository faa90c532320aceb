package dev.tedge.config.toml;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
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
        try (FileChannel channel = LockFile.open(LockFile.of(file))) {
            // Closing the channel gives it back.
            channel.lock();
            edit.run();
        } finally {
            THREADS.unlock();
        }
    }

    /** Whether the file of the lock is there, held or not. */
    public static boolean isMade(Path file) {
        return Files.exists(LockFile.of(file), LinkOption.NOFOLLOW_LINKS);
    }
}

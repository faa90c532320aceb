package dev.tedge.cli;

import dev.tedge.config.toml.LockFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/**
 * Keeps two commands from asking AWS for a certificate of one device at a time: each would replace the key and the certificate
 * that the other one lets wait. The lock is on a file of its own, {@code .<certificate>.lock}, which stays. Ends with the
 * process, whatever ends it.
 */
final class ProvisionLock {

    private ProvisionLock() {}

    /**
     * Works while nobody else does.
     *
     * @param certificate of the device; it doesn't need to exist, its directory does
     * @throws IOException when another command has the lock, or its file can't be made or opened
     */
    static int hold(Path certificate, Callable<Integer> work) throws Exception {
        Path file = LockFile.of(certificate);
        try (FileChannel channel = LockFile.open(file)) {
            // Closing the channel gives it back.
            if (channel.tryLock() == null) {
                throw new IOException("Another `tedge cert provision` is at work on %s (lock %s): wait for its end"
                        .formatted(certificate, file));
            }
            return work.call();
        }
    }
}

package dev.tedge.delivery.store.sqlite;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Room on the disk that is given up when the disk is full: to remove messages, SQLite has to write to its log first,
 * and without it a full disk could not even be emptied.
 */
final class SpareRoom {

    private static final Logger LOG = LoggerFactory.getLogger(SpareRoom.class);

    /** Enough to bring the largest transaction from the log into the database, and for the next one. */
    private static final int SIZE = 4 << 20;

    /** The JDK keeps a direct buffer as large as the largest write of a thread. */
    private static final int PIECE = 1 << 16;

    /** Beside the spare room there is to be some for messages. */
    private static final long LEAST_LEFT = 2 << 20;

    private final Path file;

    SpareRoom(Path file) {
        this.file = file;
    }

    /** Takes the room, if it is not taken and there is plenty of it. */
    void take() {
        try {
            if (Files.exists(file) && Files.size(file) >= SIZE) {
                return;
            }
            if (left() >= SIZE + LEAST_LEFT) {
                write();
            }
        } catch (IOException e) {
            LOG.debug("No spare room could be taken", e);
            give();
        }
    }

    /** Whether there is so little room beside it that the log may not find any. */
    boolean isScarce() {
        return left() < SIZE;
    }

    /** Not by its FileStore, which is found in a list of mounts that a sandbox need not have. */
    private long left() {
        File folder = file.resolveSibling(".").toFile();
        long left = folder.getUsableSpace();
        // Zero is also said when nothing can be said; only then no room is there at all.
        return left == 0 && folder.getTotalSpace() == 0 ? Long.MAX_VALUE : left;
    }

    /** Whether it is taken. */
    boolean isThere() {
        return Files.exists(file);
    }

    /** Gives the room up, if there is any. */
    void give() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debug("The spare room could not be given up", e);
        }
    }

    private void write() throws IOException {
        give();
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer zeros = ByteBuffer.allocate(PIECE);
            for (int left = SIZE; left > 0; left -= channel.write(zeros)) {
                zeros.clear().limit(Math.min(left, PIECE));
            }
        }
    }
}

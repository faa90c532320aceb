package dev.tedge.delivery.store.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The directory of a store and the files in it, for the eyes of their owner only. */
final class StoreDirectory {

    private final Path directory;

    StoreDirectory(Path directory) {
        this.directory = directory.toAbsolutePath();
    }

    /** The database. */
    Path file() {
        return directory.resolve("messages.db");
    }

    /** The write-ahead log beside it, which SQLite names so. */
    Path wal() {
        return directory.resolve("messages.db-wal");
    }

    SpareRoom spareRoom() {
        return new SpareRoom(directory.resolve("spare"));
    }

    /** Makes what is not there yet; SQLite gives the log the permissions of the database. */
    void create() throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        if (!Files.isWritable(directory)) {
            throw new AccessDeniedException(directory.toString());
        }
        if (Files.notExists(file())) {
            Files.createFile(
                    file(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Whether there is a log of a database that is gone: SQLite would throw the log away. */
    boolean hasLostItsDatabase() throws IOException {
        return (Files.notExists(file()) || Files.size(file()) == 0) && Files.exists(wal()) && Files.size(wal()) > 0;
    }
}

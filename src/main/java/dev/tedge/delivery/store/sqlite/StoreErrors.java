package dev.tedge.delivery.store.sqlite;

import dev.tedge.delivery.store.StoreException;
import dev.tedge.delivery.store.StoreFullException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.NativeLibraryNotFoundException;
import org.sqlite.SQLiteErrorCode;

/** Says in one line what is wrong with the file of the store, and what to do. */
final class StoreErrors {

    private static final String REMEDY =
            ": move it and the files beside it away to start empty (the messages in them are then lost)";

    private final Path file;

    StoreErrors(Path file) {
        this.file = file;
    }

    /** Also what a quota of the file system, or a disk that fills up behind SQLite's back, looks like: nothing was done. */
    static boolean isFull(SQLException error) {
        int code = error.getErrorCode();
        return code == SQLiteErrorCode.SQLITE_FULL.code
                || code == SQLiteErrorCode.SQLITE_IOERR_WRITE.code
                || code == SQLiteErrorCode.SQLITE_IOERR_FSYNC.code;
    }

    StoreException of(SQLException error) {
        if (isFull(error)) {
            return new StoreFullException("No space is left for '%s', or it can't be written".formatted(file), error);
        }
        if (error.getCause() instanceof NativeLibraryNotFoundException) {
            return new StoreException(
                    ("SQLite can't be loaded from '%s': it takes room there, the right to run programs from there"
                                    + " (another directory: -Djava.io.tmpdir=...), and Linux on x86_64, aarch64 or arm")
                            .formatted(NativeLibrary.directory()),
                    error);
        }
        // Of an extended code, the lowest byte is the plain one.
        SQLiteErrorCode code = SQLiteErrorCode.getErrorCode(error.getErrorCode() & 0xff);
        return new StoreException(
                switch (code) {
                    case SQLITE_BUSY, SQLITE_LOCKED ->
                        "The store '%s' is used by another process: stop the gateway or command that has it"
                                .formatted(file);
                    case SQLITE_NOTADB -> foreign();
                    case SQLITE_CORRUPT -> damaged("SQLite can't make sense of it");
                    case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM ->
                        "The store '%s' can't be written: make it and its directory writable for this user"
                                .formatted(file);
                    default -> "The store '%s' can't be used any more: %s".formatted(file, error.getMessage());
                },
                error);
    }

    StoreException of(IOException error) {
        String reason = error.toString();
        if (error instanceof AccessDeniedException) {
            reason = "permission denied";
        } else if (error instanceof FileSystemException known && known.getReason() != null) {
            reason = known.getReason();
        }
        return new StoreException(
                "The store '%s' can't be opened (%s): make its directory writable for this user"
                        .formatted(file, reason),
                error);
    }

    /** What was read is not what was written. */
    StoreException damage(String what) {
        return new StoreException(damaged(what), null);
    }

    /** It is the database of something else. */
    StoreException notOurs() {
        return new StoreException(foreign(), null);
    }

    StoreException newer(long version, long known) {
        return new StoreException(
                "The store '%s' was written by a newer version (format %d, known is %d)".formatted(file, version, known)
                        + ": use that version, or move it and the files beside it away to start empty",
                null);
    }

    private String foreign() {
        return "The file '%s' is no store of messages, or its beginning is damaged".formatted(file) + REMEDY;
    }

    private String damaged(String what) {
        return "The store '%s' is damaged (%s)".formatted(file, what) + REMEDY;
    }
}

package dev.tedge.delivery.store.sqlite;

import dev.tedge.delivery.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.JDBC;
import org.sqlite.SQLiteErrorCode;

/**
 * The database of a store, held by this process alone until it is closed. Used by one thread at a time. All failures
 * are {@link StoreException}s.
 */
public final class StoreFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StoreFile.class);

    /** In bytes: SQLite's default. */
    private static final long PAGE = 4096;

    /** Free pages below this many (4 MiB) are kept for the next messages. */
    private static final long KEPT_PAGES = 1024;

    /** Pages that go back to the file system at once: some milliseconds, and less than a round of the log. */
    private static final int PAGES_PER_STEP = 200;

    /** Whether a transaction waits until it is on disk, and outlives a power cut. */
    public enum Sync {
        /** It does. */
        FULL,
        /** It outlives the end of the process; after a power cut it may be undone. */
        NORMAL
    }

    /** What is done in a transaction, or reads. */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws SQLException;
    }

    private final Sql sql;
    private final StoreErrors errors;
    private final SpareRoom spare;
    private final Optional<String> repaired;

    private StoreFile(Sql sql, StoreErrors errors, SpareRoom spare, Optional<String> repaired) {
        this.sql = sql;
        this.errors = errors;
        this.spare = spare;
        this.repaired = repaired;
    }

    /** Opens the store of a directory, or makes a new one. */
    public static StoreFile open(Path directory) {
        StoreDirectory place = new StoreDirectory(directory);
        StoreErrors errors = new StoreErrors(place.file());
        try {
            if (place.hasLostItsDatabase()) {
                throw errors.damage("only '%s' is there".formatted(place.wal()));
            }
            place.create();
            NativeLibrary.placeAt(directory);
            NativeLibrary.removeLeftovers(place.file());
            Optional<String> repaired = WalTail.inspect(place.wal());
            SpareRoom spare = place.spareRoom();
            Sql sql = connected(place.file(), errors, spare);
            spare.take();
            return new StoreFile(sql, errors, spare, repaired);
        } catch (IOException e) {
            throw errors.of(e);
        } catch (SQLException e) {
            throw errors.of(e);
        }
    }

    private static Sql connected(Path file, StoreErrors errors, SpareRoom spare) throws SQLException {
        Sql sql = new Sql(JDBC.createConnection(JDBC.PREFIX + file, new Properties()));
        try {
            Schema.prepare(sql, errors);
            upgrade(sql, spare);
            return sql;
        } catch (SQLException | StoreException e) {
            try {
                sql.close();
            } catch (SQLException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    private static void upgrade(Sql sql, SpareRoom spare) throws SQLException {
        try {
            Schema.upgrade(sql);
        } catch (SQLException e) {
            if (!StoreErrors.isFull(e)) {
                throw e;
            }
            // On a full disk an upgrade must not keep the gateway from starting.
            spare.give();
            Schema.upgrade(sql);
        }
    }

    /** What was found when it was opened after an end that was not clean: a line for the log. */
    public Optional<String> repaired() {
        return repaired;
    }

    /** The statements that {@link Work} is made of. */
    public Sql sql() {
        return sql;
    }

    /** An error that says that what was read is not what was written. */
    public StoreException damage(String what) {
        return errors.damage(what);
    }

    /** Reads only. */
    public <T> T read(Work<T> work) {
        try {
            return work.run();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /**
     * All of it is done, or nothing.
     *
     * @param bytes about how much is added
     */
    public <T> T write(Sync sync, long bytes, Work<T> work) {
        try {
            if (spare.isScarce()) {
                requireRoom(bytes);
            }
            T result = secondTryWhenFull(sync, work, () -> {});
            spare.take();
            return result;
        } catch (SQLException e) {
            throw errors.of(e);
        }
    }

    /**
     * As {@link #write}, for what makes room: on a full disk it takes the spare room, and what is left over goes back.
     */
    public <T> T shrink(Work<T> work) {
        try {
            T result = secondTryWhenFull(Sync.NORMAL, work, spare::give);
            giveBack();
            if (spare.isScarce() && !startLogAnew()) {
                spare.give();
                startLogAnew();
            }
            return result;
        } catch (SQLException e) {
            throw errors.of(e);
        }
    }

    /** Ends the file cleanly; what was removed last is on disk then. */
    @Override
    public void close() {
        try {
            sql.close();
        } catch (SQLException e) {
            throw errors.of(e);
        }
    }

    /**
     * What the log has must find room in the database before there is more of it, as the spare room is for one transaction; and
     * without the spare room there must be free pages for all that is added.
     */
    private void requireRoom(long bytes) throws SQLException {
        sql.command("PRAGMA wal_checkpoint(PASSIVE)");
        if (!spare.isThere() && sql.number("PRAGMA freelist_count") * PAGE < 2 * bytes) {
            throw new SQLException("Without spare room", null, SQLiteErrorCode.SQLITE_FULL.code);
        }
    }

    private StoreException failed(SQLException error) {
        try {
            sql.forget();
        } catch (SQLException second) {
            error.addSuppressed(second);
        }
        return errors.of(error);
    }

    private <T> T secondTryWhenFull(Sync sync, Work<T> work, Runnable before) throws SQLException {
        try {
            return transaction(sync, work);
        } catch (SQLException e) {
            if (!StoreErrors.isFull(e)) {
                throw e;
            }
            LOG.debug("The disk is full: one more try");
            before.run();
            startLogAnew();
            return transaction(sync, work);
        }
    }

    /**
     * Brings all of the log into the database: then it is written from its start, into room that it has. False when there is
     * no room.
     */
    private boolean startLogAnew() throws SQLException {
        try {
            sql.command("PRAGMA wal_checkpoint(PASSIVE)");
            return true;
        } catch (SQLException e) {
            if (!StoreErrors.isFull(e)) {
                throw e;
            }
            LOG.debug("The disk is too full for the log to start anew");
            return false;
        }
    }

    private <T> T transaction(Sync sync, Work<T> work) throws SQLException {
        sql.command("PRAGMA synchronous=" + sync);
        sql.command("BEGIN IMMEDIATE");
        try {
            T result = work.run();
            sql.command("COMMIT");
            return result;
        } catch (SQLException | RuntimeException e) {
            rollBack(e);
            throw e;
        }
    }

    private void rollBack(Exception cause) {
        try {
            sql.forget();
            sql.command("ROLLBACK");
        } catch (SQLException already) {
            // SQLite rolls back by itself when the disk is full.
            cause.addSuppressed(already);
        }
    }

    /** Gives free pages back to the file system, some at a time, while they are more than half of the file. */
    private void giveBack() throws SQLException {
        long free = sql.number("PRAGMA freelist_count");
        if (free > KEPT_PAGES && free > sql.number("PRAGMA page_count") / 2) {
            try {
                sql.command("PRAGMA incremental_vacuum(" + PAGES_PER_STEP + ")");
            } catch (SQLException e) {
                if (!StoreErrors.isFull(e)) {
                    throw e;
                }
                LOG.debug("The disk is too full to give room back", e);
            }
        }
    }
}

package dev.tedge.delivery.store.sqlite;

import java.sql.SQLException;
import java.util.List;

/** The form of the database, and how it is opened. */
final class Schema {

    /** Marks the file as ours. */
    private static final int APPLICATION_ID = 0x74656467;

    /** Of this form; a file of a lower one is brought into it, one of a higher one is refused. */
    private static final int VERSION = 2;

    private static final List<String> TABLES = List.of(
            "CREATE TABLE message (key INTEGER PRIMARY KEY, at INTEGER NOT NULL, size INTEGER NOT NULL,"
                    + " checksum INTEGER NOT NULL, flags INTEGER NOT NULL, topic TEXT NOT NULL,"
                    + " payload BLOB NOT NULL, cause TEXT, reason TEXT, properties BLOB)",
            "CREATE TABLE queue (id INTEGER PRIMARY KEY, messages INTEGER NOT NULL, bytes INTEGER NOT NULL,"
                    + " last INTEGER NOT NULL)",
            "INSERT INTO queue VALUES (0, 0, 0, 0), (1, 0, 0, 0), (2, 0, 0, 0), (3, 0, 0, 0)");

    /** From the form of this place in the list, and 1, to the next. */
    private static final List<String> STEPS = List.of("ALTER TABLE message ADD COLUMN properties BLOB");

    private Schema() {}

    static void prepare(Sql sql, StoreErrors errors) throws SQLException {
        // For a command that is about to end, and has the store for the moment.
        sql.command("PRAGMA busy_timeout=2000");
        // Held for as long as it is open; then the log needs no memory shared between processes.
        sql.command("PRAGMA locking_mode=EXCLUSIVE");
        // A file that is there is not written to: it may be somebody else's, or the disk full.
        boolean isNew = sql.number("PRAGMA schema_version") == 0;
        if (isNew) {
            sql.command("PRAGMA auto_vacuum=INCREMENTAL");
        } else {
            check(sql, errors);
        }
        sql.command("PRAGMA cell_size_check=ON");
        sql.command("PRAGMA cache_size=-512");
        sql.command("PRAGMA journal_mode=WAL");
        // Rounds of 1 MiB; after a larger transaction the log does not keep its size.
        sql.command("PRAGMA wal_autocheckpoint=256");
        sql.command("PRAGMA journal_size_limit=2097152");
        if (isNew) {
            create(sql);
        }
    }

    private static void create(Sql sql) throws SQLException {
        sql.command("BEGIN IMMEDIATE");
        for (String statement : TABLES) {
            sql.command(statement);
        }
        sql.command("PRAGMA application_id=" + APPLICATION_ID);
        sql.command("PRAGMA user_version=" + VERSION);
        sql.command("COMMIT");
    }

    private static void check(Sql sql, StoreErrors errors) throws SQLException {
        if (sql.number("PRAGMA application_id") != APPLICATION_ID) {
            throw errors.notOurs();
        }
        long found = sql.number("PRAGMA user_version");
        if (found < 1 || found > VERSION) {
            throw errors.newer(found, VERSION);
        }
    }

    /** Brings a file of an older form into this one, all at once; does nothing when it is in this one. */
    static void upgrade(Sql sql) throws SQLException {
        int found = (int) sql.number("PRAGMA user_version");
        if (found == VERSION) {
            return;
        }
        sql.forget();
        sql.command("BEGIN IMMEDIATE");
        try {
            for (String step : STEPS.subList(found - 1, VERSION - 1)) {
                sql.command(step);
            }
            sql.command("PRAGMA user_version=" + VERSION);
            sql.command("COMMIT");
        } catch (SQLException e) {
            rollBack(sql, e);
            throw e;
        }
    }

    private static void rollBack(Sql sql, SQLException cause) {
        try {
            sql.command("ROLLBACK");
        } catch (SQLException already) {
            // SQLite rolls back by itself when the disk is full.
            cause.addSuppressed(already);
        }
    }
}

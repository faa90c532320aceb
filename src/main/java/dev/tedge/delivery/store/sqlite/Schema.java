package dev.tedge.delivery.store.sqlite;

import java.sql.SQLException;
import java.util.List;

/**
 * The form of a database, and how it is opened.
 *
 * @param applicationId marks the file as ours
 * @param version of the form; a file of a higher one is refused
 * @param statements that make a new one
 */
public record Schema(int applicationId, int version, List<String> statements) {

    public Schema {
        statements = List.copyOf(statements);
    }

    void prepare(Sql sql, StoreErrors errors) throws SQLException {
        // For a command that is about to end, and has the store for the moment.
        sql.command("PRAGMA busy_timeout=2000");
        // Held for as long as it is open; then the log needs no memory shared between processes.
        sql.command("PRAGMA locking_mode=EXCLUSIVE");
        // Has an effect on a new file only.
        sql.command("PRAGMA auto_vacuum=INCREMENTAL");
        sql.command("PRAGMA cell_size_check=ON");
        sql.command("PRAGMA cache_size=-512");
        sql.command("PRAGMA journal_mode=WAL");
        // Rounds of 1 MiB; after a larger transaction the log does not keep its size.
        sql.command("PRAGMA wal_autocheckpoint=256");
        sql.command("PRAGMA journal_size_limit=2097152");
        sql.command("BEGIN IMMEDIATE");
        if (sql.number("PRAGMA schema_version") == 0) {
            create(sql);
        }
        sql.command("COMMIT");
        check(sql, errors);
    }

    private void create(Sql sql) throws SQLException {
        for (String statement : statements) {
            sql.command(statement);
        }
        sql.command("PRAGMA application_id=" + applicationId);
        sql.command("PRAGMA user_version=" + version);
    }

    private void check(Sql sql, StoreErrors errors) throws SQLException {
        if (sql.number("PRAGMA application_id") != applicationId) {
            throw errors.notOurs();
        }
        long found = sql.number("PRAGMA user_version");
        if (found != version) {
            throw errors.newer(found, version);
        }
    }
}

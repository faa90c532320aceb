package dev.tedge.delivery.store.sqlite;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** What a transaction adds to and takes from queues, for their counters. */
final class Tally {

    private final Map<Integer, Change> changes = new HashMap<>();

    private record Change(long messages, long bytes, long last) {

        Change plus(Change other) {
            return new Change(messages + other.messages, bytes + other.bytes, Math.max(last, other.last));
        }
    }

    void added(int queue, long bytes, long id) {
        changes.merge(queue, new Change(1, bytes, id), Change::plus);
    }

    void removed(int queue, long messages, long bytes) {
        changes.merge(queue, new Change(-messages, -bytes, 0), Change::plus);
    }

    void write(Sql sql) throws SQLException {
        for (Map.Entry<Integer, Change> entry : changes.entrySet()) {
            Change change = entry.getValue();
            sql.run(
                    "UPDATE queue SET messages = messages + ?, bytes = bytes + ?, last = max(last, ?) WHERE id = ?",
                    change.messages(),
                    change.bytes(),
                    change.last(),
                    entry.getKey());
        }
    }
}

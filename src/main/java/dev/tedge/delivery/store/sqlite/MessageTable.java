package dev.tedge.delivery.store.sqlite;

import dev.tedge.delivery.store.Priority;
import dev.tedge.delivery.store.Selection;
import dev.tedge.delivery.store.StoredMessage;
import dev.tedge.delivery.store.Totals;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The one table of messages, as several queues: one for each priority, and one of dead letters
 * behind them. A message's key is its queue and its id there (sequence or id of the dead letter), so that the order of
 * the table is the order in which messages go, without an index. What is in a queue is counted beside it, in the same
 * transaction.
 *
 * <p>Its methods are the work of {@link StoreFile#read}, {@link StoreFile#write} and {@link StoreFile#shrink}.
 */
public final class MessageTable {

    /** Their places are on disk and stay. */
    private static final List<Priority> QUEUES = List.of(Priority.HIGH, Priority.MEDIUM, Priority.LOW);

    /** The queue of the dead letters. */
    public static final int DEAD_LETTERS = QUEUES.size();

    private static final int ID_BITS = 60;
    private static final long MAX_ID = (1L << ID_BITS) - 1;

    private final StoreFile file;
    private final Sql sql;

    /** A message that is looked at, oldest first. */
    public record Head(long key, long size, long at) {}

    /** Makes something of the row at the cursor. */
    @FunctionalInterface
    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** The table of a file that is open. */
    public MessageTable(StoreFile file) {
        this.file = file;
        this.sql = file.sql();
    }

    /** The queue of a priority. */
    public static int queue(Priority priority) {
        return QUEUES.indexOf(priority);
    }

    /** The key of an id in a queue; ids out of range are taken to its ends. */
    public static long key(int queue, long id) {
        return ((long) queue << ID_BITS) + Math.max(-1, Math.min(id, MAX_ID));
    }

    /** The key of a message of the outbox. */
    public static long key(StoredMessage message) {
        return key(queue(message.priority()), message.sequence());
    }

    /** The id that a key holds. */
    public static long id(long key) {
        return key & MAX_ID;
    }

    /** The priority that a key of the outbox holds. */
    public static Priority priority(long key) {
        return QUEUES.get(queueOf(key));
    }

    /** The highest id ever used in a queue; 0 at first. */
    public long last(int queue) throws SQLException {
        return sql.number("SELECT last FROM queue WHERE id = ?", queue);
    }

    /** What is in a queue; the oldest is the one with the lowest id. */
    public Totals totals(int queue) throws SQLException {
        try (ResultSet row = sql.prepare(
                        "SELECT messages, bytes, (SELECT at FROM message WHERE key BETWEEN ? AND ? ORDER BY key LIMIT 1)"
                                + " FROM queue WHERE id = ?",
                        key(queue, 0),
                        key(queue, MAX_ID),
                        queue)
                .executeQuery()) {
            if (!row.next()) {
                throw file.damage("the counters of queue " + queue + " are missing");
            }
            long at = row.getLong(3);
            Optional<Instant> oldest = row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(at));
            return new Totals(row.getLong(1), row.getLong(2), oldest);
        }
    }

    /** Adds messages under keys that are not there. */
    public void insert(Iterable<MessageRow> rows) throws SQLException {
        Tally tally = new Tally();
        for (MessageRow row : rows) {
            sql.run(
                    "INSERT INTO message (" + MessageRow.COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    row.parameters());
            tally.added(queueOf(row.key()), row.size(), id(row.key()));
        }
        tally.write(sql);
    }

    /** Removes messages that may be gone already; returns how many were there. */
    public long delete(Iterable<Long> keys) throws SQLException {
        Tally tally = new Tally();
        long deleted = 0;
        for (long key : keys) {
            try (ResultSet gone = sql.prepare("DELETE FROM message WHERE key = ? RETURNING size", key)
                    .executeQuery()) {
                if (gone.next()) {
                    tally.removed(queueOf(key), 1, gone.getLong(1));
                    deleted++;
                }
            }
        }
        tally.write(sql);
        return deleted;
    }

    /** Removes the oldest beyond an id, for as long as the condition holds; returns what was removed. */
    public Totals deleteHead(int queue, long after, Predicate<Head> condition) throws SQLException {
        long count = 0;
        long bytes = 0;
        Head last = null;
        Instant oldest = Instant.MAX;
        try (ResultSet rows = sql.prepare(
                        "SELECT key, size, at FROM message WHERE key > ? AND key <= ? ORDER BY key",
                        key(queue, after),
                        key(queue, MAX_ID))
                .executeQuery()) {
            while (rows.next()) {
                Head head = new Head(rows.getLong(1), rows.getLong(2), rows.getLong(3));
                if (!condition.test(head)) {
                    break;
                }
                oldest = last == null ? Instant.ofEpochMilli(head.at()) : oldest;
                last = head;
                count++;
                bytes += head.size();
            }
        }
        if (last == null) {
            return Totals.NONE;
        }
        sql.run("DELETE FROM message WHERE key > ? AND key <= ?", key(queue, after), last.key());
        Tally tally = new Tally();
        tally.removed(queue, count, bytes);
        tally.write(sql);
        return new Totals(count, bytes, Optional.of(oldest));
    }

    /** Messages of a queue beyond an id, in order, at most so many and so many bytes, but one if there is one. */
    public List<MessageRow> read(int queue, long after, int limit, long bytes) throws SQLException {
        List<MessageRow> found = new ArrayList<>();
        long left = bytes;
        try (ResultSet rows = rows(queue, after, MAX_ID)) {
            while (found.size() < limit && rows.next()) {
                left -= rows.getLong(3);
                if (left < 0 && !found.isEmpty()) {
                    break;
                }
                found.add(row(rows));
            }
        }
        return found;
    }

    /** Messages of a queue beyond an id that are selected, in order, and at most so many. */
    public List<MessageRow> select(int queue, long after, Selection selection, int limit) throws SQLException {
        return select(queue, after, selection, limit, this::row);
    }

    /** As {@link #select}, but their keys only. */
    public List<Long> selectKeys(int queue, long after, Selection selection, int limit) throws SQLException {
        return select(queue, after, selection, limit, row -> row.getLong(1));
    }

    private <T> List<T> select(int queue, long after, Selection selection, int limit, Reader<T> reader)
            throws SQLException {
        List<T> found = new ArrayList<>();
        long first = selection.ids().isEmpty() ? 0 : Collections.min(selection.ids());
        long last = selection.ids().isEmpty() ? MAX_ID : Collections.max(selection.ids());
        try (ResultSet rows = rows(queue, Math.max(after, first - 1), last)) {
            while (found.size() < limit && rows.next()) {
                if (isSelected(selection, rows)) {
                    found.add(reader.read(rows));
                }
            }
        }
        return found;
    }

    private ResultSet rows(int queue, long after, long last) throws SQLException {
        return sql.prepare(
                        "SELECT " + MessageRow.COLUMNS + " FROM message WHERE key > ? AND key <= ? ORDER BY key",
                        key(queue, after),
                        key(queue, last))
                .executeQuery();
    }

    /** Looks at what it needs only: SQLite does not read a long payload that nobody asks for. */
    private static boolean isSelected(Selection selection, ResultSet row) throws SQLException {
        if (!selection.ids().isEmpty() && !selection.ids().contains(id(row.getLong(1)))) {
            return false;
        }
        if (selection.before().isPresent()
                && row.getLong(2) >= selection.before().get().toEpochMilli()) {
            return false;
        }
        if (selection.cause().isPresent() && !selection.cause().get().name().equals(row.getString(8))) {
            return false;
        }
        int queue = queueOf(row.getLong(1));
        String topic = row.getString(6);
        Priority priority = queue == DEAD_LETTERS ? Priority.of(topic) : QUEUES.get(queue);
        return selection.topic().map(filter -> filter.matches(topic)).orElse(true)
                && selection.priority().map(wanted -> wanted == priority).orElse(true);
    }

    private MessageRow row(ResultSet rows) throws SQLException {
        try {
            return MessageRow.read(rows);
        } catch (IllegalArgumentException | NullPointerException e) {
            throw file.damage("message " + id(rows.getLong(1)) + " is not what was written: " + e.getMessage());
        }
    }

    private static int queueOf(long key) {
        return (int) (key >>> ID_BITS);
    }
}

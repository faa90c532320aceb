package dev.tedge.delivery.store.sqlite;

import dev.tedge.delivery.store.DeadLetter;
import dev.tedge.delivery.store.Refusal;
import dev.tedge.delivery.store.StoredMessage;
import dev.tedge.link.session.OutboundMessage;
import dev.tedge.link.session.PropertyBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A message as it stands in the table. SQLite notices damage to its own structure only: the checksum is for what is in
 * it.
 *
 * @param key queue and id, see {@link MessageTable}
 * @param at when it was accepted or parked, in milliseconds
 * @param message what is to be published
 * @param refusal of a dead letter: cause and reason
 */
public record MessageRow(
        long key,
        long at,
        OutboundMessage message,
        @Nullable Refused refusal) {

    /** In the order in which {@link #read} wants them and {@link #parameters} gives them. */
    static final String COLUMNS = "key, at, size, checksum, flags, topic, payload, cause, reason, properties";

    private static final int RETAIN = 4;
    private static final int QOS = 3;

    /** Why it is a dead letter. */
    public record Refused(DeadLetter.Cause cause, String reason) {}

    /** A message of the outbox. */
    public static MessageRow of(StoredMessage message) {
        return new MessageRow(MessageTable.key(message), message.accepted().toEpochMilli(), message.message(), null);
    }

    /** A dead letter. */
    public static MessageRow of(Refusal refusal, long id) {
        return new MessageRow(
                MessageTable.key(MessageTable.DEAD_LETTERS, id),
                refusal.parked().toEpochMilli(),
                refusal.message(),
                new Refused(refusal.cause(), refusal.reason()));
    }

    /** What it counts against the limits, in bytes. */
    long size() {
        return StoredMessage.sizeOf(message)
                + (refusal == null ? 0 : refusal.reason().length());
    }

    @Nullable Object[] parameters() {
        String cause = refusal == null ? null : refusal.cause().name();
        String reason = refusal == null ? null : refusal.reason();
        return new @Nullable Object[] {
            key, at, size(), checksum(), flags(), message.topic(), message.payload(), cause, reason, properties()
        };
    }

    /**
     * The row at the cursor.
     *
     * @throws IllegalArgumentException when it is not what was written
     */
    static MessageRow read(ResultSet row) throws SQLException {
        int flags = row.getInt(5);
        OutboundMessage message =
                new OutboundMessage(row.getString(6), row.getBytes(7), flags & QOS, (flags & RETAIN) != 0);
        byte[] properties = row.getBytes(10);
        if (properties != null) {
            message = message.with(PropertyBytes.read(properties), System.nanoTime());
        }
        String cause = row.getString(8);
        Refused refusal = cause == null ? null : new Refused(DeadLetter.Cause.valueOf(cause), row.getString(9));
        MessageRow read = new MessageRow(row.getLong(1), row.getLong(2), message, refusal);
        if (read.checksum() != row.getLong(4)) {
            throw new IllegalArgumentException("checksum");
        }
        return read;
    }

    /** As a message of the outbox. */
    public StoredMessage stored() {
        return new StoredMessage(MessageTable.id(key), MessageTable.priority(key), Instant.ofEpochMilli(at), message);
    }

    /** As a dead letter, which it must be. */
    public DeadLetter deadLetter() {
        Refused why = Objects.requireNonNull(refusal, "refusal");
        return new DeadLetter(MessageTable.id(key), why.cause(), why.reason(), Instant.ofEpochMilli(at), message);
    }

    private byte @Nullable [] properties() {
        return message.properties().map(PropertyBytes::write).orElse(null);
    }

    private int flags() {
        return message.qos() | (message.retain() ? RETAIN : 0);
    }

    private long checksum() {
        CRC32C sum = new CRC32C();
        sum.update(
                ByteBuffer.allocate(20).putLong(key).putLong(at).putInt(flags()).flip());
        sum.update(message.topic().getBytes(StandardCharsets.UTF_8));
        sum.update(message.payload());
        message.properties().map(PropertyBytes::write).ifPresent(sum::update);
        if (refusal != null) {
            sum.update((refusal.cause().name() + refusal.reason()).getBytes(StandardCharsets.UTF_8));
        }
        return sum.getValue();
    }
}

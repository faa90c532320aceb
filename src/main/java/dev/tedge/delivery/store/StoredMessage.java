package dev.tedge.delivery.store;

import dev.tedge.link.session.OutboundMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * A message that waits in the outbox.
 *
 * @param sequence its place: messages were accepted in this order; never used twice
 * @param priority how urgent it is
 * @param accepted when it was taken over from a route, to the millisecond
 * @param message what is to be published
 */
public record StoredMessage(long sequence, Priority priority, Instant accepted, OutboundMessage message) {

    public StoredMessage {
        Objects.requireNonNull(priority, "priority");
        Objects.requireNonNull(accepted, "accepted");
        Objects.requireNonNull(message, "message");
    }

    /** The same, read from disk: its expiry counts from when it was accepted. */
    public StoredMessage readAt(Instant now) {
        return message.properties()
                .filter(properties -> properties.expirySeconds().isPresent())
                .map(properties -> {
                    // A clock that was set back meanwhile makes it no younger than new.
                    long age = Math.max(0, Duration.between(accepted, now).toNanos());
                    return new StoredMessage(
                            sequence, priority, accepted, message.with(properties, System.nanoTime() - age));
                })
                .orElse(this);
    }

    /** What it counts against the size of the outbox: topic, payload, properties, and what the store needs beside, in bytes. */
    public long size() {
        return sizeOf(message);
    }

    /** {@link #size} of a message that is not stored yet. */
    public static long sizeOf(OutboundMessage message) {
        return message.topic().length() + message.payload().length + message.propertiesSize() + 48L;
    }
}

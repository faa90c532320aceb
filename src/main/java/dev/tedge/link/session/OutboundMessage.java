package dev.tedge.link.session;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way to a broker.
 *
 * <p>Not a record: the payload is handed over without a copy, and must not be changed afterwards.
 */
public final class OutboundMessage {

    private final String topic;
    private final byte[] payload;
    private final int qos;
    private final boolean retain;
    private final boolean once;
    private final @Nullable MessageProperties properties;
    private final int propertiesSize;

    /** From when on the expiry counts. */
    private final long since;

    /**
     * @param topic the topic name, without wildcards
     * @param payload the content; belongs to the message from now on
     * @param qos 0, 1 or 2
     * @param retain whether the broker is asked to keep it
     */
    public OutboundMessage(String topic, byte[] payload, int qos, boolean retain) {
        this(topic, payload, new Flags(qos, retain, false), null, 0);
    }

    private record Flags(int qos, boolean retain, boolean once) {}

    private OutboundMessage(
            String topic, byte[] payload, Flags flags, @Nullable MessageProperties properties, long since) {
        int qos = flags.qos();
        if (qos < 0 || qos > 2) {
            throw new IllegalArgumentException("QoS must be 0, 1 or 2, but is " + qos);
        }
        this.topic = Objects.requireNonNull(topic, "topic");
        this.payload = Objects.requireNonNull(payload, "payload");
        this.qos = qos;
        this.retain = flags.retain();
        this.once = flags.once();
        this.properties = properties;
        this.propertiesSize = properties == null ? 0 : PropertyBytes.size(properties);
        this.since = since;
    }

    /**
     * The same message with properties.
     *
     * @param nanos from when on their expiry counts, as {@link System#nanoTime} does
     */
    public OutboundMessage with(MessageProperties some, long nanos) {
        return new OutboundMessage(topic, payload, new Flags(qos, retain, once), some, nanos);
    }

    /** The same message for the connection that is there now: without it, or when it ends, the message is given back. */
    public OutboundMessage forOneConnection() {
        return new OutboundMessage(topic, payload, new Flags(qos, retain, true), properties, since);
    }

    /** The topic name. */
    public String topic() {
        return topic;
    }

    /** The content itself, not a copy: not to be changed. */
    public byte[] payload() {
        return payload;
    }

    /** 0, 1 or 2. */
    public int qos() {
        return qos;
    }

    /** Whether the broker is asked to keep it. */
    public boolean retain() {
        return retain;
    }

    /** Whether it is not to be sent again, as what it has caused may be newer by then. */
    public boolean isForOneConnection() {
        return once;
    }

    /** What it brings beside topic and payload; empty for most messages. */
    public Optional<MessageProperties> properties() {
        return Optional.ofNullable(properties);
    }

    /** How many bytes its properties are. */
    public int propertiesSize() {
        return propertiesSize;
    }

    /** Whether it is of no use any more. */
    public boolean isExpired(long nanos) {
        return properties != null
                && properties.expirySeconds().isPresent()
                && nanosLeft(properties.expirySeconds().getAsLong(), nanos) <= 0;
    }

    /**
     * Its properties as they are to be sent now: of the expiry, what is left of it; at least a second, as with zero brokers would
     * drop a message that is just being sent.
     */
    public Optional<MessageProperties> propertiesAt(long nanos) {
        if (properties == null || properties.expirySeconds().isEmpty()) {
            return properties();
        }
        long left = nanosLeft(properties.expirySeconds().getAsLong(), nanos);
        long second = TimeUnit.SECONDS.toNanos(1);
        return Optional.of(properties.withExpiry(Math.max(1, (left + second - 1) / second)));
    }

    private long nanosLeft(long expirySeconds, long nanos) {
        return TimeUnit.SECONDS.toNanos(expirySeconds) - (nanos - since);
    }

    /** The topic and the size: payloads are the customer's and stay out of logs. */
    @Override
    public String toString() {
        return topic + " (" + payload.length + " bytes)";
    }
}

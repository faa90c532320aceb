package dev.tedge.link.session;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message as it came from a broker.
 *
 * <p>Not a record: the payload is handed over without a copy, and must not be changed.
 */
public final class InboundMessage {

    private final String topic;
    private final byte[] payload;
    private final int qos;
    private final boolean retained;
    private final int packetId;
    private final List<Integer> subscriptionIdentifiers;
    private final @Nullable MessageProperties properties;
    private final long arrivedAt;

    /**
     * @param topic the topic name
     * @param payload the content; belongs to the message from now on
     * @param qos the QoS of this delivery
     * @param retained whether it comes from the broker's store of retained messages, or is put there now and the subscription
     *     wants to know
     * @param packetId what the acknowledgement refers to; 0 with QoS 0
     * @param subscriptionIdentifiers the subscriptions that it is sent for, if the broker tells
     */
    public InboundMessage(
            String topic,
            byte[] payload,
            int qos,
            boolean retained,
            int packetId,
            List<Integer> subscriptionIdentifiers) {
        this(new Delivery(qos, retained, packetId, subscriptionIdentifiers), topic, payload, null);
    }

    private record Delivery(int qos, boolean retained, int packetId, List<Integer> subscriptionIdentifiers) {}

    private InboundMessage(Delivery delivery, String topic, byte[] payload, @Nullable MessageProperties properties) {
        this.topic = Objects.requireNonNull(topic, "topic");
        this.payload = Objects.requireNonNull(payload, "payload");
        this.qos = delivery.qos();
        this.retained = delivery.retained();
        this.packetId = delivery.packetId();
        this.subscriptionIdentifiers = delivery.subscriptionIdentifiers();
        this.properties = properties;
        this.arrivedAt = properties == null ? 0 : System.nanoTime();
    }

    /** The same message with properties, whose expiry counts from now. */
    public InboundMessage with(MessageProperties some) {
        return new InboundMessage(new Delivery(qos, retained, packetId, subscriptionIdentifiers), topic, payload, some);
    }

    /** The topic name. */
    public String topic() {
        return topic;
    }

    /** The content itself, not a copy: not to be changed. */
    public byte[] payload() {
        return payload;
    }

    /** The QoS of this delivery. */
    public int qos() {
        return qos;
    }

    /** Whether it is retained: comes from the broker's store, or is put there now and the subscription wants to know. */
    public boolean retained() {
        return retained;
    }

    /** What the acknowledgement refers to; 0 with QoS 0. */
    public int packetId() {
        return packetId;
    }

    /** The subscriptions that it is sent for; empty when the broker does not tell. */
    public List<Integer> subscriptionIdentifiers() {
        return subscriptionIdentifiers;
    }

    /** What it brings beside topic and payload; empty for most messages. */
    public Optional<MessageProperties> properties() {
        return Optional.ofNullable(properties);
    }

    /** When it came in, as {@link System#nanoTime} counts; of use for a message with properties only. */
    public long arrivedAt() {
        return arrivedAt;
    }

    /** How many bytes its properties are. */
    public int propertiesSize() {
        return properties == null ? 0 : PropertyBytes.size(properties);
    }

    /** The topic and the size: payloads are the customer's and stay out of logs. */
    @Override
    public String toString() {
        return topic + " (" + payload.length + " bytes)";
    }
}

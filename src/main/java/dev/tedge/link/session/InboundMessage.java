package dev.tedge.link.session;

import java.util.List;
import java.util.Objects;

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
        this.topic = Objects.requireNonNull(topic, "topic");
        this.payload = Objects.requireNonNull(payload, "payload");
        this.qos = qos;
        this.retained = retained;
        this.packetId = packetId;
        this.subscriptionIdentifiers = subscriptionIdentifiers;
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

    /** The topic and the size: payloads are the customer's and stay out of logs. */
    @Override
    public String toString() {
        return topic + " (" + payload.length + " bytes)";
    }
}

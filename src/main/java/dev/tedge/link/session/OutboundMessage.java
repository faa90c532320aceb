package dev.tedge.link.session;

import java.util.Objects;

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

    /**
     * @param topic the topic name, without wildcards
     * @param payload the content; belongs to the message from now on
     * @param qos 0, 1 or 2
     * @param retain whether the broker is asked to keep it
     */
    public OutboundMessage(String topic, byte[] payload, int qos, boolean retain) {
        if (qos < 0 || qos > 2) {
            throw new IllegalArgumentException("QoS must be 0, 1 or 2, but is " + qos);
        }
        this.topic = Objects.requireNonNull(topic, "topic");
        this.payload = Objects.requireNonNull(payload, "payload");
        this.qos = qos;
        this.retain = retain;
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

    /** The topic and the size: payloads are the customer's and stay out of logs. */
    @Override
    public String toString() {
        return topic + " (" + payload.length + " bytes)";
    }
}

package dev.tedge.mqttserver;

import dev.tedge.mqttserver.topic.TopicName;
import java.util.Objects;

/**
 * A message as the server passes it on.
 *
 * @param topic a valid topic name (MQTT 5, 4.7): not empty, no wildcards, at most 65535 bytes
 * @param payload content, possibly empty
 * @param qos 0, 1 or 2
 * @param retain true when the publisher wants it kept for later subscribers; an empty payload removes
 * @param properties what else travels with it
 */
public record ServerMessage(String topic, Payload payload, int qos, boolean retain, MessageProperties properties) {

    public ServerMessage {
        TopicName.check(topic);
        Objects.requireNonNull(payload, "payload");
        Objects.requireNonNull(properties, "properties");
        if (qos < 0 || qos > 2) {
            throw new IllegalArgumentException("qos must be 0, 1 or 2, but is " + qos);
        }
    }

    /** A message that is not retained and has no properties. */
    public static ServerMessage of(String topic, Payload payload, int qos) {
        return new ServerMessage(topic, payload, qos, false, MessageProperties.NONE);
    }

    /** The same message with the retain flag set. */
    public ServerMessage retained() {
        return new ServerMessage(topic, payload, qos, true, properties);
    }

    /** The same message with other properties. */
    public ServerMessage withProperties(MessageProperties newProperties) {
        return new ServerMessage(topic, payload, qos, retain, newProperties);
    }
}

package dev.tedge.mapping.series;

import dev.tedge.mapping.MappingException;
import org.apache.camel.Message;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;

/** What the steps look at in a message from {@code local:}. */
public final class Received {

    private static final byte[] NOTHING = {};

    private Received() {}

    /**
     * The topic that the message came in on.
     *
     * @throws MappingException if it has none, that is, if it didn't come from an MQTT endpoint
     */
    public static String topic(Message message) {
        String topic = message.getHeader(PahoMqtt5Constants.MQTT_TOPIC, String.class);
        if (topic == null) {
            throw new MappingException("The message has no header " + PahoMqtt5Constants.MQTT_TOPIC
                    + ": this step belongs into a route from local: or aws:.");
        }
        return topic;
    }

    /** The body as bytes; none is an empty one. */
    public static byte[] payload(Message message) {
        byte[] payload = message.getBody(byte[].class);
        return payload == null ? NOTHING : payload;
    }
}

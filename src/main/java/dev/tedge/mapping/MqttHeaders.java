package dev.tedge.mapping;

import dev.tedge.message.Payload;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;

/** The headers by which routes and the {@code local:} and {@code aws:} schemes speak: those of camel-paho-mqtt5. */
final class MqttHeaders {

    private static final byte[] EMPTY = {};

    /** Whether the message came in as retained; beside those of camel-paho-mqtt5. */
    static final String MQTT_RETAINED = "CamelMqttRetained";

    /** The property of exchanges with the topic that the message came in on; routes may set the header to another. */
    static final String RECEIVED_TOPIC = "tedgeReceivedTopic";

    private MqttHeaders() {}

    /**
     * The topic that the message came in on, or the one that the route has put in its place.
     *
     * @throws MappingException if the message has none, that is, if it didn't come from an MQTT endpoint
     */
    static String receivedTopic(Message message) {
        String topic = message.getHeader(PahoMqtt5Constants.MQTT_TOPIC, String.class);
        if (topic == null) {
            throw new MappingException("The message has no header " + PahoMqtt5Constants.MQTT_TOPIC
                    + ": this step belongs into a route from local: or aws:.");
        }
        return topic;
    }

    /** The topic that somebody published the message on, for reports. */
    static String publishedTopic(Exchange exchange) {
        return exchange.getProperty(
                RECEIVED_TOPIC,
                exchange.getMessage().getHeader(PahoMqtt5Constants.MQTT_TOPIC, "(no topic)", String.class),
                String.class);
    }

    /**
     * The body as it would be published; no body is an empty one.
     *
     * @throws MappingException if it is neither bytes nor what Camel can turn into bytes, such as the map that {@code
     *     unmarshal} has made of JSON: nothing would be left of it
     */
    static Payload payload(Message message) {
        Object body = message.getBody();
        byte[] bytes = body == null ? EMPTY : message.getBody(byte[].class);
        if (bytes == null) {
            throw new MappingException(
                    "The body is a %s, and not bytes or text: put the step marshal with json before this one."
                            .formatted(body.getClass().getSimpleName()));
        }
        return Payload.of(bytes);
    }

    /** The QoS that the message came with, at most 1, which is all that AWS knows; 1 if it is not known. */
    static int receivedQos(Message message) {
        Integer qos = message.getHeader(PahoMqtt5Constants.MQTT_QOS, Integer.class);
        return qos == null ? 1 : Math.min(qos, 1);
    }

    /** Whether the message came in as retained. */
    static boolean receivedRetained(Message message) {
        return message.getHeader(MQTT_RETAINED, false, Boolean.class);
    }

    /** Tells the next {@code local} or {@code aws} endpoint where and how to publish. */
    static void publish(Message message, String topic, int qos, boolean retained) {
        message.setHeader(PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC, topic);
        message.setHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_QOS, qos);
        message.setHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_RETAINED, retained);
    }
}

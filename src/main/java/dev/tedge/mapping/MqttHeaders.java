package dev.tedge.mapping;

import dev.tedge.message.Payload;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.jspecify.annotations.Nullable;

/** The headers by which routes and the {@code local:} and {@code aws:} schemes speak: those of camel-paho-mqtt5. */
final class MqttHeaders {

    private static final byte[] EMPTY = {};

    /** Whether the message came in as retained; beside those of camel-paho-mqtt5. */
    static final String MQTT_RETAINED = "CamelMqttRetained";

    /** The property of exchanges with the topic that the message came in on; routes may set the header to another. */
    static final String RECEIVED_TOPIC = "tedgeReceivedTopic";

    private static final String RECEIVED = "CamelMqtt";
    private static final String SENT = "CamelPahoMqtt5";
    private static final String RESPONSE_TOPIC = "ResponseTopic";

    /** The properties of MQTT 5, as headers are called behind {@link #RECEIVED} and {@link #SENT}. */
    private static final List<String> PROPERTIES = List.of(
            RESPONSE_TOPIC, "CorrelationData", "ContentType", "PayloadFormat", "MessageExpiry", "UserProperties");

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
     * The body as it would be published, not copied; no body is an empty one.
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
        return Payload.wrap(bytes);
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

    /**
     * Tells the next endpoint to send the properties that the message came with, but for those that the route has set, and for
     * the response topic: it is one of this side.
     */
    static void carryProperties(Message message) {
        for (String property : PROPERTIES) {
            Object value = message.getHeader(RECEIVED + property);
            if (value != null && !property.equals(RESPONSE_TOPIC) && message.getHeader(SENT + property) == null) {
                message.setHeader(SENT + property, value);
            }
        }
    }

    /** Tells the next endpoint to send none. */
    static void dropProperties(Message message) {
        PROPERTIES.forEach(property -> message.removeHeader(SENT + property));
        message.removeHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_PROPERTIES);
    }

    /** Where an answer is expected: what the next endpoint would send, or what the message came with. */
    static @Nullable String responseTopic(Message message) {
        String sent = message.getHeader(SENT + RESPONSE_TOPIC, String.class);
        return sent == null ? message.getHeader(RECEIVED + RESPONSE_TOPIC, String.class) : sent;
    }

    /** Tells the next endpoint where an answer is expected, or that none is. */
    static void respondTo(Message message, Optional<String> topic) {
        if (topic.isPresent()) {
            message.setHeader(SENT + RESPONSE_TOPIC, topic.get());
        } else {
            message.removeHeader(SENT + RESPONSE_TOPIC);
            message.removeHeader(RECEIVED + RESPONSE_TOPIC);
        }
    }
}

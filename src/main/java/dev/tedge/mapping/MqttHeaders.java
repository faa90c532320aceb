package dev.tedge.mapping;

import org.apache.camel.Message;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;

/** The headers by which routes and the {@code local:} and {@code aws:} schemes speak: those of camel-paho-mqtt5. */
final class MqttHeaders {

    /** Whether the message came in as retained; beside those of camel-paho-mqtt5. */
    static final String MQTT_RETAINED = "CamelMqttRetained";

    private MqttHeaders() {}

    /**
     * The topic that the message came in on.
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

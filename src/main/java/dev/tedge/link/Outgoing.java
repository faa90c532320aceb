package dev.tedge.link;

import dev.tedge.link.session.OutboundMessage;
import org.apache.camel.Message;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;

/** What a route sends to a link, by the headers of Camel's own {@code paho-mqtt5} component, and {@link PropertyHeaders}. */
public final class Outgoing {

    private Outgoing() {}

    /**
     * Reads a message.
     *
     * @param uri of the endpoint, for people
     * @param topic of the endpoint; empty when the header has to name it
     * @param qos of the endpoint, for a message without the header
     * @throws IllegalArgumentException when there is no topic, the body is neither bytes nor what Camel can turn into bytes, or a
     *     property can't be sent
     */
    public static OutboundMessage of(Message message, String uri, String topic, int qos) {
        String to = message.getHeader(PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC, topic, String.class);
        if (to.isEmpty()) {
            throw new IllegalArgumentException("No topic for '%s': neither in its URI nor in the header %s"
                    .formatted(uri, PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC));
        }
        int wantedQos = message.getHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_QOS, qos, Integer.class);
        boolean retain = message.getHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_RETAINED, false, Boolean.class);
        OutboundMessage plain = new OutboundMessage(to, payload(message, uri), wantedQos, retain);
        return PropertyHeaders.toSend(message)
                .map(properties -> plain.with(properties, since(message)))
                .orElse(plain);
    }

    /** The time that a message has spent in routes, and before them, is a part of its expiry. */
    private static long since(Message message) {
        Long arrived = message.getExchange().getProperty(LinkConsumer.ARRIVED, Long.class);
        return arrived == null ? System.nanoTime() : arrived;
    }

    private static byte[] payload(Message message, String uri) {
        Object body = message.getBody();
        byte[] payload = body == null ? new byte[0] : message.getBody(byte[].class);
        if (payload == null) {
            throw new IllegalArgumentException(
                    "The body is a %s, and not bytes or text: put the step marshal with json before '%s'"
                            .formatted(body.getClass().getSimpleName(), uri));
        }
        return payload;
    }
}

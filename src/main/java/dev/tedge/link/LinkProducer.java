package dev.tedge.link;

import dev.tedge.link.session.OutboundMessage;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * Sends a route's messages, obeying the headers of Camel's own {@code paho-mqtt5} component. The exchange is done when the
 * broker has the message.
 */
final class LinkProducer extends DefaultAsyncProducer {

    private final LinkEndpoint endpoint;
    private final Publisher publisher;
    private final String topic;

    LinkProducer(LinkEndpoint endpoint, Publisher publisher, String topic) {
        super(endpoint);
        this.endpoint = endpoint;
        this.publisher = publisher;
        this.topic = topic;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        OutboundMessage message;
        try {
            message = message(exchange.getMessage());
        } catch (IllegalArgumentException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        publisher.publish(message, new Publisher.Callback() {
            @Override
            public void delivered() {
                callback.done(false);
            }

            @Override
            public void failed(Exception failure) {
                exchange.setException(failure);
                callback.done(false);
            }
        });
        return false;
    }

    private OutboundMessage message(Message message) {
        String to = message.getHeader(PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC, topic, String.class);
        if (to.isEmpty()) {
            throw new IllegalArgumentException("No topic for '%s': neither in its URI nor in the header %s"
                    .formatted(endpoint.getEndpointUri(), PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC));
        }
        byte[] payload = payload(message);
        int qos = message.getHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_QOS, endpoint.getQos(), Integer.class);
        boolean retain = message.getHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_RETAINED, false, Boolean.class);
        return new OutboundMessage(to, payload, qos, retain);
    }

    private byte[] payload(Message message) {
        Object body = message.getBody();
        byte[] payload = body == null ? new byte[0] : message.getBody(byte[].class);
        if (payload == null) {
            throw new IllegalArgumentException(
                    "The body is a %s, and not bytes or text: put the step marshal with json before '%s'"
                            .formatted(body.getClass().getSimpleName(), endpoint.getEndpointUri()));
        }
        return payload;
    }
}

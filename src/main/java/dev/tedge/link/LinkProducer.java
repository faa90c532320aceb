package dev.tedge.link;

import dev.tedge.link.session.OutboundMessage;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
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
            message = Outgoing.of(exchange.getMessage(), endpoint.getEndpointUri(), topic, endpoint.getQos());
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
}

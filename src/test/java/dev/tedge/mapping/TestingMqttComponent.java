package dev.tedge.mapping;

import dev.tedge.message.TopicFilter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/** Stands in for the {@code local:} or {@code aws:} scheme without any broker: remembers what routes do with it. */
final class TestingMqttComponent extends DefaultComponent {

    /** A message that a route has published. */
    record Published(String topic, String payload, int qos, boolean retained) {}

    private final List<Subscription> subscriptions = new ArrayList<>();
    private final List<Published> published = new CopyOnWriteArrayList<>();
    private volatile boolean refused;
    private volatile Optional<Exception> refusal = Optional.empty();

    /** The filters of all routes, as the real component would send them in SUBSCRIBE packets. */
    List<String> filters() {
        return subscriptions.stream()
                .flatMap(subscription -> subscription.filters().stream())
                .map(TopicFilter::value)
                .toList();
    }

    List<Published> published() {
        return published;
    }

    /** From now on, publishing fails. */
    void refuseWith(Exception failure) {
        refusal = Optional.of(failure);
    }

    /** Whether a message came while it refused. */
    boolean hasRefused() {
        return refused;
    }

    /** As in the beginning. */
    void accept() {
        refusal = Optional.empty();
    }

    /** Gives a message to each route that has subscribed to its topic, and returns what became of the exchanges. */
    List<Exchange> deliver(String topic, byte[] payload, int qos) throws Exception {
        return deliver(topic, payload, qos, false);
    }

    /** The same for a message that is retained. */
    List<Exchange> deliverRetained(String topic, byte[] payload) throws Exception {
        return deliver(topic, payload, 1, true);
    }

    private List<Exchange> deliver(String topic, byte[] payload, int qos, boolean retained) throws Exception {
        List<Exchange> exchanges = new ArrayList<>();
        for (Subscription subscription : subscriptions) {
            if (subscription.filters().stream().anyMatch(filter -> filter.matches(topic))) {
                Exchange exchange = subscription.endpoint().createExchange();
                exchange.getMessage().setBody(payload);
                exchange.getMessage().setHeader(PahoMqtt5Constants.MQTT_TOPIC, topic);
                exchange.getMessage().setHeader(PahoMqtt5Constants.MQTT_QOS, qos);
                exchange.getMessage().setHeader(MqttHeaders.MQTT_RETAINED, retained);
                exchange.setProperty(MqttHeaders.RECEIVED_TOPIC, topic);
                new TopicHeaders("te").of(topic).forEach(exchange.getMessage()::setHeader);
                subscription.route().process(exchange);
                exchanges.add(exchange);
            }
        }
        return exchanges;
    }

    @Override
    protected Endpoint createEndpoint(String uri, @Nullable String remaining, Map<String, Object> parameters) {
        return new TestingEndpoint(uri, remaining == null ? "" : remaining);
    }

    private record Subscription(List<TopicFilter> filters, Endpoint endpoint, Processor route) {}

    private final class TestingEndpoint extends DefaultEndpoint {

        private final String topics;

        TestingEndpoint(String uri, String topics) {
            super(uri, TestingMqttComponent.this);
            this.topics = topics;
        }

        @Override
        public Producer createProducer() {
            return new DefaultProducer(this) {
                @Override
                public void process(Exchange exchange) throws Exception {
                    if (refusal.isPresent()) {
                        refused = true;
                        throw refusal.get();
                    }
                    published.add(publication(exchange.getMessage()));
                }
            };
        }

        @Override
        public Consumer createConsumer(Processor route) {
            return new DefaultConsumer(this, route) {
                @Override
                protected void doStart() throws Exception {
                    super.doStart();
                    List<TopicFilter> filters = List.of(topics.split(",", -1)).stream()
                            .map(TopicFilter::new)
                            .toList();
                    subscriptions.add(new Subscription(filters, TestingEndpoint.this, route));
                }
            };
        }

        private Published publication(Message message) {
            return new Published(
                    message.getHeader(PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC, topics, String.class),
                    new String(message.getBody(byte[].class), StandardCharsets.ISO_8859_1),
                    message.getHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_QOS, 1, Integer.class),
                    message.getHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_RETAINED, false, Boolean.class));
        }
    }
}

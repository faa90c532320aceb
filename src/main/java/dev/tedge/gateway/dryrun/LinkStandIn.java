package dev.tedge.gateway.dryrun;

import dev.tedge.gateway.routes.Side;
import dev.tedge.link.Outgoing;
import dev.tedge.message.TopicFilter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/** Stands in for one of the links: the same URIs and headers, and no connection. */
final class LinkStandIn extends DefaultComponent {

    private static final String MQTT_RETAINED = "CamelMqttRetained";

    /** As a property of the exchange: what reports name, whatever a route makes of the header. */
    static final String RECEIVED_TOPIC = "tedgeReceivedTopic";

    private final Side side;
    private final List<In> inlets;
    private final PublicationDesk desk;
    private final Function<String, Map<String, Object>> headers;

    /**
     * @param inlets gets the consumers, in the order in which they are started; safe for use by several threads
     * @param desk gets what is published
     * @param headers those that a message has for its topic
     */
    LinkStandIn(Side side, List<In> inlets, PublicationDesk desk, Function<String, Map<String, Object>> headers) {
        this.side = side;
        this.inlets = inlets;
        this.desk = desk;
        this.headers = headers;
    }

    @Override
    protected Endpoint createEndpoint(String uri, @Nullable String remaining, Map<String, Object> parameters)
            throws Exception {
        End end = new End(uri, this, remaining == null ? "" : remaining);
        setProperties(end, parameters);
        return end;
    }

    /** One use in a route. */
    static final class End extends DefaultEndpoint implements MultipleConsumersSupport {

        private final LinkStandIn link;
        private final String topics;
        private int qos = 1;

        private End(String uri, LinkStandIn link, String topics) {
            super(uri, link);
            this.link = link;
            this.topics = topics;
        }

        /** As of a link; set by Camel from the URI. */
        public void setQos(int qos) {
            if (qos < 0 || qos > 1) {
                throw new IllegalArgumentException("qos must be 0 or 1, but is " + qos);
            }
            this.qos = qos;
        }

        @Override
        public boolean isMultipleConsumersSupported() {
            return true;
        }

        @Override
        public Producer createProducer() {
            return new DefaultProducer(this) {
                @Override
                public void process(Exchange exchange) throws Exception {
                    link.desk.publish(link.side, Outgoing.of(exchange.getMessage(), getEndpointUri(), topics, qos));
                }
            };
        }

        @Override
        public Consumer createConsumer(Processor processor) throws Exception {
            List<TopicFilter> filters =
                    Arrays.stream(topics.split(",", -1)).map(TopicFilter::new).toList();
            In consumer = new In(this, processor, filters);
            configureConsumer(consumer);
            return consumer;
        }
    }

    /** Brings messages into a route. */
    static final class In extends DefaultConsumer {

        private final End end;
        private final List<TopicFilter> filters;

        private In(End end, Processor processor, List<TopicFilter> filters) {
            super(end, processor);
            this.end = end;
            this.filters = filters;
        }

        @Override
        protected void doStart() throws Exception {
            super.doStart();
            end.link.inlets.add(this);
        }

        @Override
        protected void doStop() throws Exception {
            end.link.inlets.remove(this);
            super.doStop();
        }

        boolean wants(String topic) {
            return filters.stream().anyMatch(filter -> filter.matches(topic));
        }

        /** @param done called when the route is done with it, on any thread */
        void take(DryMessage message, AsyncCallback done) {
            Exchange exchange = createExchange(false);
            exchange.getIn().setBody(message.payload().toByteArray());
            exchange.getIn().setHeader(PahoMqtt5Constants.MQTT_TOPIC, message.topic());
            exchange.getIn().setHeader(PahoMqtt5Constants.MQTT_QOS, 1);
            exchange.getIn().setHeader(MQTT_RETAINED, message.retained());
            exchange.setProperty(RECEIVED_TOPIC, message.topic());
            end.link.headers.apply(message.topic()).forEach(exchange.getIn()::setHeader);
            getAsyncProcessor().process(exchange, doneSync -> {
                releaseExchange(exchange, false);
                done.done(doneSync);
            });
        }
    }
}

package dev.tedge.link;

import dev.tedge.link.session.InboundMessage;
import dev.tedge.message.TopicFilter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings messages into a route, with the headers of Camel's own {@code paho-mqtt5} component, and {@code CamelMqttRetained} on
 * what the broker has as retained, beside what the component has to say of its topic. A message is done with when its
 * exchange is: whether well, or with a failure that the route could not handle and that is then logged. Only with a
 * {@link LinkUnavailableException}, or when Camel stops in the middle of a route, it stays with the broker. When the route alone is
 * stopped in the middle, it is for whoever wants it then.
 */
final class LinkConsumer extends DefaultConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(LinkConsumer.class);

    /** Not the header by which a route asks for a retained message: whether it stays retained is up to the route. */
    private static final String MQTT_RETAINED = "CamelMqttRetained";

    /** The topic in a property, too: routes may put another one into the header, which reports are not to name. */
    private static final String RECEIVED_TOPIC = "tedgeReceivedTopic";

    /** Of a message with properties, when it came in, as {@link System#nanoTime} counts: its expiry counts from then. */
    static final String ARRIVED = "tedgeArrived";

    private final Link link;
    private final List<TopicFilter> filters;
    private final Function<String, Map<String, Object>> topicHeaders;
    private final Subscriptions.Handler handler = new RouteHandler();

    LinkConsumer(LinkEndpoint endpoint, Processor processor, LinkComponent component, List<TopicFilter> filters) {
        super(endpoint, processor);
        this.link = component.link();
        this.filters = filters;
        this.topicHeaders = component::headersOf;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        link.consume(filters, ((LinkEndpoint) getEndpoint()).getQos(), handler);
    }

    @Override
    protected void doStop() throws Exception {
        // When all stops, the broker shall go on to keep messages for us.
        if (!getEndpoint().getCamelContext().isStopping()) {
            link.release(handler);
        }
        super.doStop();
    }

    private final class RouteHandler implements Subscriptions.Handler {

        @Override
        public void handle(InboundMessage message, Subscriptions.Done done) {
            LinkConsumer.this.handle(message, done);
        }

        @Override
        public String route() {
            return Objects.requireNonNullElse(getRouteId(), "");
        }
    }

    private void handle(InboundMessage message, Subscriptions.Done done) {
        Exchange exchange = createExchange(false);
        Message in = exchange.getIn();
        in.setBody(message.payload());
        in.setHeader(PahoMqtt5Constants.MQTT_TOPIC, message.topic());
        in.setHeader(PahoMqtt5Constants.MQTT_QOS, message.qos());
        in.setHeader(MQTT_RETAINED, message.retained());
        exchange.setProperty(RECEIVED_TOPIC, message.topic());
        message.properties().ifPresent(properties -> {
            PropertyHeaders.receive(properties, in);
            exchange.setProperty(ARRIVED, message.arrivedAt());
        });
        topicHeaders.apply(message.topic()).forEach(in::setHeader);
        getAsyncProcessor().process(exchange, doneSync -> {
            Exception failure = exchange.getException();
            boolean failed = failure != null || exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT) != null;
            releaseExchange(exchange, false);
            // The steps of a stopped route refuse all that comes, which is no fault of the message.
            done.done(!(failed && isStoppingOrStopped()) && isDealtWith(message, failure));
        });
    }

    private boolean isDealtWith(InboundMessage message, @Nullable Exception failure) {
        if (causedByUnavailability(failure)) {
            return false;
        }
        if (failure != null) {
            LOG.error("{}: message on '{}' lost: {}", link.name(), message.topic(), failure.toString(), failure);
        }
        return true;
    }

    private static boolean causedByUnavailability(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            // The latter is what Camel's error handlers say of what they hold when Camel stops.
            if (cause instanceof LinkUnavailableException || cause instanceof RejectedExecutionException) {
                return true;
            }
        }
        return false;
    }
}

package dev.tedge.health;

import dev.tedge.link.Link;
import dev.tedge.link.LinkState;
import dev.tedge.link.Publisher;
import dev.tedge.link.session.OutboundMessage;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the health topics true: {@code up} after each connect to the local broker and on request, {@code down} by last will,
 * and the state of the connection to AWS after each change. Like any service's, the status goes to AWS too.
 */
public final class HealthRoutes extends RouteBuilder {

    private static final Logger LOG = LoggerFactory.getLogger(HealthRoutes.class);
    /** Nobody else may take them: Camel would put the other route in the place of the one here. */
    public static final Set<String> IDS = Set.of("health-check", "health-to-aws");

    private static final String TO_AWS = "direct:health-to-aws";

    private final HealthMessages messages;
    private final Link local;
    private final Link aws;

    /** What was last said of the bridge; guarded by this. */
    private byte[] lastBridge = {};

    /** Routes stop after that; a status for a route that has stopped would wait for it to come back. Guarded by this. */
    private boolean gone;

    /**
     * @param messages what is said
     * @param local where it is said
     * @param aws what is watched
     */
    public HealthRoutes(HealthMessages messages, Link local, Link aws) {
        this.messages = messages;
        this.local = local;
        this.aws = aws;
    }

    @Override
    public void configure() {
        ServiceTopics topics = messages.mapper();
        from("local:" + topics.check() + "," + topics.checkOfDevice())
                .routeId("health-check")
                .routeDescription("Answers who asks whether the gateway is alive")
                .routeGroup("health")
                .process(exchange -> address(exchange, messages.up()))
                .to("local")
                .id("health-check-out");
        from(TO_AWS)
                .routeId("health-to-aws")
                .routeDescription("Status of the gateway's own services to AWS")
                .routeGroup("health")
                .errorHandler(noErrorHandler())
                .process("telemetryMapper")
                .id("health-to-aws-map")
                .to("aws")
                .id("health-to-aws-out");
        ProducerTemplate template = getContext().createProducerTemplate();
        local.onChange(state -> announceAll(state, template));
        aws.onChange(state -> announceBridge(false, template));
    }

    /** Says that the connection to AWS is going to end, as the last thing; the service itself has its last will. */
    public synchronized void farewell() {
        gone = true;
        OutboundMessage message = messages.bridgeStopped();
        local.publish(message, new Logged(message));
    }

    private synchronized void announceAll(LinkState state, ProducerTemplate template) {
        if (state.up() && !gone) {
            OutboundMessage registration = messages.registration();
            local.publish(registration, new Logged(registration));
            OutboundMessage up = messages.up();
            local.publish(up, new Logged(up));
            toAws(up, template);
            announceBridge(true, template);
        }
    }

    /** Reads the state under the lock: whoever comes last says what is true last. */
    private synchronized void announceBridge(boolean always, ProducerTemplate template) {
        LinkState state = aws.state();
        OutboundMessage message = messages.bridge(state, aws::explain);
        if (!gone && (always || !Arrays.equals(lastBridge, message.payload()))) {
            lastBridge = message.payload();
            local.publish(message, new Logged(message));
            // That it is not connected yet is no news to AWS.
            if (state.up() || state.lastFailure().isPresent()) {
                toAws(message, template);
            }
        }
    }

    /** Not retained: that needs a permission of its own. */
    private static void toAws(OutboundMessage message, ProducerTemplate template) {
        OutboundMessage once = new OutboundMessage(message.topic(), message.payload(), message.qos(), false);
        Future<Exchange> unused = template.asyncSend(TO_AWS, exchange -> address(exchange, once));
    }

    private static void address(Exchange exchange, OutboundMessage message) {
        exchange.getMessage().setBody(message.payload());
        exchange.getMessage().setHeader(PahoMqtt5Constants.MQTT_TOPIC, message.topic());
        exchange.getMessage().setHeader(PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC, message.topic());
        exchange.getMessage().setHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_QOS, message.qos());
        exchange.getMessage().setHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_RETAINED, message.retain());
    }

    private record Logged(OutboundMessage message) implements Publisher.Callback {

        @Override
        public void delivered() {
            LOG.debug("Said: {}", message);
        }

        @Override
        public void failed(Exception failure) {
            LOG.debug("Not said: {}", message, failure);
        }
    }
}

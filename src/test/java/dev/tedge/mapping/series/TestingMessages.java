package dev.tedge.mapping.series;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.support.DefaultExchange;

/** Messages as a route from {@code local:} has them. */
public final class TestingMessages {

    private static final CamelContext CONTEXT = new DefaultCamelContext();

    private TestingMessages() {}

    public static Exchange message(String topic, String payload) {
        return message(topic, payload.getBytes(UTF_8));
    }

    public static Exchange message(String topic, byte[] payload) {
        Exchange exchange = new DefaultExchange(CONTEXT);
        exchange.getIn().setHeader(PahoMqtt5Constants.MQTT_TOPIC, topic);
        exchange.getIn().setBody(payload);
        return exchange;
    }

    /** Whether the route goes on after a step. */
    public static boolean passes(Processor step, String topic, String payload) throws Exception {
        return passes(step, message(topic, payload));
    }

    public static boolean passes(Processor step, Exchange exchange) throws Exception {
        step.process(exchange);
        return !exchange.isRouteStop();
    }

    /** The message goes through a step and fails after it. */
    public static void fails(Processor step, String topic, String payload) throws Exception {
        Exchange exchange = message(topic, payload);
        step.process(exchange);
        List<Synchronization> after = exchange.getExchangeExtension().handoverCompletions();
        after.forEach(completion -> completion.onFailure(exchange));
    }

    /** What was passed on is done with. */
    public static void arrives(Exchange exchange) {
        exchange.getExchangeExtension().handoverCompletions().forEach(completion -> completion.onComplete(exchange));
    }

    public static String text(Exchange exchange) {
        return new String(exchange.getMessage().getBody(byte[].class), UTF_8);
    }
}

package dev.tedge.mapping;

import dev.tedge.message.ShadowTopic;
import org.apache.camel.Exchange;

/**
 * The step {@code dropShadowEchoes} of routes: ends the route for requests to the shadow service. A subscription to
 * {@code $aws/things/<thing>/shadow/#} brings back what the device itself has sent to {@code get}, {@code update} and
 * {@code delete} (AWS has no "no local" for it); forwarded, it would go round for ever.
 */
final class ShadowEchoProcessor implements Gate {

    @Override
    public void process(Exchange exchange) {
        String topic = MqttHeaders.receivedTopic(exchange.getMessage());
        if (!passes(topic)) {
            exchange.setRouteStop(true);
        }
    }

    @Override
    public boolean passes(String filter) {
        return ShadowTopic.parse(filter).filter(ShadowTopic::isRequest).isEmpty();
    }
}

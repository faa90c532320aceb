package dev.tedge.gateway.check;

import dev.tedge.gateway.routes.Side;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;

/** Stands for {@code local:} and {@code aws:}: it has the same options, and no connection. */
final class LinkStandIn extends DefaultComponent {

    static void bind(CamelContext context) {
        for (Side side : Side.values()) {
            context.getRegistry().bind(side.name().toLowerCase(Locale.ROOT), new LinkStandIn());
        }
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        Object qos = parameters.remove("qos");
        if (qos != null && !qos.equals("0") && !qos.equals("1")) {
            throw new IllegalArgumentException("qos must be 0 or 1, but is " + qos);
        }
        return new NoEndpoint(uri, this);
    }

    /** An endpoint that nothing goes through. */
    private static final class NoEndpoint extends DefaultEndpoint {

        NoEndpoint(String uri, LinkStandIn component) {
            super(uri, component);
        }

        @Override
        public Producer createProducer() {
            throw new UnsupportedOperationException("Routes that are looked at are not started");
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            throw new UnsupportedOperationException("Routes that are looked at are not started");
        }
    }
}

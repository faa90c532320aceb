package dev.tedge.gateway.dryrun;

import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.impl.engine.DefaultComponentResolver;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;

/**
 * Finds components as ever, but lets only those through that stay within the routes. All others, such as files, timers and
 * other brokers, are silent: nothing comes from them, and what is sent to them is only noted.
 */
final class Outside implements ComponentResolver {

    /** They reach nothing but other routes, the log, and code that the routes name. */
    private static final Set<String> WITHIN = Set.of("bean", "class", "direct", "language", "log");

    private final ComponentResolver all = new DefaultComponentResolver();
    private final Journal journal;

    Outside(Journal journal) {
        this.journal = journal;
    }

    /** Whether a dry run lets messages come from an endpoint of this scheme. */
    static boolean isSource(String scheme) {
        return !WITHIN.contains(scheme) && !Set.of("local", "aws", "seda").contains(scheme);
    }

    @Override
    public @Nullable Component resolveComponent(String name, CamelContext context) throws Exception {
        Component found = all.resolveComponent(name, context);
        return found == null || WITHIN.contains(name) ? found : new Silent();
    }

    /** Stands in for a component that reaches outside. */
    private final class Silent extends DefaultComponent {

        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            String options = uri.contains("?") ? uri.substring(0, uri.indexOf('?')) : uri;
            parameters.clear();
            return new Mute(uri, this, options);
        }

        @Override
        public boolean useRawUri() {
            return true;
        }
    }

    /** Says and hears nothing. */
    private final class Mute extends DefaultEndpoint {

        private final String shortUri;

        private Mute(String uri, Component component, String shortUri) {
            super(uri, component);
            this.shortUri = shortUri;
        }

        @Override
        public boolean isLenientProperties() {
            return true;
        }

        @Override
        public Producer createProducer() {
            return new DefaultProducer(this) {
                @Override
                public void process(Exchange exchange) {
                    journal.add(new Outcome.NotSent(String.valueOf(ExchangeHelper.getAtRouteId(exchange)), shortUri));
                }
            };
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            return new DefaultConsumer(this, processor);
        }
    }
}

package dev.tedge.gateway.dryrun;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;

/** Stands in for {@code seda:}: what is sent there follows when the thread is free, in the order in which it was sent. */
final class SedaStandIn extends DefaultComponent {

    private final Work work;
    private final Map<String, Out> consumers = new ConcurrentHashMap<>();

    SedaStandIn(Work work) {
        this.work = work;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        parameters.clear();
        return new Queue(uri, this, remaining);
    }

    private final class Queue extends DefaultEndpoint {

        private final String name;

        private Queue(String uri, Component component, String name) {
            super(uri, component);
            this.name = name;
        }

        @Override
        public boolean isLenientProperties() {
            return true;
        }

        @Override
        public Producer createProducer() {
            return new DefaultAsyncProducer(this) {
                @Override
                public boolean process(Exchange exchange, AsyncCallback callback) {
                    return send(name, exchange, callback);
                }
            };
        }

        @Override
        public Consumer createConsumer(Processor processor) throws Exception {
            Out consumer = new Out(this, processor, name);
            configureConsumer(consumer);
            return consumer;
        }
    }

    private boolean send(String name, Exchange exchange, AsyncCallback callback) {
        @Nullable Out consumer = consumers.get(name);
        if (consumer != null && exchange.getPattern().isOutCapable()) {
            return consumer.getAsyncProcessor().process(exchange, callback);
        }
        if (consumer != null) {
            Exchange copy = ExchangeHelper.createCorrelatedCopy(exchange, false);
            work.add(done -> consumer.getAsyncProcessor().process(consumer.own(copy), done));
        }
        callback.done(true);
        return true;
    }

    private final class Out extends DefaultConsumer {

        private final String name;

        private Out(Endpoint endpoint, Processor processor, String name) {
            super(endpoint, processor);
            this.name = name;
        }

        private Exchange own(Exchange copy) {
            Exchange exchange = createExchange(false);
            ExchangeHelper.copyResults(exchange, copy);
            return exchange;
        }

        @Override
        protected void doStart() throws Exception {
            super.doStart();
            consumers.put(name, this);
        }

        @Override
        protected void doStop() throws Exception {
            consumers.remove(name, this);
            super.doStop();
        }
    }
}

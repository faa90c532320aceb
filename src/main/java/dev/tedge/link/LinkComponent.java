package dev.tedge.link;

import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.StartupListener;
import org.apache.camel.spi.LifecycleStrategy;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.LifecycleStrategySupport;
import org.jspecify.annotations.Nullable;

/**
 * The Camel component behind {@code local:} and {@code aws:}. It connects when all routes are started, so that no stored message
 * finds its route missing, and gives messages under way a moment when Camel stops.
 *
 * <p>URIs: {@code local:te/+/+/+/+/m/+,te/+/+/+/+/e/+} consumes from these filters; {@code aws:some/topic} publishes to a topic;
 * {@code aws} alone publishes to the topic in the header {@code CamelPahoMqtt5OverrideTopic}.
 */
public final class LinkComponent extends DefaultComponent implements StartupListener {

    /** Several round trips to AWS; the links of a gateway are waited for one after the other. */
    private static final Duration PATIENCE = Duration.ofMillis(2_500);

    private final Link link;
    private final Publisher publisher;
    private final Function<String, Map<String, Object>> topicHeaders;
    private final LifecycleStrategy lifecycle = new LifecycleStrategySupport() {
        @Override
        public void onContextStopping(CamelContext context) {
            link.drain(PATIENCE);
        }
    };

    /**
     * A component whose messages have the headers of MQTT only.
     *
     * @param link the connection, which is started and closed by this component
     * @param publisher takes what routes send: the link itself, or what stands before it
     */
    public LinkComponent(Link link, Publisher publisher) {
        this(link, publisher, topic -> Map.of());
    }

    /**
     * @param link the connection, which is started and closed by this component
     * @param publisher takes what routes send: the link itself, or what stands before it
     * @param topicHeaders what else inbound messages have as headers, by their topic; called for each message, on the thread
     *     of routes, and must not throw
     */
    public LinkComponent(Link link, Publisher publisher, Function<String, Map<String, Object>> topicHeaders) {
        this.link = link;
        this.publisher = publisher;
        this.topicHeaders = topicHeaders;
    }

    Link link() {
        return link;
    }

    Publisher publisher() {
        return publisher;
    }

    Map<String, Object> headersOf(String topic) {
        return topicHeaders.apply(topic);
    }

    @Override
    protected Endpoint createEndpoint(String uri, @Nullable String remaining, Map<String, Object> parameters)
            throws Exception {
        LinkEndpoint endpoint = new LinkEndpoint(uri, this, remaining == null ? "" : remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        // Not as StartupListener too: Camel adds a component that is one by itself, and would start the link twice.
        getCamelContext().addLifecycleStrategy(lifecycle);
    }

    @Override
    public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
        // Too early: routes start after this.
    }

    @Override
    public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) {
        link.start();
    }

    @Override
    protected void doShutdown() throws Exception {
        link.close();
        super.doShutdown();
    }
}

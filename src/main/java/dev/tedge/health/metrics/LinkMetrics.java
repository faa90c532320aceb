package dev.tedge.health.metrics;

import dev.tedge.link.Link;
import dev.tedge.link.LinkState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One connection. */
final class LinkMetrics {

    /** AWS answers in some hundredths of a second when all is well. */
    private static final Duration[] LATENCIES = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private static final String LABEL = "link";

    private final Link link;
    private final MeterRegistry registry;
    private final Counter reconnects;

    // Used by the link's control thread only.
    private boolean up;
    private boolean before;

    /** Watches the link from now on: to be made before it connects. */
    LinkMetrics(Link link, MeterRegistry registry) {
        this.link = link;
        this.registry = registry;
        this.reconnects = Counter.builder("tedge.link.reconnects")
                .description("How often the connection has come back")
                .tag(LABEL, link.name())
                .register(registry);
        Gauge.builder("tedge.link.up", () -> link.state().up() ? 1 : 0)
                .description("1 while messages can pass, else 0")
                .tag(LABEL, link.name())
                .register(registry);
        Gauge.builder("tedge.link.pending.messages", link::pending)
                .description("Messages that are given to the connection and not acknowledged")
                .tag(LABEL, link.name())
                .register(registry);
        counters();
        Timer latency = Timer.builder("tedge.link.publish.latency")
                .description("From sending a message until the broker acknowledges it")
                .serviceLevelObjectives(LATENCIES)
                .tag(LABEL, link.name())
                .register(registry);
        link.measure(nanos -> latency.record(nanos, TimeUnit.NANOSECONDS));
        link.onChange(this::changed);
    }

    private void counters() {
        FunctionCounter.builder("tedge.link.received.messages", link, Link::received)
                .description("Messages taken from the broker, again after a reconnect")
                .tag(LABEL, link.name())
                .register(registry);
        FunctionCounter.builder("tedge.link.dropped.messages", link, Link::dropped)
                .description("Messages with QoS 0 from the broker that are lost because routes could not keep up")
                .tag(LABEL, link.name())
                .register(registry);
        FunctionCounter.builder("tedge.link.resent.messages", link, Link::resent)
                .description("Messages that were sent once more, and may have arrived twice")
                .tag(LABEL, link.name())
                .register(registry);
    }

    private void changed(LinkState state) {
        if (state.up() && !up && before) {
            reconnects.increment();
        }
        up = state.up();
        before |= up;
    }
}

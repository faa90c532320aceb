package dev.tedge.health.metrics;

import dev.tedge.delivery.Delivery;
import dev.tedge.delivery.Pacer;
import dev.tedge.delivery.store.StoreException;
import dev.tedge.delivery.store.Totals;
import dev.tedge.health.http.Page;
import dev.tedge.link.Link;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Info;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The metrics of a gateway. They are read when somebody asks for them; but for the latency of publishes and the reconnects nothing is
 * done meanwhile. Labels have values of closed lists only.
 *
 * <p>{@link #close} by whoever made it.
 */
public final class GatewayMetrics implements AutoCloseable {

    /** Who asks, waits 10 s as a rule. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MessageMetrics messages;
    private final OutboxGlance glance;
    private final OutboxMetrics outbox;
    private final ProcessMetrics process;

    /**
     * The way of messages.
     *
     * @param local to the local broker
     * @param aws to AWS
     * @param delivery before the latter
     * @param pacer of the latter
     * @param outboxBytes what the outbox may hold
     */
    public record Way(Link local, Link aws, Delivery delivery, Pacer pacer, long outboxBytes) {}

    /**
     * The rest.
     *
     * @param expiry of the certificate towards AWS; empty when there is none that can be read
     * @param filesInForce route files whose routes run
     * @param filesRefused route files whose newest version does not run
     * @param build what runs, such as its version
     */
    public record Surroundings(
            Supplier<Optional<Instant>> expiry,
            IntSupplier filesInForce,
            IntSupplier filesRefused,
            Map<String, String> build) {

        public Surroundings {
            build = Map.copyOf(build);
        }
    }

    /** Counts from now on: to be made before the links connect. */
    public GatewayMetrics(Way way, Surroundings surroundings) {
        messages = new MessageMetrics(way.delivery()::counters, registry);
        glance = new OutboxGlance(way.delivery().inventory(), PATIENCE);
        outbox = new OutboxMetrics(glance, way.outboxBytes(), InstantSource.system(), registry);
        process = new ProcessMetrics(registry);
        new LinkMetrics(way.local(), registry);
        new LinkMetrics(way.aws(), registry);
        pacer(way.pacer());
        surroundings(surroundings);
    }

    private void pacer(Pacer pacer) {
        gauge(
                "tedge.pacer.publishes.per.second",
                () -> pacer.rates().publishesPerSecond(),
                "Messages over the connection to AWS");
        gauge("tedge.pacer.bytes.per.second", () -> pacer.rates().bytesPerSecond(), "Bytes over the connection to AWS");
        pacer.limits().ifPresent(limits -> {
            gauge("tedge.pacer.publishes.per.second.limit", limits::publishesPerSecond, "What the pacer lets pass");
            gauge("tedge.pacer.bytes.per.second.limit", limits::bytesPerSecond, "What the pacer lets pass");
        });
    }

    private void surroundings(Surroundings surroundings) {
        gauge(
                "tedge.certificate.expiry.timestamp.seconds",
                () -> surroundings
                        .expiry()
                        .get()
                        .map(Instant::getEpochSecond)
                        .map(Long::doubleValue)
                        .orElse(Double.NaN),
                "When the certificate towards AWS expires, in seconds since 1970");
        gauge("tedge.route.files.in.force", surroundings.filesInForce()::getAsInt, "Route files whose routes run");
        gauge(
                "tedge.route.files.refused",
                surroundings.filesRefused()::getAsInt,
                "Route files whose newest version can't run");
        String[] names = surroundings.build().keySet().stream().sorted().toArray(String[]::new);
        Info info = Info.builder()
                .name("tedge_build_info")
                .help("What runs")
                .labelNames(names)
                .register(registry.getPrometheusRegistry());
        info.setLabelValues(Stream.of(names)
                .map(name -> surroundings.build().getOrDefault(name, ""))
                .toArray(String[]::new));
    }

    private void gauge(String name, Supplier<Number> value, String help) {
        Gauge.builder(name, value).description(help).register(registry);
    }

    /** Where they are read. */
    public Page page() {
        return new MetricsPage(registry, () -> {
            messages.read();
            outbox.read();
        });
    }

    /**
     * What waits on disk, in bytes.
     *
     * @throws StoreException when the disk does not tell, or not in time
     */
    public long outboxBytes() {
        return glance.kept().outbox().values().stream().mapToLong(Totals::bytes).sum();
    }

    @Override
    public void close() {
        glance.close();
        process.close();
        registry.close();
    }
}

package dev.tedge.health.metrics;

import dev.tedge.delivery.store.Priority;
import dev.tedge.delivery.store.StoreException;
import dev.tedge.delivery.store.Totals;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is kept on disk. Nothing is said of it while it can't be read. */
final class OutboxMetrics {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxMetrics.class);

    private final OutboxGlance glance;
    private final InstantSource clock;

    // Replaced with each reading.
    private volatile Optional<OutboxGlance.Kept> kept = Optional.empty();

    OutboxMetrics(OutboxGlance glance, long limit, InstantSource clock, MeterRegistry registry) {
        this.glance = glance;
        this.clock = clock;
        for (Priority priority : Priority.values()) {
            gauge("messages", priority, Totals::messages, "Messages that wait on disk", registry);
            gauge("bytes", priority, Totals::bytes, "What messages that wait take of the outbox", registry);
            gauge(
                    "oldest.age.seconds",
                    priority,
                    this::age,
                    "How long the oldest message waits, 0 without any",
                    registry);
        }
        Gauge.builder("tedge.outbox.limit.bytes", () -> limit)
                .description("What the outbox may hold")
                .register(registry);
        Gauge.builder("tedge.outbox.trouble", () -> glance.trouble().isPresent() ? 1 : 0)
                .description("1 while the outbox can't take messages, else 0")
                .register(registry);
        Gauge.builder("tedge.dead.letters", () -> deadLetters(Totals::messages))
                .description("Dead letters that are kept")
                .register(registry);
        Gauge.builder("tedge.dead.letters.bytes", () -> deadLetters(Totals::bytes))
                .description("What dead letters take")
                .register(registry);
    }

    /** Looks at the disk. */
    void read() {
        try {
            kept = Optional.of(glance.kept());
        } catch (StoreException unreadable) {
            LOG.debug("The outbox could not be read", unreadable);
            kept = Optional.empty();
        }
    }

    private void gauge(
            String name, Priority priority, ToDoubleFunction<Totals> value, String help, MeterRegistry registry) {
        Gauge.builder(
                        "tedge.outbox." + name,
                        () -> kept.map(now -> value.applyAsDouble(now.outbox().getOrDefault(priority, Totals.NONE)))
                                .orElse(Double.NaN))
                .tag("priority", priority.word())
                .description(help)
                .register(registry);
    }

    private double deadLetters(ToDoubleFunction<Totals> value) {
        return kept.map(now -> value.applyAsDouble(now.deadLetters())).orElse(Double.NaN);
    }

    private double age(Totals totals) {
        return totals.oldest()
                .map(oldest ->
                        Math.max(0, Duration.between(oldest, clock.instant()).toMillis()) / 1e3)
                .orElse(0.0);
    }
}

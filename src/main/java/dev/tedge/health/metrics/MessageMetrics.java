package dev.tedge.health.metrics;

import dev.tedge.delivery.store.DeadLetter;
import dev.tedge.delivery.store.Priority;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Supplier;

/** What has become of messages to AWS, by the counters of {@code tedge status}. */
final class MessageMetrics {

    private static final String REFUSED = "refused.";

    /** What AWS refuses a publish with; a counter that is there from the start shows the first increase. */
    private static final List<String> REFUSALS = List.of("0x80", "0x83", "0x87", "0x90", "0x91", "0x97", "0x99");

    /** Counters that stand for themselves. */
    private static final Map<String, String> PLAIN = Map.of(
            "accepted", "Messages to AWS that were taken from routes",
            "stored", "Messages to AWS that were written to the outbox",
            "replayed", "Dead letters that were put into the outbox again");

    private final Supplier<SortedMap<String, Long>> source;
    private final MeterRegistry registry;

    // Replaced with each reading.
    private volatile SortedMap<String, Long> counters;

    MessageMetrics(Supplier<SortedMap<String, Long>> source, MeterRegistry registry) {
        this.source = source;
        this.registry = registry;
        this.counters = source.get();
        PLAIN.forEach((name, help) -> counter(name, "tedge.messages." + name, Tags.empty(), help));
        for (String path : List.of("live", "drained")) {
            counter(
                    path,
                    "tedge.messages.acknowledged",
                    Tags.of("path", path),
                    "Messages that AWS has acknowledged, live or drained from the outbox");
        }
        for (DeadLetter.Cause cause : DeadLetter.Cause.values()) {
            counter(
                    "parked." + cause.word(),
                    "tedge.messages.parked",
                    Tags.of("cause", cause.word()),
                    "Messages that have become dead letters");
        }
        REFUSALS.forEach(code -> refused(REFUSED + code));
        dropped()
                .forEach(reason -> counter(
                        "dropped." + reason,
                        "tedge.messages.dropped",
                        Tags.of("reason", reason),
                        "Messages to AWS, or dead letters, that are lost"));
    }

    private static List<String> dropped() {
        List<String> reasons = new ArrayList<>(List.of("expired", "message-expired", "dead-letters", "by-hand"));
        for (Priority priority : Priority.values()) {
            reasons.add("oldest-" + priority.word());
            reasons.add("newest-" + priority.word());
        }
        return reasons;
    }

    /** Reads the counters; reason codes that are new, of which MQTT has few, get a counter. */
    void read() {
        SortedMap<String, Long> now = source.get();
        counters = now;
        Set<String> refused = now.tailMap(REFUSED).keySet();
        refused.stream().takeWhile(name -> name.startsWith(REFUSED)).forEach(this::refused);
    }

    private void refused(String name) {
        counter(
                name,
                "tedge.publishes.refused",
                Tags.of("code", name.substring(REFUSED.length())),
                "Publishes that AWS has refused, by reason code");
    }

    private void counter(String source, String name, Tags tags, String help) {
        FunctionCounter.builder(name, this, self -> self.value(source))
                .tags(tags)
                .description(help)
                .register(registry);
    }

    private double value(String name) {
        return counters.getOrDefault(name, 0L);
    }
}

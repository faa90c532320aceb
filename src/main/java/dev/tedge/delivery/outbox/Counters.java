package dev.tedge.delivery.outbox;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What has become of messages since the start, by name. Safe for use by several threads. */
final class Counters {

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    /** @param names are there from the beginning, with zero */
    Counters(String... names) {
        for (String name : names) {
            add(name, 0);
        }
    }

    void add(String name, long amount) {
        LongAdder count = counts.get(name);
        // Asking first, as the other way may lock.
        (count == null ? counts.computeIfAbsent(name, unused -> new LongAdder()) : count).add(amount);
    }

    /** How often until now, by name. */
    SortedMap<String, Long> snapshot() {
        SortedMap<String, Long> snapshot = new TreeMap<>();
        counts.forEach((name, count) -> snapshot.put(name, count.sum()));
        return snapshot;
    }
}

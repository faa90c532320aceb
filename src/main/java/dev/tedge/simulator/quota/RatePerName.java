package dev.tedge.simulator.quota;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** The same rate for each of many names. For one thread. */
public final class RatePerName {

    private final int perSecond;
    private final LongSupplier nanos;
    private final Map<String, RateLimit> limits = new HashMap<>();

    /** @param nanos a clock in nanoseconds as {@link System#nanoTime()} */
    public RatePerName(int perSecond, LongSupplier nanos) {
        this.perSecond = perSecond;
        this.nanos = nanos;
    }

    /** Counts one; false when it is one too many. */
    public boolean take(String name) {
        // So that no more names are kept than have come within a second.
        limits.values().removeIf(RateLimit::isFull);
        return limits.computeIfAbsent(name, first -> new RateLimit(perSecond, nanos))
                .take();
    }
}

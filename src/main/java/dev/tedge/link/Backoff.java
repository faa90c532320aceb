package dev.tedge.link;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: doubling, with up to 25 % more so that a fleet does not come back at once, and never
 * less than ten seconds after the broker has refused us (AWS allows one CONNECT in ten seconds for a client id that it throttles).
 * Used by one thread.
 */
final class Backoff {

    private static final Duration AFTER_REFUSAL = Duration.ofSeconds(10);
    private static final double JITTER = 0.25;

    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;

    private Duration next;

    Backoff(Duration first, Duration longest, RandomGenerator random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
        this.next = first;
    }

    /** The connection has held: the next failure is a first one again. */
    void reset() {
        next = first;
    }

    Duration afterFailure(boolean refused) {
        Duration base = refused && next.compareTo(AFTER_REFUSAL) < 0 ? AFTER_REFUSAL : next;
        next = shorter(next.multipliedBy(2), longest);
        return Duration.ofMillis((long) (base.toMillis() * (1 + JITTER * random.nextDouble())));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}

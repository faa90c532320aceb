package dev.tedge.shadow;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/** How long a shadow is left alone after what has gone wrong: longer each time, up to a minute. For one thread. */
final class ShadowPause {

    private static final int MOST_DOUBLINGS = 6;

    private final DoubleSupplier random;

    // Valid for one connection to AWS.
    private int failures;
    private int conflicts;

    // Outlives it when the broker itself refuses requests: the next connection would end over them as well.
    private boolean barred;
    private long notBefore;

    /** @param random 0 to 1, spreads what is tried again */
    ShadowPause(DoubleSupplier random) {
        this.random = random;
    }

    /** The connection is a new one, or none; says whether the pause is over. */
    boolean startOver(long now) {
        failures = 0;
        conflicts = 0;
        if (!barred) {
            notBefore = now;
        }
        return !barred;
    }

    /** How long it is from now. */
    Duration left(long now) {
        return Duration.ofNanos(Math.max(0, notBefore - now));
    }

    /** AWS has answered. */
    void answered() {
        failures = 0;
        barred = false;
    }

    /** AWS has taken an update. The answer to the question between two conflicts is no such success. */
    void updated() {
        conflicts = 0;
    }

    /** Somebody was quicker: once is no reason to wait. Says whether it was not the first time. */
    boolean conflict(long now) {
        boolean again = conflicts > 0;
        if (again) {
            rest(conflicts - 1, now);
        }
        conflicts++;
        return again;
    }

    /** There was no answer, or none that helps; says how often in a row. */
    int failed(long now) {
        rest(failures, now);
        return ++failures;
    }

    /** The broker has refused the request itself. */
    void barred(long now) {
        barred = true;
        failures = MOST_DOUBLINGS;
        rest(failures, now);
    }

    private void rest(int doublings, long now) {
        long seconds = 1L << Math.min(doublings, MOST_DOUBLINGS);
        notBefore = now + (long) (Duration.ofSeconds(seconds).toNanos() * (0.75 + random.getAsDouble() / 2));
    }
}

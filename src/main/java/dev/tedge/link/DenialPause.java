package dev.tedge.link;

import java.time.Duration;

/**
 * How long requests are held back that the policy denies, as AWS ends the connection over each of them: ten minutes, then twice as
 * long each time, up to 160 minutes. Outlives connections. For one thread.
 */
public final class DenialPause {

    private static final Duration FIRST = Duration.ofMinutes(10);
    private static final int MOST_DOUBLINGS = 4;

    private long until;
    private int denials;

    /**
     * A request was denied. One that was under way since before the pause does not prolong it.
     *
     * @param nanos the time on a clock that only goes forward, such as {@link System#nanoTime}; here and below of the same clock
     * @return whether it is the first denial since requests were allowed
     */
    public boolean denied(long nanos) {
        if (left(nanos).isZero()) {
            until = nanos + FIRST.toNanos() * (1L << Math.min(denials, MOST_DOUBLINGS));
            denials++;
            return denials == 1;
        }
        return false;
    }

    /** How long it still is until the next request may be sent. */
    public Duration left(long nanos) {
        return denials == 0 ? Duration.ZERO : Duration.ofNanos(Math.max(0, until - nanos));
    }

    /** A request was allowed. */
    public void allowed() {
        denials = 0;
    }
}

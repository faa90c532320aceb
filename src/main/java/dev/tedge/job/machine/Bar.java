package dev.tedge.job.machine;

import java.time.Duration;

/**
 * Nothing is asked for ten minutes, then for longer, as AWS ends the connection over each request that the policy denies. Outlives
 * connections.
 */
final class Bar {

    private static final Duration FIRST = Duration.ofMinutes(10);
    private static final int MOST_DOUBLINGS = 4;

    private int raised;
    private long until;

    /** Says whether it is the first time. */
    boolean raise(long millis) {
        until = millis + FIRST.toMillis() * (1L << Math.min(raised, MOST_DOUBLINGS));
        raised++;
        return raised == 1;
    }

    /** AWS has let itself be asked. */
    void forget() {
        raised = 0;
    }

    /** The moment from which on may be asked, or another one. */
    long end(long other) {
        return raised == 0 ? other : Math.max(until, other);
    }
}

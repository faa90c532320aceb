package dev.tedge.link.client;

import java.time.Duration;
import java.util.Optional;

/** A moment after which nobody waits any longer, or none. Not moved by changes of the clock. */
public final class Deadline {

    private static final Duration LONGEST_WAIT = Duration.ofDays(365);

    private final Optional<Long> nanos;

    private Deadline(Optional<Long> nanos) {
        this.nanos = nanos;
    }

    /** After this time from now; longer than a year is taken as a year. */
    public static Deadline in(Duration time) {
        Duration wait = time.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : time;
        return new Deadline(Optional.of(System.nanoTime() + wait.toNanos()));
    }

    /** No end to waiting. */
    public static Deadline never() {
        return new Deadline(Optional.empty());
    }

    /** Whichever comes first. */
    public Deadline or(Deadline other) {
        return left().compareTo(other.left()) <= 0 ? this : other;
    }

    /** The time until then, zero when it is over, a year when there is no end. */
    public Duration left() {
        return nanos.map(end -> Duration.ofNanos(Math.max(0, end - System.nanoTime())))
                .orElse(LONGEST_WAIT);
    }

    /** Whether the moment has come. */
    public boolean isOver() {
        return left().isZero();
    }
}

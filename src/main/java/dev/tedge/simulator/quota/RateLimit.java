package dev.tedge.simulator.quota;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A bucket that is full at first, holds what one second allows, and fills up steadily. For one thread. */
final class RateLimit {

    private static final long SECOND = 1_000_000_000L;

    private final long perSecond;
    private final LongSupplier nanos;

    /** In billionths, so that a nanosecond brings a whole number. Below zero while there is a debt. */
    private long content;

    private long filledAt;

    RateLimit(int perSecond, LongSupplier nanos) {
        this.perSecond = perSecond;
        this.nanos = nanos;
        this.content = capacity();
        this.filledAt = nanos.getAsLong();
    }

    private long capacity() {
        return perSecond * SECOND;
    }

    /** Takes one, or says false when less than one is left. */
    boolean take() {
        fill();
        boolean enough = content >= SECOND;
        if (enough) {
            content -= SECOND;
        }
        return enough;
    }

    /** Takes so much whatever is left, and says how long it takes until the debt is paid. */
    Duration spend(long amount) {
        fill();
        content -= amount * SECOND;
        return content >= 0 ? Duration.ZERO : Duration.ofNanos(-content / perSecond);
    }

    /** Takes one whatever is left, and says how long it takes until there is another. */
    Duration takeAndWait() {
        fill();
        content -= SECOND;
        return content >= SECOND ? Duration.ZERO : Duration.ofNanos((SECOND - content) / perSecond);
    }

    /** Whether nothing has been taken for so long that it is as good as new. */
    boolean isFull() {
        fill();
        return content == capacity();
    }

    private void fill() {
        long now = nanos.getAsLong();
        long missing = capacity() - content;
        long elapsed = now - filledAt;
        filledAt = now;
        // Compared first: after a long pause the product would not fit.
        content = elapsed >= missing / perSecond ? capacity() : content + elapsed * perSecond;
    }
}

package dev.tedge.delivery.store;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How much is kept.
 *
 * @param messages how many
 * @param bytes what they count against the limit
 * @param oldest when the oldest was accepted, or parked
 */
public record Totals(long messages, long bytes, Optional<Instant> oldest) {

    /** Nothing. */
    public static final Totals NONE = new Totals(0, 0, Optional.empty());

    public Totals {
        Objects.requireNonNull(oldest, "oldest");
    }

    /** Both together; what is younger comes second. */
    public Totals plus(Totals younger) {
        return new Totals(messages + younger.messages, bytes + younger.bytes, oldest.or(younger::oldest));
    }
}

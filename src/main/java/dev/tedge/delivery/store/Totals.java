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

    public Totals {
        Objects.requireNonNull(oldest, "oldest");
    }
}

package dev.tedge.delivery;

import dev.tedge.delivery.store.Priority;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Where messages are kept on disk, and how much.
 *
 * @param directory made when needed
 * @param maxBytes of the outbox, as {@link dev.tedge.delivery.store.StoredMessage#size} counts
 * @param maxAge after which a waiting message is dropped
 * @param overflow what happens at {@code maxBytes}, for every priority
 * @param deadLetterBytes of the dead letters; above it the oldest are dropped
 */
public record OutboxConfig(
        Path directory, long maxBytes, Duration maxAge, Map<Priority, Overflow> overflow, long deadLetterBytes) {

    public OutboxConfig {
        overflow = Map.copyOf(overflow);
        for (Priority priority : Priority.values()) {
            if (!overflow.containsKey(priority)) {
                throw new IllegalArgumentException("There is no overflow policy for " + priority);
            }
        }
        if (maxBytes <= 0 || deadLetterBytes <= 0 || maxAge.isNegative() || maxAge.isZero()) {
            throw new IllegalArgumentException("The bounds of the outbox must be positive");
        }
    }
}

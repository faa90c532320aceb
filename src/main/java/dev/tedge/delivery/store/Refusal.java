package dev.tedge.delivery.store;

import dev.tedge.link.session.OutboundMessage;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A message that is given up, and is to become a dead letter.
 *
 * @param message what was to be published
 * @param stored as it stands in the outbox, if it does
 * @param cause what sort of refusal it was
 * @param reason why, on one line, without the payload
 * @param parked when; kept to the millisecond
 */
public record Refusal(
        OutboundMessage message,
        Optional<StoredMessage> stored,
        DeadLetter.Cause cause,
        String reason,
        Instant parked) {

    public Refusal {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(stored, "stored");
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(parked, "parked");
    }
}

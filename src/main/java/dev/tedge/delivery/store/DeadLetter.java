package dev.tedge.delivery.store;

import dev.tedge.link.session.OutboundMessage;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;

/**
 * A message that AWS would refuse, or has refused, for good. It is kept until a person replays or drops it.
 *
 * @param id names it; never used twice
 * @param cause what sort of refusal it was
 * @param reason why, on one line, for people; never holds the payload
 * @param parked when it was given up, to the millisecond
 * @param message what was to be published
 */
public record DeadLetter(long id, Cause cause, String reason, Instant parked, OutboundMessage message) {

    /** Sorts refusals by who refused. */
    public enum Cause {
        /** It breaks a rule of AWS and was not sent. */
        RULE,
        /** AWS answered that the policy does not allow it. */
        NOT_AUTHORIZED,
        /** AWS answered with another refusal. */
        REFUSED,
        /** AWS refused it for the moment, again and again. */
        RETRIES,
        /** AWS ended the connection each time that it was sent. */
        DISCONNECT;

        /** As people read and write it: lower case, with dashes. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public DeadLetter {
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(parked, "parked");
        Objects.requireNonNull(message, "message");
    }
}

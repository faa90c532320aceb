package dev.tedge.delivery.store;

import dev.tedge.message.TopicFilter;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Which of the kept messages are meant: those that meet all the conditions.
 *
 * @param ids their sequences in the outbox or ids as dead letters; empty for any
 * @param topic a filter that the topic on AWS matches
 * @param priority of the message
 * @param cause of a dead letter; no message of the outbox has one
 * @param before accepted, or parked, before this
 */
public record Selection(
        Set<Long> ids,
        Optional<TopicFilter> topic,
        Optional<Priority> priority,
        Optional<DeadLetter.Cause> cause,
        Optional<Instant> before) {

    /** Everything. */
    public static final Selection ALL =
            new Selection(Set.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public Selection {
        ids = Set.copyOf(ids);
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(priority, "priority");
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(before, "before");
    }
}

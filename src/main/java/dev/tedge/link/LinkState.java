package dev.tedge.link;

import dev.tedge.link.session.LinkFailure;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a link stands.
 *
 * @param up whether messages can pass: connected, and the broker has answered all subscriptions
 * @param since when this began
 * @param lastFailure why the link was last not up, as long as the process lives
 * @param refusedFilters the subscriptions that the broker has refused, with the reason
 */
public record LinkState(boolean up, Instant since, Optional<LinkFailure> lastFailure, List<String> refusedFilters) {

    public LinkState {
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(lastFailure, "lastFailure");
        refusedFilters = List.copyOf(refusedFilters);
    }
}

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
 * @param lastFailure why the link was last not up, kept when it is up again and as long as the process lives
 * @param lastFailureAt when that happened
 * @param refusedFilters the subscriptions that the broker has refused, with the reason
 */
public record LinkState(
        boolean up,
        Instant since,
        Optional<LinkFailure> lastFailure,
        Optional<Instant> lastFailureAt,
        List<String> refusedFilters) {

    public LinkState {
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(lastFailure, "lastFailure");
        Objects.requireNonNull(lastFailureAt, "lastFailureAt");
        refusedFilters = List.copyOf(refusedFilters);
    }

    /** Not up yet, and nothing has failed. */
    static LinkState begin() {
        return new LinkState(false, Instant.now(), Optional.empty(), Optional.empty(), List.of());
    }

    /** From now on not up, for this reason. */
    static LinkState down(LinkFailure failure) {
        Instant now = Instant.now();
        return new LinkState(false, now, Optional.of(failure), Optional.of(now), List.of());
    }

    /** From now on not up, which is no failure. */
    LinkState paused() {
        return new LinkState(false, Instant.now(), lastFailure, lastFailureAt, List.of());
    }

    /** Up, from now on if it was not before. */
    LinkState up(List<String> refused) {
        return new LinkState(true, up ? since : Instant.now(), lastFailure, lastFailureAt, refused);
    }
}

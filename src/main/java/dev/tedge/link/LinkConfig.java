package dev.tedge.link;

import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.SessionConfig;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;

/**
 * What a link needs to know.
 *
 * @param name the scheme of its endpoints and its name in logs: {@code local} or {@code aws}
 * @param session how to connect
 * @param window how many publishes may be unacknowledged; the broker's own limit is kept as well
 * @param firstDelay how long to wait after the first failure; doubles with each further one
 * @param longestDelay where the doubling ends
 * @param remedy what to do about a failure, in one sentence, or an empty string
 */
public record LinkConfig(
        String name,
        SessionConfig session,
        int window,
        Duration firstDelay,
        Duration longestDelay,
        Function<LinkFailure, String> remedy) {

    public LinkConfig {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(remedy, "remedy");
        if (window < 1) {
            throw new IllegalArgumentException("The window must be at least 1, but is " + window);
        }
        if (firstDelay.isNegative() || firstDelay.isZero() || longestDelay.compareTo(firstDelay) < 0) {
            throw new IllegalArgumentException(
                    "Delays must be positive and ordered, but are " + firstDelay + " and " + longestDelay);
        }
    }

    /** A failure and what to do about it, on one line. */
    String inWords(LinkFailure failure) {
        return failure.followedBy(remedy.apply(failure));
    }
}

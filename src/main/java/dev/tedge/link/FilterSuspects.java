package dev.tedge.link;

import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.LinkFailure.Kind;
import dev.tedge.link.session.ReasonCodes;
import dev.tedge.link.session.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the topic filters over which a broker ends the connection, so that one of them does not keep all others from ever being
 * served: AWS may answer a filter that the policy forbids in this way. After an end without another explanation filters are
 * subscribed to one by one; the one in question when the connection ends again is left out for an hour. Used by one thread.
 */
final class FilterSuspects {

    private static final Logger LOG = LoggerFactory.getLogger(FilterSuspects.class);

    static final Duration LEFT_OUT = Duration.ofHours(1);
    private static final int SILENT_ENDS_BEFORE_BLAME = 2;

    private final String name;
    private final InstantSource clock;
    private final Map<String, Instant> leftOutUntil = new HashMap<>();
    private final Map<String, Integer> silentEnds = new HashMap<>();
    private boolean oneByOne;

    FilterSuspects(String name, InstantSource clock) {
        this.name = name;
        this.clock = clock;
    }

    /** Whether each SUBSCRIBE has to wait for the answer to the one before. */
    boolean oneByOne() {
        return oneByOne;
    }

    /** Why a filter is not to be subscribed to now. */
    Optional<String> leftOut(Subscription subscription) {
        Instant until = leftOutUntil.get(subscription.filter());
        return until == null || clock.instant().isAfter(until)
                ? Optional.empty()
                : Optional.of("'%s': the broker ends the connection over it".formatted(subscription.filter()));
    }

    /** All filters have been answered, and the connection has stayed. */
    void survived() {
        oneByOne = false;
        silentEnds.clear();
    }

    /**
     * The connection has ended while, or just after, filters were subscribed to.
     *
     * @param forbidden the filters that it has refused for good on this connection
     * @param unanswered the filters that it has not answered
     */
    void ended(LinkFailure failure, Collection<Subscription> forbidden, Collection<Subscription> unanswered) {
        boolean toldWhy = failure.kind() == Kind.ENDED_BY_BROKER;
        if (toldWhy ? ReasonCodes.isRoutine(failure.reasonCode()) : failure.kind() != Kind.CLOSED) {
            return;
        }
        if (!forbidden.isEmpty()) {
            forbidden.forEach(suspect -> suspect(suspect, toldWhy));
        } else if (oneByOne && unanswered.size() == 1) {
            suspect(unanswered.iterator().next(), ReasonCodes.blamesAPacket(failure.reasonCode()));
        } else if (!unanswered.isEmpty()) {
            oneByOne = true;
        }
    }

    private void suspect(Subscription suspect, boolean proven) {
        if (proven || silentEnds.merge(suspect.filter(), 1, Integer::sum) >= SILENT_ENDS_BEFORE_BLAME) {
            leaveOut(suspect);
        }
    }

    private void leaveOut(Subscription subscription) {
        LOG.warn(
                "{}: '{}' is left out for an hour, as the broker ends the connection over it",
                name,
                subscription.filter());
        leftOutUntil.put(subscription.filter(), clock.instant().plus(LEFT_OUT));
    }
}

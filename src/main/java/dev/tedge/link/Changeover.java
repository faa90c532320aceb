package dev.tedge.link;

import dev.tedge.link.Acknowledgements.Arrival;
import dev.tedge.link.Subscriptions.Entry;
import dev.tedge.link.session.InboundMessage;
import dev.tedge.link.session.Session;
import dev.tedge.link.session.Subscription;
import dev.tedge.message.TopicFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * From some topic filters to others, without a gap. The broker is asked for the new ones before the old ones end; meanwhile one
 * that tells its copies apart by identifiers sends a message that both match once for each. Until the first copy for a new filter
 * comes, those for the old ones are for its consumers; from then on they are not. A broker sends messages of one QoS in order over
 * a connection, so none is between the two.
 *
 * <p>Where several old filters match a message, a new consumer gets the copies for one of them: one that its route had before, if
 * there is such, and otherwise the first of which a copy has come.
 *
 * <p>Only the first copy for a new filter may be one of a message that has been handed on before. Nothing in it says so: it is
 * taken for one when it equals the last copy for an old filter, that one came after the new filter was asked for, and messages on
 * its topic are known to differ from each other. Rather a message twice than one lost.
 */
final class Changeover {

    private final List<Entry> gone;
    private final Set<String> added;

    /** New filters that were old ones once. */
    private final Set<String> revived;

    /** Those of which the broker may still have copies from when they were wanted before: that these come tells nothing. */
    private final Set<String> stale;

    /** Old filters of which a copy came, in the order of the first ones. */
    private final Set<TopicFilter> heard = new LinkedHashSet<>();

    /** New filters of which a copy has come, each with its kind of QoS, over this connection. */
    private final Set<Came> came = new HashSet<>();

    /** The last copies for old filters that consumers of new ones have got, and may get once more. */
    private final Map<Came, InboundMessage> given = new HashMap<>();

    private @Nullable Session connection;
    private @Nullable InboundMessage repeated;

    /** A filter of which a copy came with QoS 0, or with a higher one. */
    private record Came(TopicFilter filter, boolean atMostOnce) {

        private Came(Entry entry, InboundMessage message) {
            this(entry.filter(), message.qos() == 0);
        }
    }

    /**
     * @param gone who wanted filters that nobody wants any more
     * @param added filters that nobody wanted just before
     * @param once filters that have been gone before
     * @param before the change before this one, or none
     */
    Changeover(Collection<Entry> gone, Collection<String> added, Collection<String> once, @Nullable Changeover before) {
        this.gone = List.copyOf(gone);
        this.added = Set.copyOf(added);
        this.revived = new HashSet<>(added);
        this.revived.retainAll(once);
        this.stale = new HashSet<>(before != null && before.isOver() ? Set.of() : revived);
    }

    /** Whether what still comes for its old filters comes for its new ones, too. */
    private synchronized boolean isOver() {
        return came.stream().anyMatch(copy -> !copy.atMostOnce());
    }

    /** Whether the broker sends a message for a filter that is gone. */
    boolean isOfGone(InboundMessage message) {
        return !gone.isEmpty() && gone.stream().anyMatch(old -> old.isAskedBy(message));
    }

    /** Whether a message has been handed on before, as the copy for a filter that is gone. */
    synchronized boolean isRepeated(InboundMessage message) {
        return message == repeated;
    }

    /** Whether a message that a consumer which is gone has not finished is for this one. */
    boolean succeeds(Entry entry, InboundMessage message) {
        boolean sameRoute = gone.stream().anyMatch(old -> old.isAskedBy(message) && old.isOfRouteOf(entry));
        return sameRoute || (isAdded(entry) && own(entry, message).isEmpty());
    }

    /**
     * Who takes a message that is handed on. To be asked for each message once and in order, by one thread at a time.
     *
     * @param matching those whose filters match its topic
     * @param differs whether messages on its topic are known to differ from each other
     */
    synchronized List<Entry> next(Arrival arrival, List<Entry> matching, boolean differs) {
        InboundMessage message = arrival.message();
        if (connection != arrival.session()) {
            // The broker begins again with what was not acknowledged.
            if (connection != null) {
                stale.addAll(revived);
            }
            connection = arrival.session();
            came.clear();
            given.clear();
        }
        if (gone.isEmpty()) {
            return asked(message, matching);
        }
        given.values().removeIf(other -> isOfSameKind(other, message) && !isSame(other, message));
        gone.stream().filter(old -> old.isAskedBy(message)).map(Entry::filter).forEach(heard::add);

        boolean mayComeAgain = differs && arrival.isAfter(this);
        List<Entry> takers = new ArrayList<>();
        Set<Came> own = new HashSet<>();
        for (Entry entry : matching) {
            Came copy = new Came(entry, message);
            if (entry.isAskedBy(message)) {
                own.add(copy);
                if (isAdded(entry) && !came.contains(copy) && given.containsKey(copy)) {
                    repeated = message;
                } else {
                    takers.add(entry);
                }
            } else if (isAdded(entry) && !isComing(copy) && isFor(entry, message)) {
                takers.add(entry);
                given.compute(copy, (key, before) -> mayComeAgain ? message : null);
            }
        }
        came.addAll(own);
        return takers;
    }

    /** Where there are no old filters, as most of the time, none is told apart from a new one. */
    private List<Entry> asked(InboundMessage message, List<Entry> matching) {
        List<Entry> takers = new ArrayList<>(matching.size());
        for (Entry entry : matching) {
            if (entry.isAskedBy(message)) {
                takers.add(entry);
            }
        }
        if (came.isEmpty() && !takers.isEmpty() && message.qos() > 0) {
            came.add(new Came(takers.get(0), message));
        }
        return takers;
    }

    /** Whether the copy for an old filter is the one for this consumer. */
    private boolean isFor(Entry entry, InboundMessage message) {
        Set<TopicFilter> own = own(entry, message);
        return heard.stream()
                .filter(filter -> own.isEmpty() ? filter.matches(message.topic()) : own.contains(filter))
                .findFirst()
                .filter(filter -> message.subscriptionIdentifiers().contains(Subscription.identifier(filter.value())))
                .isPresent();
    }

    /** The old filters of its route that match a message. */
    private Set<TopicFilter> own(Entry entry, InboundMessage message) {
        return gone.stream()
                .filter(old -> old.isOfRouteOf(entry) && old.filter().matches(message.topic()))
                .map(Entry::filter)
                .collect(Collectors.toSet());
    }

    private boolean isComing(Came copy) {
        return came.contains(copy) && !stale.contains(copy.filter().value());
    }

    private boolean isAdded(Entry entry) {
        return added.contains(entry.filter().value());
    }

    private static boolean isOfSameKind(InboundMessage one, InboundMessage other) {
        return (one.qos() == 0) == (other.qos() == 0);
    }

    private static boolean isSame(InboundMessage one, InboundMessage other) {
        return one.topic().equals(other.topic()) && Arrays.equals(one.payload(), other.payload());
    }
}

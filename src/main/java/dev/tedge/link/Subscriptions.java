package dev.tedge.link;

import dev.tedge.link.Acknowledgements.Arrival;
import dev.tedge.link.session.InboundMessage;
import dev.tedge.link.session.Subscription;
import dev.tedge.message.TopicFilter;
import dev.tedge.message.TopicMemo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who wants which messages of a link, and what the broker is asked for: the same, but while consumers are changed the broker is
 * asked for what was wanted before. Safe for use by several threads.
 */
final class Subscriptions {

    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);

    private final String name;
    private final List<Entry> entries = new CopyOnWriteArrayList<>();
    private final AtomicLong unwanted = new AtomicLong();

    /** Those whose filters match a topic; begun anew after each change of the entries, so that nothing old gets into it. */
    private volatile TopicMemo<List<Entry>> matching = memo();

    private final Variety variety = new Variety();

    private volatile Changeover changeover = new Changeover(List.of(), List.of(), List.of(), null);
    private volatile Changeover asked = changeover;

    // Guarded by this.
    private int freezes;
    private List<Subscription> before = List.of();
    private List<Entry> entriesBefore = List.of();

    /** Filters that nobody wanted any more, at some time. */
    private final Set<String> once = new HashSet<>();

    Subscriptions(String name) {
        this.name = name;
    }

    /** Deals with messages, on the thread that runs the link's routes. */
    @FunctionalInterface
    interface Handler {

        /** Deals with a message, and says once, on any thread and perhaps later, whether it was taken. */
        void handle(InboundMessage message, Done done);

        /** The id of its route, which is also that of the one in whose place it may come; empty when it has none. */
        default String route() {
            return "";
        }
    }

    /** Is told that a consumer is done with a message. */
    @FunctionalInterface
    interface Done {

        /** @param taken false when the broker has to keep the message and send it again */
        void done(boolean taken);
    }

    /**
     * What the broker is to be asked for from now on.
     *
     * @param added filters that it does not know, or not with this QoS
     * @param gone filters that nobody wants any more
     */
    record Change(List<Subscription> added, List<String> gone) {}

    /** That a consumer wants a filter. */
    record Entry(TopicFilter filter, int identifier, int qos, Handler handler) {

        /** Whether the broker sends a message for this filter, and says so. */
        boolean isAskedBy(InboundMessage message) {
            for (int named : message.subscriptionIdentifiers()) {
                if (named == identifier) {
                    return true;
                }
            }
            return false;
        }

        boolean isOfRouteOf(Entry other) {
            return !handler.route().isEmpty() && handler.route().equals(other.handler.route());
        }
    }

    void add(TopicFilter filter, int qos, Handler handler) {
        entries.add(new Entry(filter, Subscription.identifier(filter.value()), qos, handler));
        matching = memo();
    }

    /**
     * Removes what the handler has asked for.
     *
     * @return the filters that nobody wants any more
     */
    List<String> remove(Handler handler) {
        List<String> gone =
                new ArrayList<>(all().stream().map(Subscription::filter).toList());
        entries.removeIf(entry -> entry.handler() == handler);
        matching = memo();
        gone.removeAll(all().stream().map(Subscription::filter).toList());
        return gone;
    }

    /** All filters, each once and with the highest QoS that is wanted. */
    List<Subscription> all() {
        Map<String, Integer> filters = new LinkedHashMap<>();
        entries.forEach(entry -> filters.merge(entry.filter().value(), entry.qos(), Math::max));
        return filters.entrySet().stream()
                .map(filter -> new Subscription(filter.getKey(), filter.getValue()))
                .toList();
    }

    /**
     * Consumers are going to be changed: until {@link #thaw} the broker is asked for what is wanted now.
     */
    synchronized void freeze() {
        if (freezes++ == 0) {
            before = all();
            entriesBefore = List.copyOf(entries);
        }
    }

    /**
     * Consumers have been changed. To be called once for each {@link #freeze}, before the broker is asked; the last call gives
     * the difference.
     */
    synchronized Change thaw() {
        if (--freezes > 0) {
            return new Change(List.of(), List.of());
        }
        asked = changeover;
        List<Subscription> now = all();
        List<Subscription> added = new ArrayList<>(now);
        added.removeAll(before);
        List<String> gone =
                new ArrayList<>(before.stream().map(Subscription::filter).toList());
        gone.removeAll(now.stream().map(Subscription::filter).toList());
        return new Change(added, gone);
    }

    synchronized boolean isFrozen() {
        return freezes > 0;
    }

    /** What the broker is to be asked for. */
    synchronized List<Subscription> asked() {
        return freezes > 0 ? before : all();
    }

    /**
     * Notes what has been changed, before messages are handed on again. What still comes for a filter that is gone is then for
     * those who have taken its place.
     */
    synchronized void changed() {
        if (freezes > 1) {
            return;
        }
        List<String> now = all().stream().map(Subscription::filter).toList();
        List<String> added = new ArrayList<>(now);
        added.removeAll(before.stream().map(Subscription::filter).toList());
        List<Entry> gone = entriesBefore.stream()
                .filter(entry -> !now.contains(entry.filter().value()))
                .toList();
        if (!added.isEmpty() || !gone.isEmpty()) {
            changeover = new Changeover(gone, added, once, changeover);
            gone.forEach(entry -> once.add(entry.filter().value()));
        }
    }

    /** Whether a consumer has it now. */
    boolean has(Handler handler) {
        return entries.stream().anyMatch(entry -> entry.handler() == handler);
    }

    /** Whether anybody wants a message. */
    boolean isWanted(InboundMessage message) {
        Changeover latest = changeover;
        boolean ofGone = latest.isOfGone(message);
        for (Entry entry : matching(message)) {
            if (!ofGone || entry.isAskedBy(message) || latest.succeeds(entry, message)) {
                return true;
            }
        }
        return false;
    }

    /** The change for which the broker has been asked last. */
    Changeover changeoverAsked() {
        return asked;
    }

    /** Those who want the message that is handed on next: to be asked once for each, in their order, by one thread. */
    List<Handler> next(Arrival arrival) {
        InboundMessage message = arrival.message();
        List<Entry> matching = matching(message);
        List<Entry> takers = changeover.next(arrival, matching, variety.differs(message));
        // An identifier that nobody has any more is of a route that is gone: its messages are for whoever they match.
        return handlers(takers.isEmpty() && !isPast(message) ? matching : takers);
    }

    /** Whether a message comes, or comes once more, for a filter that has been given up: that nobody wants it is no mistake. */
    boolean isPast(InboundMessage message) {
        Changeover latest = changeover;
        return latest.isOfGone(message) || latest.isRepeated(message);
    }

    /**
     * Those who want a message, each once. Where filters overlap, many brokers send a message once for each, and say for which
     * one; each copy is then for those who asked for that filter, or who are in their place.
     */
    List<Handler> handlersOf(InboundMessage message) {
        Changeover latest = changeover;
        List<Entry> matching = matching(message);
        List<Entry> wanting = new ArrayList<>(matching.size());
        for (Entry entry : matching) {
            if (entry.isAskedBy(message) || latest.succeeds(entry, message)) {
                wanting.add(entry);
            }
        }
        return handlers(wanting.isEmpty() && !latest.isOfGone(message) ? matching : wanting);
    }

    // Loops, for these run several times for each message, and streams cost more than what they do here.

    private List<Entry> matching(InboundMessage message) {
        return matching.of(message.topic());
    }

    private TopicMemo<List<Entry>> memo() {
        return new TopicMemo<>(topic ->
                entries.stream().filter(entry -> entry.filter().matches(topic)).toList());
    }

    private static List<Handler> handlers(List<Entry> chosen) {
        List<Handler> handlers = new ArrayList<>(chosen.size());
        for (Entry entry : chosen) {
            if (!handlers.contains(entry.handler())) {
                handlers.add(entry.handler());
            }
        }
        return handlers;
    }

    /** Somebody has sent what we did not ask for, or no longer ask for: a session outlives the routes that began it. */
    void unwanted(InboundMessage message) {
        if (isPast(message)) {
            return;
        }
        long so = unwanted.incrementAndGet();
        if (Long.bitCount(so) == 1) {
            LOG.warn(
                    "{}: no route for a message on '{}'; acknowledged and dropped, {} so far",
                    name,
                    message.topic(),
                    so);
        }
    }
}

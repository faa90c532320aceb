package dev.tedge.link;

import dev.tedge.link.session.InboundMessage;
import dev.tedge.link.session.Subscription;
import dev.tedge.message.TopicFilter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who wants which messages of a link. Safe for use by several threads. */
final class Subscriptions {

    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);

    private final String name;
    private final List<Entry> entries = new CopyOnWriteArrayList<>();
    private final AtomicLong unwanted = new AtomicLong();

    Subscriptions(String name) {
        this.name = name;
    }

    /** Deals with messages, on the thread that runs the link's routes. */
    @FunctionalInterface
    interface Handler {

        /** Deals with a message, and says once, on any thread and perhaps later, whether it was taken. */
        void handle(InboundMessage message, Done done);
    }

    /** Is told that a consumer is done with a message. */
    @FunctionalInterface
    interface Done {

        /** @param taken false when the broker has to keep the message and send it again */
        void done(boolean taken);
    }

    private record Entry(TopicFilter filter, int identifier, int qos, Handler handler) {}

    void add(TopicFilter filter, int qos, Handler handler) {
        entries.add(new Entry(filter, Subscription.identifier(filter.value()), qos, handler));
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
     * Those who want a message, each once. Where filters overlap, many brokers send a message once for each, and say for which
     * one; each copy is then for those who asked for that filter.
     */
    List<Handler> handlersOf(InboundMessage message) {
        List<Handler> asked =
                handlers(entry -> message.subscriptionIdentifiers().contains(entry.identifier())
                        && entry.filter().matches(message.topic()));
        // An identifier that nobody has any more is of a route that is gone: its messages are for whoever they match.
        return asked.isEmpty() ? handlers(entry -> entry.filter().matches(message.topic())) : asked;
    }

    private List<Handler> handlers(Predicate<Entry> wanted) {
        return entries.stream().filter(wanted).map(Entry::handler).distinct().toList();
    }

    /** Somebody has sent what we did not ask for, or no longer ask for: a session outlives the routes that began it. */
    void unwanted(String topic) {
        long so = unwanted.incrementAndGet();
        if (Long.bitCount(so) == 1) {
            LOG.warn("{}: no route for a message on '{}'; acknowledged and dropped, {} so far", name, topic, so);
        }
    }
}

package dev.tedge.link;

import dev.tedge.link.session.InboundMessage;
import dev.tedge.link.session.OutboundMessage;
import dev.tedge.link.session.ReasonCodes;
import dev.tedge.link.session.Session;
import dev.tedge.link.session.Subscription;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * A session that remembers which of the messages that it was given the broker may end it for: those just sent that it has
 * refused or not answered, on topics where it has taken none yet. Safe for use by several threads.
 */
final class WatchedSession implements Session {

    /** A broker that closes over a message does so within a round trip. */
    private static final Duration JUST_NOW = Duration.ofSeconds(10);

    /** No more are named. */
    private static final int MOST_REMEMBERED = 3;

    /** Far more topics than a device has; of one that is forgotten a message may be suspected once. */
    private static final int MOST_TAKEN = 1_000;

    private final Session session;
    private final LongSupplier nanos;

    // Guarded by this. The oldest first; no more unanswered than the window allows.
    private final Set<Sent> unanswered = new LinkedHashSet<>();
    private final Deque<Sent> unanswerable = new ArrayDeque<>();
    private final Deque<Sent> refused = new ArrayDeque<>();
    private final Set<String> taken = new LinkedHashSet<>();

    /**
     * @param session does the work
     * @param nanos a clock that only goes forward, such as {@link System#nanoTime}
     */
    WatchedSession(Session session, LongSupplier nanos) {
        this.session = session;
        this.nanos = nanos;
    }

    /** The topics of messages that the broker has refused for good just now, the latest first. */
    synchronized List<String> refused() {
        return latestTopics(refused);
    }

    /** The topics of messages just sent of which nobody knows whether the broker takes them, the latest first. */
    synchronized List<String> unanswered() {
        List<Sent> open = new ArrayList<>(unanswerable);
        open.addAll(unanswered);
        return latestTopics(open.stream()
                .filter(sent -> !taken.contains(sent.topic))
                .sorted((one, other) -> Long.compare(one.at, other.at))
                .toList());
    }

    private List<String> latestTopics(Collection<Sent> oldestFirst) {
        long now = nanos.getAsLong();
        List<Sent> latestFirst = new ArrayList<>(oldestFirst);
        Collections.reverse(latestFirst);
        return latestFirst.stream()
                .filter(sent -> now - sent.at < JUST_NOW.toNanos())
                .map(sent -> sent.topic)
                .distinct()
                .limit(MOST_REMEMBERED)
                .toList();
    }

    @Override
    public void publish(OutboundMessage message, PublishListener listener) throws RefusedBySession, SessionClosed {
        Sent sent = new Sent(message.topic(), nanos.getAsLong());
        remember(sent, message.qos());
        try {
            session.publish(message, code -> {
                answered(sent, message.qos(), code);
                listener.acknowledged(code);
            });
        } catch (RefusedBySession | SessionClosed e) {
            forget(sent);
            throw e;
        }
    }

    private synchronized void remember(Sent sent, int qos) {
        if (qos > 0) {
            unanswered.add(sent);
        } else {
            keep(unanswerable, sent);
        }
    }

    private synchronized void forget(Sent sent) {
        unanswered.remove(sent);
        unanswerable.remove(sent);
    }

    private synchronized void answered(Sent sent, int qos, int reasonCode) {
        unanswered.remove(sent);
        if (ReasonCodes.blamesAPacket(reasonCode)) {
            keep(refused, sent);
        } else if (qos > 0 && !ReasonCodes.isRefusal(reasonCode) && taken.size() < MOST_TAKEN) {
            taken.add(sent.topic);
        }
    }

    private static void keep(Deque<Sent> remembered, Sent sent) {
        if (remembered.size() == MOST_REMEMBERED) {
            remembered.removeFirst();
        }
        remembered.addLast(sent);
    }

    @Override
    public void subscribe(List<Subscription> subscriptions, SubscribeListener listener) {
        session.subscribe(subscriptions, listener);
    }

    @Override
    public void subscribeIdentified(Subscription subscription, SubscribeListener listener) {
        session.subscribeIdentified(subscription, listener);
    }

    @Override
    public void unsubscribe(List<String> filters) {
        session.unsubscribe(filters);
    }

    @Override
    public void acknowledge(InboundMessage message) {
        session.acknowledge(message);
    }

    @Override
    public void disconnect(boolean withWill) {
        session.disconnect(withWill);
    }

    @Override
    public void abort() {
        session.abort();
    }

    /** One message; equal to no other on the same topic. */
    private static final class Sent {

        private final String topic;
        private final long at;

        Sent(String topic, long at) {
            this.topic = topic;
            this.at = at;
        }
    }
}

package dev.tedge.link;

import dev.tedge.link.session.InboundMessage;
import dev.tedge.link.session.OutboundMessage;
import dev.tedge.link.session.Session;
import dev.tedge.link.session.Subscription;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A session that remembers what it is asked, and answers when the test says so. */
final class TestingSession implements Session {

    private final List<String> published = new ArrayList<>();
    private final List<PublishListener> unacknowledged = new ArrayList<>();
    private final List<Integer> acknowledged = new ArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<SubscribeListener> unansweredSubscribes = new CopyOnWriteArrayList<>();
    private volatile boolean answersLater;
    private boolean closed;

    @Override
    public void publish(OutboundMessage message, PublishListener listener) throws SessionClosed {
        if (closed) {
            throw new SessionClosed(new IOException("closed"));
        }
        published.add(message.topic());
        unacknowledged.add(listener);
    }

    /** Takes nothing any more. */
    void close() {
        closed = true;
    }

    List<String> published() {
        return published;
    }

    List<Integer> acknowledged() {
        return acknowledged;
    }

    /** Answers the oldest message that has no answer. */
    void answer(int reasonCode) {
        unacknowledged.remove(0).acknowledged(reasonCode);
    }

    @Override
    public void subscribe(List<Subscription> subscriptions, SubscribeListener listener) {
        asked.add("+"
                + String.join(
                        " +", subscriptions.stream().map(Subscription::filter).toList()));
        unansweredSubscribes.add(listener);
    }

    @Override
    public void subscribeIdentified(Subscription subscription, SubscribeListener listener) {
        asked.add("+" + subscription.filter());
        if (answersLater) {
            unansweredSubscribes.add(listener);
        } else {
            listener.answered(List.of(subscription.qos()));
        }
    }

    /** From now on subscriptions are answered by {@link #answerSubscribe}. */
    void answerLater() {
        answersLater = true;
    }

    /** Answers the oldest subscription that has no answer. */
    void answerSubscribe(int reasonCode) {
        unansweredSubscribes.remove(0).answered(List.of(reasonCode));
    }

    @Override
    public void unsubscribe(List<String> filters) {
        filters.forEach(filter -> asked.add("-" + filter));
    }

    /** Filters subscribed to with a plus, others with a minus, in this order. */
    List<String> asked() {
        return asked;
    }

    @Override
    public void acknowledge(InboundMessage message) {
        acknowledged.add(message.packetId());
    }

    @Override
    public void disconnect(boolean withWill) {
        throw new UnsupportedOperationException("no test asks for it");
    }

    @Override
    public void abort() {
        throw new UnsupportedOperationException("no test asks for it");
    }
}

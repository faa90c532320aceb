package dev.tedge.mqttserver.engine;

import dev.tedge.mqttserver.MqttServer;
import dev.tedge.mqttserver.MqttServerHooks;
import dev.tedge.mqttserver.MqttServerLimits;
import dev.tedge.mqttserver.MqttServerQuirks;
import dev.tedge.mqttserver.ReasonCode;
import dev.tedge.mqttserver.ServerMessage;
import dev.tedge.mqttserver.topic.SubscriptionTree;
import dev.tedge.mqttserver.topic.TopicTree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** Brings messages to the sessions that have subscribed to them, and keeps retained ones. */
final class Router {

    private final MqttServerLimits.Queues limits;
    private final MemoryBudget budget;
    private final MqttServerQuirks.Subscriptions quirks;
    private final Drops drops;
    private final SubscriptionTree<String, Subscription> subscriptions;
    private final ToIntFunction<ServerMessage> copies;
    private final Predicate<ServerMessage> retains;
    private final TopicTree<Kept> retained;

    /** A retained message, and the time of day when it came. */
    private record Kept(StoredMessage stored, Instant since) {}

    /** @param hooks asked how often each session gets a message, and what is retained */
    Router(
            MqttServerLimits.Queues limits,
            MemoryBudget budget,
            MqttServerQuirks.Subscriptions quirks,
            Drops drops,
            MqttServerHooks hooks) {
        this.copies = hooks::copies;
        this.retains = hooks::retains;
        this.limits = limits;
        this.budget = budget;
        this.quirks = quirks;
        this.drops = drops;
        this.subscriptions = new SubscriptionTree<>(quirks.parentMatchesMultiLevel());
        this.retained = new TopicTree<>(quirks.parentMatchesMultiLevel());
    }

    void subscribe(Subscription subscription) {
        Session session = subscription.session();
        session.subscriptions().put(subscription.filter().text(), subscription);
        subscriptions.put(subscription.filter(), session.clientId(), subscription);
    }

    /** False when there was no such subscription. */
    boolean unsubscribe(Session session, String filter) {
        Subscription removed = session.subscriptions().remove(filter);
        if (removed == null) {
            return false;
        }
        subscriptions.remove(removed.filter(), session.clientId());
        return true;
    }

    void unsubscribeAll(Session session) {
        List.copyOf(session.subscriptions().keySet()).forEach(filter -> unsubscribe(session, filter));
    }

    /**
     * Takes a message.
     *
     * @param publisher client id, if it comes from a client
     * @return reason code for the publisher: success, no subscribers, or quota when it cannot be retained
     */
    int accept(ServerMessage message, Optional<String> publisher) {
        StoredMessage stored = StoredMessage.arrivedNow(message, publisher);
        if (message.retain() && retains.test(message) && !retain(stored)) {
            return ReasonCode.QUOTA_EXCEEDED;
        }
        Map<Session, Delivery> deliveries = deliveries(stored);
        deliver(deliveries, message);
        return deliveries.isEmpty() ? ReasonCode.NO_MATCHING_SUBSCRIBERS : ReasonCode.SUCCESS;
    }

    /** To this session only, whatever it has subscribed to. */
    void send(Session session, ServerMessage message) {
        StoredMessage stored = StoredMessage.arrivedNow(message, Optional.empty());
        deliver(Map.of(session, new Delivery(stored, message.qos(), false, List.of())), message);
    }

    /** To this session only, if it has subscribed, alone or in a group, whose turn does not change. */
    void reply(Session session, ServerMessage message) {
        StoredMessage stored = StoredMessage.arrivedNow(message, Optional.empty());
        Map<Session, Delivery> deliveries = new LinkedHashMap<>();
        subscriptions.match(
                message.topic(),
                subscription -> {
                    if (subscription.session() == session) {
                        add(deliveries, stored, subscription);
                    }
                },
                group -> group.of(session.clientId()).ifPresent(subscription -> add(deliveries, stored, subscription)));
        deliver(deliveries, message);
    }

    /** So many copies as are wanted; whether there is somebody to get them is asked first. */
    private void deliver(Map<Session, Delivery> deliveries, ServerMessage message) {
        for (int copy = deliveries.isEmpty() ? 0 : copies.applyAsInt(message); copy > 0; copy--) {
            deliveries.forEach(this::deliver);
        }
    }

    private boolean retain(StoredMessage stored) {
        String topic = stored.message().topic();
        Optional<StoredMessage> earlier = retained.get(topic).map(Kept::stored);
        if (stored.message().payload().isEmpty()) {
            earlier.ifPresent(found -> forget(topic));
            return true;
        }
        if (earlier.isEmpty() && retained.size() >= limits.retained()) {
            return false;
        }
        if (!budget.take(stored.cost() - earlier.map(StoredMessage::cost).orElse(0L))) {
            return false;
        }
        retained.put(topic, new Kept(stored, Instant.now()));
        return true;
    }

    private void forget(String topic) {
        retained.get(topic).ifPresent(known -> budget.release(known.stored().cost()));
        retained.remove(topic);
    }

    /** One delivery per session, also when several of its subscriptions match (MQTT 5, 3.3.4). */
    private Map<Session, Delivery> deliveries(StoredMessage stored) {
        Map<Session, Delivery> deliveries = new LinkedHashMap<>();
        subscriptions.match(
                stored.message().topic(),
                subscription -> {
                    if (!isUnwantedEcho(stored, subscription)) {
                        add(deliveries, stored, subscription);
                    }
                },
                group -> group.next(Router::isOnline).ifPresent(subscription -> add(deliveries, stored, subscription)));
        return deliveries;
    }

    /** No Local: the client does not want what it has published itself (MQTT 5, 3.8.3.1). */
    private static boolean isUnwantedEcho(StoredMessage stored, Subscription subscription) {
        return subscription.noLocal() && stored.isFrom(subscription.session().clientId());
    }

    private static boolean isOnline(Subscription subscription) {
        return subscription.session().conversation().isPresent();
    }

    private static void add(Map<Session, Delivery> deliveries, StoredMessage stored, Subscription subscription) {
        int qos = Math.min(stored.message().qos(), subscription.qos());
        boolean retain = stored.message().retain() && subscription.retainAsPublished();
        List<Integer> ids = subscription.id().map(List::of).orElse(List.of());
        deliveries.merge(subscription.session(), new Delivery(stored, qos, retain, ids), Router::merge);
    }

    private static Delivery merge(Delivery one, Delivery other) {
        List<Integer> ids = new ArrayList<>(one.subscriptionIds());
        ids.addAll(other.subscriptionIds());
        return new Delivery(one.stored(), Math.max(one.qos(), other.qos()), one.retain() || other.retain(), ids);
    }

    private void deliver(Session session, Delivery delivery) {
        Optional<Conversation> conversation = session.conversation();
        if (conversation.isEmpty() && delivery.qos() == 0) {
            return;
        }
        if (!session.outgoing().offer(delivery)) {
            drops.add(session.clientId());
        }
        conversation.ifPresent(Conversation::drain);
    }

    /** Those that have not expired, by topic. */
    List<MqttServer.Retained> retained() {
        List<MqttServer.Retained> all = new ArrayList<>();
        retained.forEach(kept -> {
            if (!kept.stored().expired()) {
                all.add(new MqttServer.Retained(kept.stored().messageNow(), kept.since()));
            }
        });
        all.sort(Comparator.comparing(known -> known.message().topic()));
        return List.copyOf(all);
    }

    /** Queues the retained messages that this subscription is to get; the caller sends. */
    void offerRetained(Subscription subscription) {
        if (subscription.filter().hasWildcard() && !quirks.retainedToWildcards()) {
            return;
        }
        List<String> expired = new ArrayList<>();
        retained.match(subscription.filter(), kept -> {
            StoredMessage stored = kept.stored();
            if (stored.expired()) {
                expired.add(stored.message().topic());
            } else if (!isUnwantedEcho(stored, subscription)) {
                offerRetained(subscription, stored);
            }
        });
        expired.forEach(this::forget);
    }

    private void offerRetained(Subscription subscription, StoredMessage stored) {
        int qos = Math.min(stored.message().qos(), subscription.qos());
        List<Integer> ids = subscription.id().map(List::of).orElse(List.of());
        if (!subscription.session().outgoing().offerRetained(new Delivery(stored, qos, true, ids))) {
            drops.add(subscription.session().clientId());
        }
    }
}

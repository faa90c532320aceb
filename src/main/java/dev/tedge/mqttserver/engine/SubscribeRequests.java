package dev.tedge.mqttserver.engine;

import dev.tedge.mqttserver.MqttServerQuirks;
import dev.tedge.mqttserver.ReasonCode;
import dev.tedge.mqttserver.Verdict;
import dev.tedge.mqttserver.topic.TopicFilter;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption.RetainedHandlingPolicy;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** SUBSCRIBE and UNSUBSCRIBE of one client (MQTT 5, 3.8 and 3.10). */
final class SubscribeRequests {

    private static final Set<Integer> SUBSCRIBE_PROPERTIES =
            Set.of(MqttProperties.SUBSCRIPTION_IDENTIFIER, MqttProperties.USER_PROPERTY);
    private static final Set<Integer> UNSUBSCRIBE_PROPERTIES = Set.of(MqttProperties.USER_PROPERTY);

    /** Codes that SUBACK knows (MQTT 5, 3.9.3); a hook's other ones become 0x80. */
    private static final Set<Integer> FAILURES = Set.of(
            0x80, 0x83, ReasonCode.NOT_AUTHORIZED, ReasonCode.TOPIC_FILTER_INVALID, 0x91, 0x97, 0x9E, 0xA1, 0xA2);

    private final Broker broker;
    private final Conversation conversation;
    private final Session session;
    private final MqttServerQuirks.Subscriptions quirks;

    SubscribeRequests(Broker broker, Conversation conversation) {
        this.broker = broker;
        this.conversation = conversation;
        this.session = conversation.session();
        this.quirks = broker.config().quirks().subscriptions();
    }

    void subscribe(MqttSubscribeMessage packet) throws ProtocolException {
        MqttProperties properties = packet.idAndPropertiesVariableHeader().properties();
        PacketProperties.allowOnly(SUBSCRIBE_PROPERTIES, properties, "SUBSCRIBE");
        List<MqttTopicSubscription> wanted = packet.payload().topicSubscriptions();
        checkCount(wanted.size());
        Optional<Integer> id = subscriptionId(properties);
        Outcome outcome = new Outcome();
        for (MqttTopicSubscription one : wanted) {
            outcome.codes.add(subscribe(one, id, outcome));
            if (!outcome.answered) {
                break;
            }
        }
        if (outcome.answered) {
            conversation.write(Packets.subscribed(
                    packet.variableHeader().messageId(),
                    outcome.codes,
                    conversation.reason(String.join("; ", outcome.reasons), outcome.codes.size())));
        }
        if (!outcome.granted.isEmpty()) {
            broker.hooks().subscribed(conversation.client(), List.copyOf(outcome.granted));
        }
        if (outcome.end.isPresent()) {
            outcome.end.get().run();
            return;
        }
        outcome.toGetRetained.forEach(broker.router()::offerRetained);
        conversation.drain();
    }

    /** What comes of a SUBSCRIBE. */
    private static final class Outcome {
        private final List<Integer> codes = new ArrayList<>();
        /** Why filters were refused. */
        private final Set<String> reasons = new LinkedHashSet<>();

        private final List<String> granted = new ArrayList<>();
        private final List<Subscription> toGetRetained = new ArrayList<>();
        private Optional<Runnable> end = Optional.empty();
        /** Whether SUBACK is sent: false when the connection ends without. */
        private boolean answered = true;

        void endWith(Runnable ending, boolean afterAnswer) {
            end = end.or(() -> Optional.of(ending));
            answered &= afterAnswer;
        }
    }

    private void checkCount(int filters) throws ProtocolException {
        if (filters == 0) {
            throw new ProtocolException(ReasonCode.PROTOCOL_ERROR, "no filter");
        }
        int most = quirks.maximumFiltersPerSubscribe().orElse(Integer.MAX_VALUE);
        if (filters > most) {
            throw new ProtocolException(
                    ReasonCode.QUOTA_EXCEEDED,
                    filters + " filters in a SUBSCRIBE, but at most " + most + " are allowed");
        }
    }

    private Optional<Integer> subscriptionId(MqttProperties properties) throws ProtocolException {
        List<Integer> ids = properties.getProperties(MqttProperties.SUBSCRIPTION_IDENTIFIER).stream()
                .map(property -> (Integer) property.value())
                .toList();
        if (ids.size() > 1 || ids.contains(0)) {
            throw new ProtocolException(ReasonCode.PROTOCOL_ERROR, "subscription identifiers " + ids);
        }
        if (!ids.isEmpty() && !quirks.identifiers()) {
            throw new ProtocolException(
                    ReasonCode.SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED, "subscription identifiers are not supported");
        }
        return ids.stream().findFirst();
    }

    /** The code for SUBACK. */
    private int subscribe(MqttTopicSubscription wanted, Optional<Integer> id, Outcome outcome)
            throws ProtocolException {
        String filter = wanted.topicFilter();
        MqttSubscriptionOption option = wanted.option();
        if (option.isNoLocal() && filter.startsWith("$share/")) {
            throw new ProtocolException(ReasonCode.PROTOCOL_ERROR, "No Local on a shared subscription");
        }
        if (TopicFilter.fault(filter).isPresent()) {
            return refused(ReasonCode.TOPIC_FILTER_INVALID, "filter '" + filter + "' is not valid", outcome);
        }
        boolean isNew = !session.subscriptions().containsKey(filter);
        if (isNew && session.subscriptions().size() >= quirks.maximum().orElse(Integer.MAX_VALUE)) {
            return refused(
                    ReasonCode.QUOTA_EXCEEDED,
                    "'" + filter + "' would be one more than "
                            + session.subscriptions().size() + " subscriptions",
                    outcome);
        }
        Verdict verdict = broker.hooks()
                .subscribe(conversation.client(), filter, option.qos().value());
        if (!(verdict instanceof Verdict.Allow)) {
            return refused(verdict, outcome);
        }
        Subscription subscription = subscription(filter, option, id);
        broker.router().subscribe(subscription);
        outcome.granted.add(filter);
        if (wantsRetained(subscription, option.retainHandling(), isNew)) {
            outcome.toGetRetained.add(subscription);
        }
        return subscription.qos();
    }

    /** By the server itself. */
    private int refused(int reasonCode, String reason, Outcome outcome) {
        outcome.reasons.add(reason);
        broker.hooks().refused(conversation.client().clientId(), reasonCode, reason);
        return failure(reasonCode);
    }

    /** By a hook. */
    private int refused(Verdict verdict, Outcome outcome) {
        if (verdict instanceof Verdict.Refuse refusal) {
            outcome.reasons.add(refusal.reason());
            return failure(refusal.reasonCode());
        }
        if (verdict instanceof Verdict.Discard refusal) {
            outcome.reasons.add(refusal.reason());
            return failure(refusal.reasonCode());
        }
        if (verdict instanceof Verdict.RefuseAndDisconnect refusal) {
            outcome.reasons.add(refusal.reason());
            outcome.endWith(
                    () -> conversation.end(refusal.reasonCode(), refusal.reason()),
                    conversation.terms().mqtt5());
            return failure(refusal.reasonCode());
        }
        if (verdict instanceof Verdict.Disconnect end) {
            outcome.endWith(() -> conversation.end(end.reasonCode(), end.reason()), false);
        } else if (verdict instanceof Verdict.HangUp silent) {
            outcome.endWith(() -> conversation.hangUp(silent.reason()), false);
        } else if (verdict instanceof Verdict.HalfClose half) {
            outcome.endWith(() -> conversation.hangUp(half.reason()), false);
        }
        return ReasonCode.UNSPECIFIED_ERROR;
    }

    private Subscription subscription(String filter, MqttSubscriptionOption option, Optional<Integer> id) {
        int qos = Math.min(
                option.qos().value(), broker.config().limits().packets().maximumQos());
        return new Subscription(
                session, TopicFilter.of(filter), qos, option.isNoLocal(), option.isRetainAsPublished(), id);
    }

    private static boolean wantsRetained(Subscription subscription, RetainedHandlingPolicy policy, boolean isNew) {
        if (subscription.filter().group().isPresent()) {
            return false;
        }
        return switch (policy) {
            case SEND_AT_SUBSCRIBE -> true;
            case SEND_AT_SUBSCRIBE_IF_NOT_YET_EXISTS -> isNew;
            case DONT_SEND_AT_SUBSCRIBE -> false;
        };
    }

    private int failure(int reasonCode) {
        boolean known = conversation.terms().mqtt5() && FAILURES.contains(reasonCode);
        return known ? reasonCode : ReasonCode.UNSPECIFIED_ERROR;
    }

    void unsubscribe(MqttUnsubscribeMessage packet) throws ProtocolException {
        PacketProperties.allowOnly(
                UNSUBSCRIBE_PROPERTIES, packet.idAndPropertiesVariableHeader().properties(), "UNSUBSCRIBE");
        List<String> filters = packet.payload().topics();
        checkCount(filters.isEmpty() ? 0 : 1);
        List<Short> codes = new ArrayList<>();
        Set<String> reasons = new LinkedHashSet<>();
        List<String> ended = new ArrayList<>();
        for (String filter : filters) {
            int code = unsubscribe(filter);
            codes.add((short) code);
            if (code == ReasonCode.SUCCESS) {
                ended.add(filter);
            } else if (code >= ReasonCode.UNSPECIFIED_ERROR) {
                reasons.add("filter '" + filter + "' is not valid");
            }
        }
        // The codec would write the codes to a 3.1.1 client too.
        conversation.write(Packets.unsubscribed(
                packet.variableHeader().messageId(),
                conversation.terms().mqtt5() ? codes : List.of(),
                conversation.reason(String.join("; ", reasons), codes.size())));
        if (!ended.isEmpty()) {
            broker.hooks().unsubscribed(conversation.client(), List.copyOf(ended));
        }
    }

    private int unsubscribe(String filter) {
        if (TopicFilter.fault(filter).isPresent()) {
            return ReasonCode.TOPIC_FILTER_INVALID;
        }
        return broker.router().unsubscribe(session, filter) ? ReasonCode.SUCCESS : ReasonCode.NO_SUBSCRIPTION_EXISTED;
    }
}

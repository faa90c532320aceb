package dev.tedge.link.paho;

import dev.tedge.link.session.OutboundMessage;
import dev.tedge.link.session.SessionConfig;
import dev.tedge.link.session.Subscription;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttConnAck;
import org.eclipse.paho.mqttv5.common.packet.MqttConnect;
import org.eclipse.paho.mqttv5.common.packet.MqttDisconnect;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttSubAck;
import org.eclipse.paho.mqttv5.common.packet.MqttSubscribe;
import org.eclipse.paho.mqttv5.common.packet.MqttUnsubscribe;
import org.eclipse.paho.mqttv5.common.packet.MqttWireMessage;
import org.jspecify.annotations.Nullable;

/**
 * The packets that begin and end a connection and change subscriptions, as MQTT 5 writes them (sections 3.1, 3.2, 3.8 to 3.10 and
 * 3.14), by the Paho library.
 */
public final class PahoPackets {

    private static final int MQTT_5 = 5;
    private static final int RETAINED_IF_NEW = 1;
    private static final int HIGHEST_QOS = 2;

    private PahoPackets() {}

    /**
     * What the broker says to our CONNECT; a limit is empty where it sets none.
     *
     * @param sessionPresent whether it still has our session of before
     * @param reasonCode 0x80 and above is a refusal
     * @param keepAliveSeconds the longest silence, where it orders another one than ours
     * @param topicAliasMaximum how many topic aliases it takes, 0 for none
     * @param maximumQos the highest QoS that it takes
     * @param retain whether it takes retained messages
     * @param wildcards whether filters may have wildcards
     * @param subscriptionIdentifiers whether filters may have identifiers
     */
    public record ConnAck(
            boolean sessionPresent,
            int reasonCode,
            OptionalInt receiveMaximum,
            OptionalLong maximumPacketSize,
            OptionalLong sessionExpirySeconds,
            OptionalInt keepAliveSeconds,
            int topicAliasMaximum,
            int maximumQos,
            boolean retain,
            boolean wildcards,
            boolean subscriptionIdentifiers) {}

    /**
     * A DISCONNECT of the broker.
     *
     * @param reasonCode why
     * @param reason the same in words of the broker
     */
    public record Disconnect(int reasonCode, Optional<String> reason) {}

    /** A CONNECT. */
    public static byte[] connect(SessionConfig config) {
        MqttProperties properties = new MqttProperties();
        properties.setSessionExpiryInterval(config.sessionExpiry().toSeconds());
        properties.setReceiveMaximum(config.receiveMaximum());
        config.maximumPacketSize().ifPresent(properties::setMaximumPacketSize);
        // Clean Start off: mosquitto 2.0.11 forgets a session that began with it on.
        MqttConnect connect = new MqttConnect(
                config.clientId(),
                MQTT_5,
                false,
                (int) config.keepAlive().toSeconds(),
                properties,
                new MqttProperties());
        config.credentials().ifPresent(user -> {
            connect.setUserName(user.userName());
            connect.setPassword(user.password().getBytes(StandardCharsets.UTF_8));
        });
        config.will().ifPresent(will -> setWill(connect, will));
        return bytes(connect);
    }

    private static void setWill(MqttConnect connect, OutboundMessage will) {
        connect.setWillDestination(will.topic());
        connect.setWillMessage(new MqttMessage(will.payload(), will.qos(), will.retain(), new MqttProperties()));
    }

    /** A SUBSCRIBE. */
    public static byte[] subscribe(int packetId, List<Subscription> subscriptions, boolean noLocal) {
        return subscribe(packetId, subscriptions, noLocal, new MqttProperties());
    }

    /** A SUBSCRIBE with the identifier of the subscription. */
    public static byte[] subscribeIdentified(int packetId, Subscription subscription, boolean noLocal) {
        MqttProperties properties = new MqttProperties();
        properties.setSubscriptionIdentifier(subscription.identifier());
        return subscribe(packetId, List.of(subscription), noLocal, properties);
    }

    private static byte[] subscribe(
            int packetId, List<Subscription> subscriptions, boolean noLocal, MqttProperties properties) {
        MqttSubscription[] filters = subscriptions.stream()
                .map(subscription -> filter(subscription, noLocal))
                .toArray(MqttSubscription[]::new);
        MqttSubscribe subscribe = new MqttSubscribe(filters, properties);
        subscribe.setMessageId(packetId);
        return bytes(subscribe);
    }

    private static MqttSubscription filter(Subscription subscription, boolean noLocal) {
        MqttSubscription filter = new MqttSubscription(subscription.filter(), subscription.qos());
        filter.setNoLocal(noLocal);
        filter.setRetainAsPublished(subscription.retainAsPublished());
        // Not again after each reconnect: what is retained has been dealt with when the session began.
        filter.setRetainHandling(RETAINED_IF_NEW);
        return filter;
    }

    /** An UNSUBSCRIBE. */
    public static byte[] unsubscribe(int packetId, List<String> filters) {
        MqttUnsubscribe unsubscribe = new MqttUnsubscribe(filters.toArray(String[]::new), new MqttProperties());
        unsubscribe.setMessageId(packetId);
        return bytes(unsubscribe);
    }

    /** A DISCONNECT. */
    public static byte[] disconnect(int reasonCode) {
        try {
            return bytes(new MqttDisconnect(reasonCode, new MqttProperties()));
        } catch (MqttException e) {
            throw new IllegalArgumentException("Not a reason to disconnect: " + reasonCode, e);
        }
    }

    /**
     * Reads a CONNACK.
     *
     * @param body what follows the fixed header
     * @throws ProtocolException when it is none
     */
    public static ConnAck connAck(byte[] body) throws IOException {
        MqttConnAck packet = read(() -> new MqttConnAck(body));
        MqttProperties granted = packet.getProperties();
        return new ConnAck(
                packet.getSessionPresent(),
                packet.getReturnCode(),
                optional(granted.getReceiveMaximum()),
                optional(granted.getMaximumPacketSize()),
                optional(granted.getSessionExpiryInterval()),
                optional(granted.getServerKeepAlive()),
                optional(granted.getTopicAliasMaximum()).orElse(0),
                optional(granted.getMaximumQoS()).orElse(HIGHEST_QOS),
                granted.isRetainAvailable(),
                granted.isWildcardSubscriptionsAvailable(),
                granted.isSubscriptionIdentifiersAvailable());
    }

    /** As if the broker had refused us with that reason. */
    public static ConnAck refusal(int reasonCode) {
        return new ConnAck(
                false,
                reasonCode,
                OptionalInt.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalInt.empty(),
                0,
                HIGHEST_QOS,
                true,
                true,
                true);
    }

    /**
     * Reads the reason codes of a SUBACK.
     *
     * @param body what follows the fixed header
     * @throws ProtocolException when it is none
     */
    public static List<Integer> subAck(byte[] body) throws IOException {
        return Arrays.stream(read(() -> new MqttSubAck(body)).getReturnCodes())
                .boxed()
                .toList();
    }

    /**
     * Reads a DISCONNECT.
     *
     * @param body what follows the fixed header
     * @throws ProtocolException when it is none
     */
    public static Disconnect disconnected(byte[] body) throws IOException {
        if (body.length == 0) {
            return new Disconnect(0, Optional.empty());
        }
        MqttDisconnect packet = read(() -> new MqttDisconnect(body));
        return new Disconnect(
                packet.getReturnCode(),
                Optional.ofNullable(packet.getProperties().getReasonString()));
    }

    private static OptionalInt optional(@Nullable Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private static OptionalLong optional(@Nullable Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static byte[] bytes(MqttWireMessage packet) {
        try {
            byte[] header = packet.getHeader();
            byte[] payload = packet.getPayload();
            byte[] all = Arrays.copyOf(header, header.length + payload.length);
            System.arraycopy(payload, 0, all, header.length, payload.length);
            return all;
        } catch (MqttException e) {
            throw new IllegalArgumentException("MQTT can't say this: " + e.getMessage(), e);
        }
    }

    private interface Reading<T> {
        T read() throws IOException, MqttException;
    }

    /** The library meets what it does not expect with exceptions of many kinds. */
    private static <T> T read(Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (MqttException | RuntimeException e) {
            ProtocolException malformed = new ProtocolException("a packet that can't be read");
            malformed.initCause(e);
            throw malformed;
        }
    }
}

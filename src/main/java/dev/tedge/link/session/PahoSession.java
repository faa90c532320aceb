package dev.tedge.link.session;

import dev.tedge.message.Payload;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Session} by the Eclipse Paho client, the only class that touches it. Every session has a client of its own: Paho's
 * automatic reconnect sends again what it keeps with topic aliases that the broker has forgotten, for ever
 * (paho.mqtt.java#916), so it never gets the chance.
 */
public final class PahoSession implements Session {

    private static final int LARGEST_RECEIVE_MAXIMUM = 65_535;
    private static final int DISCONNECT_WITH_WILL = 0x04;
    private static final int RETAINED_IF_NEW = 1;
    private static final long CLOSE_MILLIS = 1_000;
    private static final int PAHO_KEEP_ALIVE_TIMEOUT = 32_000;
    private static final int PAHO_WRITE_TIMEOUT = 32_002;

    private final SessionConfig config;
    private final Listener listener;
    private final FailureExplainer explainer;
    private final SessionSockets sockets;
    private final MqttAsyncClient client;
    private final AtomicBoolean over = new AtomicBoolean();

    /** Written before {@code opened} is told, read after. */
    private volatile long maximumPacketSize = Long.MAX_VALUE;

    private PahoSession(SessionConfig config, Listener listener) throws MqttException {
        this.config = config;
        this.listener = listener;
        this.explainer = new FailureExplainer(config.host(), config.port());
        this.sockets = new SessionSockets(config);
        // Always tcp://: our own socket factory does TLS, since Paho's drops ALPN.
        this.client = new MqttAsyncClient("tcp://" + peer(config), config.clientId(), new MemoryPersistence());
    }

    /** Where the socket is connected to: behind a proxy, the name of the broker may be unknown here. */
    private static String peer(SessionConfig config) {
        String host = config.proxy().map(HttpProxy::host).orElse(config.host());
        int port = config.proxy().map(HttpProxy::port).orElse(config.port());
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    /**
     * Starts to connect and returns at once.
     *
     * @return what ends the attempt, whatever has become of it
     */
    public static Session open(SessionConfig config, Listener listener) {
        try {
            PahoSession session = new PahoSession(config, listener);
            session.connect();
            return session;
        } catch (MqttException e) {
            throw new IllegalStateException("The MQTT client can't be set up for " + config, e);
        }
    }

    private void connect() throws MqttException {
        client.setManualAcks(true);
        // Before connect: what the broker has stored for us comes right behind its CONNACK.
        client.setCallback(new Callback());
        client.connect(options(), null, new Connecting());
    }

    private MqttConnectionOptions options() {
        MqttConnectionOptions options = new MqttConnectionOptions();
        // mosquitto 2.0.11 forgets a session that began with Clean Start on.
        options.setCleanStart(false);
        options.setSessionExpiryInterval(config.sessionExpiry().toSeconds());
        options.setAutomaticReconnect(false);
        options.setKeepAliveInterval((int) config.keepAlive().toSeconds());
        options.setConnectionTimeout((int) config.connectTimeout().toSeconds());
        options.setReceiveMaximum(config.receiveMaximum());
        config.maximumPacketSize().ifPresent(options::setMaximumPacketSize);
        options.setUseSubscriptionIdentifiers(false);
        config.credentials().ifPresent(credentials -> {
            options.setUserName(credentials.userName());
            options.setPassword(credentials.password().getBytes(StandardCharsets.UTF_8));
        });
        options.setSocketFactory(sockets);
        config.will().ifPresent(will -> {
            MqttMessage message = new MqttMessage(will.payload());
            message.setQos(will.qos());
            message.setRetained(will.retain());
            options.setWill(will.topic(), message);
        });
        return options;
    }

    @Override
    public void publish(OutboundMessage message, PublishListener published) throws RefusedBySession, SessionClosed {
        // Checked here, as Paho closes the connection over it.
        long size = packetSize(message);
        if (size > maximumPacketSize) {
            throw new RefusedBySession("the packet of %d bytes is larger than the %d bytes that the broker takes"
                    .formatted(size, maximumPacketSize));
        }
        try {
            // New properties for each message: Paho writes the topic alias into them.
            MqttMessage paho = new MqttMessage(message.payload(), message.qos(), message.retain(), properties(message));
            client.publish(message.topic(), paho, null, new Publishing(published));
        } catch (MqttException e) {
            throw new SessionClosed(e);
        } catch (IllegalArgumentException e) {
            throw new RefusedBySession("the topic or a property can't be published: " + e.getMessage());
        }
    }

    /** An upper bound: fixed header 5, topic with its length, packet id 2, properties with alias 5. */
    private static long packetSize(OutboundMessage message) {
        long body = (long) message.payload().length + message.propertiesSize();
        return 14L + message.topic().getBytes(StandardCharsets.UTF_8).length + body;
    }

    private static MqttProperties properties(OutboundMessage message) {
        MqttProperties properties = new MqttProperties();
        message.propertiesAt(System.nanoTime()).ifPresent(sent -> {
            sent.responseTopic().ifPresent(properties::setResponseTopic);
            sent.correlationData().map(Payload::toByteArray).ifPresent(properties::setCorrelationData);
            sent.format().contentType().ifPresent(properties::setContentType);
            sent.expirySeconds().ifPresent(properties::setMessageExpiryInterval);
            if (sent.format().text()) {
                properties.setPayloadFormat(true);
            }
            if (!sent.userProperties().isEmpty()) {
                properties.setUserProperties(sent.userProperties().stream()
                        .map(each -> new org.eclipse.paho.mqttv5.common.packet.UserProperty(each.name(), each.value()))
                        .toList());
            }
        });
        return properties;
    }

    /**
     * The properties of the client library in our words, as {@code CamelPahoMqtt5MsgProperties} has them.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static Optional<MessageProperties> properties(Object ofPaho) {
        if (!(ofPaho instanceof MqttProperties properties)) {
            throw new IllegalArgumentException("A %s is not the properties of a message"
                    .formatted(ofPaho.getClass().getName()));
        }
        if (properties.getResponseTopic() == null
                && properties.getCorrelationData() == null
                && properties.getContentType() == null
                && properties.getMessageExpiryInterval() == null
                && !properties.getPayloadFormat()
                && properties.getUserProperties().isEmpty()) {
            return Optional.empty();
        }
        @Nullable Long expiry = properties.getMessageExpiryInterval();
        return Optional.of(new MessageProperties(
                Optional.ofNullable(properties.getResponseTopic()).filter(topic -> !topic.isEmpty()),
                Optional.ofNullable(properties.getCorrelationData()).map(Payload::of),
                new MessageProperties.Format(
                        Optional.ofNullable(properties.getContentType()), properties.getPayloadFormat()),
                expiry == null ? OptionalLong.empty() : OptionalLong.of(expiry),
                properties.getUserProperties().stream()
                        .map(each -> new UserProperty(each.getKey(), each.getValue()))
                        .toList()));
    }

    @Override
    public void subscribe(List<Subscription> subscriptions, SubscribeListener answered) {
        subscribe(subscriptions, new MqttProperties(), answered);
    }

    @Override
    public void subscribeIdentified(Subscription subscription, SubscribeListener answered) {
        MqttProperties properties = new MqttProperties();
        properties.setSubscriptionIdentifier(subscription.identifier());
        subscribe(List.of(subscription), properties, answered);
    }

    private void subscribe(List<Subscription> subscriptions, MqttProperties properties, SubscribeListener answered) {
        MqttSubscription[] filters = subscriptions.stream().map(this::filter).toArray(MqttSubscription[]::new);
        whileOpen(() -> {
            try {
                client.subscribe(filters, null, new Subscribing(answered), properties);
            } catch (IllegalArgumentException e) {
                // Such as wildcards on a broker that says it takes none.
                answered.answered(Collections.nCopies(filters.length, ReasonCodes.TOPIC_FILTER_INVALID));
            }
        });
    }

    private MqttSubscription filter(Subscription subscription) {
        MqttSubscription filter = new MqttSubscription(subscription.filter(), subscription.qos());
        filter.setNoLocal(config.noLocal());
        filter.setRetainAsPublished(subscription.retainAsPublished());
        // Not again after each reconnect: what is retained has been dealt with when the session began.
        filter.setRetainHandling(RETAINED_IF_NEW);
        return filter;
    }

    @Override
    public void unsubscribe(List<String> filters) {
        whileOpen(() -> client.unsubscribe(filters.toArray(String[]::new), null, null, new MqttProperties()));
    }

    @Override
    public void acknowledge(InboundMessage message) {
        if (message.qos() > 0) {
            whileOpen(() -> client.messageArrivedComplete(message.packetId(), message.qos()));
        }
    }

    @Override
    public void disconnect(boolean withWill) {
        over.set(true);
        try {
            client.disconnect(0, null, null, withWill ? DISCONNECT_WITH_WILL : 0, new MqttProperties())
                    .waitForCompletion(CLOSE_MILLIS);
        } catch (MqttException e) {
            // The connection was gone already, or does not take our goodbye.
        }
        sockets.close();
    }

    @Override
    public void abort() {
        over.set(true);
        // Paho unwinds by itself when its socket is gone; its own ways of closing leak threads while it connects.
        sockets.close();
    }

    private void end(LinkFailure failure) {
        if (over.compareAndSet(false, true)) {
            listener.ended(failure);
        }
    }

    /** Paho's fields are null once it is closed, and its exceptions then say no more than that. */
    private void whileOpen(PahoCall call) {
        if (over.get()) {
            return;
        }
        try {
            call.run();
        } catch (MqttException | NullPointerException e) {
            // It is ending: Callback.disconnected follows, and the broker keeps or repeats what matters.
        }
    }

    private interface PahoCall {
        void run() throws MqttException;
    }

    private final class Connecting implements MqttActionListener {

        @Override
        public void onSuccess(IMqttToken token) {
            MqttProperties granted = token.getResponseProperties();
            if (granted.getMaximumPacketSize() != null) {
                maximumPacketSize = granted.getMaximumPacketSize();
            }
            if (over.get()) {
                return;
            }
            listener.opened(
                    PahoSession.this,
                    new Grant(
                            token.getSessionPresent(),
                            (int) orElse(granted.getReceiveMaximum(), LARGEST_RECEIVE_MAXIMUM),
                            maximumPacketSize,
                            orElse(
                                    granted.getSessionExpiryInterval(),
                                    config.sessionExpiry().toSeconds()),
                            granted.isSubscriptionIdentifiersAvailable()));
        }

        @Override
        public void onFailure(IMqttToken token, Throwable failure) {
            if (failure instanceof MqttException mqtt
                    && ReasonCodes.isRefusal(mqtt.getReasonCode())
                    && mqtt.getReasonCode() <= 0xFF) {
                end(explainer.refused(mqtt.getReasonCode()));
            } else {
                end(explainer.failed(failure));
            }
        }
    }

    private record Publishing(PublishListener published) implements MqttActionListener {

        @Override
        public void onSuccess(IMqttToken token) {
            int[] codes = token.getReasonCodes();
            published.acknowledged(codes == null || codes.length == 0 ? 0 : codes[0]);
        }

        @Override
        public void onFailure(IMqttToken token, Throwable failure) {
            // The session is ending: Listener.ended says so for all that is unacknowledged.
        }
    }

    private record Subscribing(SubscribeListener answered) implements MqttActionListener {

        @Override
        public void onSuccess(IMqttToken token) {
            answered.answered(Arrays.stream(token.getReasonCodes()).boxed().toList());
        }

        @Override
        public void onFailure(IMqttToken token, Throwable failure) {
            // The session is ending: Listener.ended says so.
        }
    }

    private final class Callback implements MqttCallback {

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            InboundMessage plain = new InboundMessage(
                    topic,
                    message.getPayload(),
                    message.getQos(),
                    message.isRetained(),
                    message.getId(),
                    message.getProperties().getSubscriptionIdentifiers());
            listener.arrived(
                    PahoSession.this,
                    properties(message.getProperties()).map(plain::with).orElse(plain));
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {
            @Nullable MqttException failure = response.getException();
            if (failure == null) {
                end(explainer.disconnected(response.getReturnCode(), Optional.ofNullable(response.getReasonString())));
            } else if (failure.getReasonCode() == PAHO_KEEP_ALIVE_TIMEOUT
                    || failure.getReasonCode() == PAHO_WRITE_TIMEOUT) {
                end(LinkFailure.timedOut("answer to our ping", config, config.keepAlive()));
            } else {
                end(explainer.lost(failure));
            }
        }

        @Override
        public void mqttErrorOccurred(MqttException exception) {
            // A malformed packet: Paho closes the connection, disconnected() follows.
        }

        @Override
        public void deliveryComplete(IMqttToken token) {
            // Publishing hears of it, with the reason code.
        }

        @Override
        public void connectComplete(boolean reconnect, String serverUri) {
            // Connecting hears of it, with what the broker grants.
        }

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {
            // Extended authentication is not asked for.
        }
    }

    private static <T extends Number> long orElse(@Nullable T granted, long otherwise) {
        return granted == null ? otherwise : granted.longValue();
    }
}

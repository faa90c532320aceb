package dev.tedge.simulator;

import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.MqttClientState;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An MQTT 5 client that remembers what it was sent, and how its connection ended. */
final class TestingDevice {

    final Mqtt5BlockingClient client;
    private final BlockingQueue<Mqtt5Publish> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Throwable> ended = new CompletableFuture<>();

    TestingDevice(MqttClientBuilder builder) {
        client = builder.useMqttVersion5()
                .addDisconnectedListener(context -> ended.complete(context.getCause()))
                .buildBlocking();
        client.toAsync().publishes(MqttGlobalPublishFilter.ALL, received::add);
    }

    /** With a clean start and a session that ends with the connection. */
    TestingDevice connected() {
        client.connect();
        return this;
    }

    /** With a session that shall live on. */
    Mqtt5ConnAck connectToSession(long expirySeconds) {
        return client.connect(Mqtt5Connect.builder()
                .cleanStart(false)
                .sessionExpiryInterval(expirySeconds)
                .build());
    }

    void subscribe(String filter) {
        client.subscribe(Mqtt5Subscribe.builder()
                .topicFilter(filter)
                .qos(MqttQos.AT_LEAST_ONCE)
                .build());
    }

    Mqtt5PublishResult publish(String topic, String payload) {
        return client.publish(Mqtt5Publish.builder()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload.getBytes(StandardCharsets.UTF_8))
                .build());
    }

    /** The reason code of the PUBACK, 0 for success. */
    int puback(String topic, String payload) {
        try {
            publish(topic, payload);
            return 0;
        } catch (Mqtt5PubAckException refused) {
            return refused.getMqttMessage().getReasonCode().getCode();
        }
    }

    /** Publishes without waiting for what comes of it. */
    void send(Mqtt5Publish publish) {
        CompletableFuture<?> unused = client.toAsync().publish(publish);
    }

    /** Subscribes without waiting for what comes of it. */
    void send(Mqtt5Subscribe subscribe) {
        CompletableFuture<?> unused = client.toAsync().subscribe(subscribe);
    }

    /** The next message as {@code [topic] payload}; fails the test when none comes. */
    String next() throws InterruptedException {
        Mqtt5Publish publish = nextPublish();
        return "[" + publish.getTopic() + "] " + new String(publish.getPayloadAsBytes(), StandardCharsets.UTF_8);
    }

    /** The next message with all that it brings; fails the test when none comes. */
    Mqtt5Publish nextPublish() throws InterruptedException {
        Mqtt5Publish publish = received.poll(10, TimeUnit.SECONDS);
        if (publish == null) {
            throw new AssertionError("No message within 10 s");
        }
        return publish;
    }

    /** Why the connection has ended. */
    Throwable ending() throws Exception {
        Throwable cause = ended.get(10, TimeUnit.SECONDS);
        // The listener is told a little before the client may connect again.
        await().until(() -> client.getState() == MqttClientState.DISCONNECTED);
        return cause;
    }

    /** The reason code of the DISCONNECT that ends the connection. */
    int disconnectCode() throws Exception {
        Throwable cause = ending();
        if (cause instanceof Mqtt5DisconnectException disconnect) {
            return disconnect.getMqttMessage().getReasonCode().getCode();
        }
        throw new AssertionError("The connection has ended without DISCONNECT", cause);
    }
}

package dev.tedge.testing;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * An MQTT 5 client that a test looks through: it keeps every message that it receives in the order of
 * arrival, and publishes. It stands on another client library than the gateway, so that a fault of one
 * library does not hide behind itself. Safe for use by several threads.
 */
public final class MqttProbe implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LONG_PATIENCE = Duration.ofMinutes(2);

    private final Mqtt5AsyncClient client;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final List<ReceivedMessage> received = new ArrayList<>();

    private final AtomicBoolean closed;

    /**
     * Not yet connected.
     *
     * @param closed set by {@link #close}, so that a client that reconnects by itself stops doing so
     */
    MqttProbe(Mqtt5AsyncClient client, AtomicBoolean closed) {
        this.client = client;
        this.closed = closed;
        client.publishes(MqttGlobalPublishFilter.ALL, this::keep);
    }

    /** A plain connection to a port of 127.0.0.1. */
    public static MqttProbeBuilder to(int port) {
        return to("127.0.0.1", port);
    }

    /** A plain connection. */
    public static MqttProbeBuilder to(String host, int port) {
        return new MqttProbeBuilder(host, port);
    }

    /** Subscribes with QoS 1 and waits for SUBACK; fails when the broker refuses one of the filters. */
    public MqttProbe subscribe(String... filters) {
        for (String filter : filters) {
            BrokerAnswers.await(
                    client.subscribeWith()
                            .topicFilter(filter)
                            .qos(MqttQos.AT_LEAST_ONCE)
                            .send(),
                    PATIENCE,
                    "subscribe to " + filter);
        }
        return this;
    }

    /** Publishes with QoS 1 and waits for PUBACK. */
    public void publish(String topic, String payload) {
        publish(topic, payload, 1);
    }

    /**
     * Publishes and waits until the broker has taken it.
     *
     * @param qos 0, 1 or 2; 0 waits only until it is written
     * @throws IllegalStateException when the broker refuses it; the message names the reason code
     */
    public void publish(String topic, String payload, int qos) {
        send(message(topic, ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8)), qos, false));
    }

    /** Publishes any bytes with QoS 1 and waits for PUBACK. */
    public void publish(String topic, ByteBuffer payload) {
        send(message(topic, payload, 1, false));
    }

    /** Publishes a retained message with QoS 1 and waits for PUBACK. */
    public void publishRetained(String topic, String payload) {
        send(message(topic, ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8)), 1, true));
    }

    /** As {@link #publishMany(int, IntFunction, IntFunction, int, int)} with QoS 1. */
    public void publishMany(int count, IntFunction<String> topic, IntFunction<String> payload, int window) {
        publishMany(count, topic, payload, window, 1);
    }

    /**
     * Publishes many messages and waits until the broker has taken each of them.
     *
     * @param count the messages are number 0 to {@code count - 1}
     * @param topic of the message with this number
     * @param payload of the message with this number
     * @param window how many may be unacknowledged at a time
     * @param qos 0, 1 or 2; 0 waits only until it is written
     * @throws IllegalStateException with the first failure, when there is one, after all have been tried
     */
    public void publishMany(int count, IntFunction<String> topic, IntFunction<String> payload, int window, int qos) {
        Semaphore free = new Semaphore(window);
        List<CompletableFuture<?>> sent = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            BrokerAnswers.acquire(free, LONG_PATIENCE, "message " + number);
            ByteBuffer content = ByteBuffer.wrap(payload.apply(number).getBytes(StandardCharsets.UTF_8));
            sent.add(client.publish(message(topic.apply(number), content, qos, false))
                    .thenApply(MqttProbe::accepted)
                    .whenComplete((result, failure) -> free.release()));
        }
        BrokerAnswers.await(
                CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)),
                LONG_PATIENCE,
                "publish " + count + " messages");
    }

    /** Waits up to ten seconds for a message on exactly this topic, or takes the first that is already there. */
    public ReceivedMessage await(String topic) {
        return await("on topic " + topic, message -> message.topic().equals(topic), PATIENCE);
    }

    /**
     * Waits for a message, or takes the first that is already there.
     *
     * @param what for the error: "a command", "the answer to request 7"
     * @throws AssertionError when none came in time; it lists what came instead
     */
    public ReceivedMessage await(String what, Predicate<ReceivedMessage> wanted, Duration timeout) {
        long nanos = timeout.toNanos();
        lock.lock();
        try {
            Optional<ReceivedMessage> found = first(wanted);
            while (found.isEmpty()) {
                if (nanos <= 0) {
                    throw new AssertionError("No message " + what + " within " + timeout + "; received: " + summary());
                }
                nanos = arrived.awaitNanos(nanos);
                found = first(wanted);
            }
            return found.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a message " + what, e);
        } finally {
            lock.unlock();
        }
    }

    /** All that has arrived until now, in this order. */
    public List<ReceivedMessage> messages() {
        lock.lock();
        try {
            return List.copyOf(received);
        } finally {
            lock.unlock();
        }
    }

    /** Each payload that has arrived until now, with how often it came. */
    public Map<String, Integer> countByPayload() {
        Map<String, Integer> counts = new HashMap<>();
        for (ReceivedMessage message : messages()) {
            counts.merge(message.text(), 1, Integer::sum);
        }
        return counts;
    }

    /** How many messages came more often than once: 0 when each payload came once. */
    public int duplicates() {
        List<ReceivedMessage> all = messages();
        return all.size()
                - (int) all.stream().map(ReceivedMessage::payload).distinct().count();
    }

    /** Whether the broker has not ended the connection. */
    public boolean isConnected() {
        return client.getState().isConnected();
    }

    /** Disconnects; a persistent session stays with the broker. Does nothing when the connection is gone. */
    @Override
    public void close() {
        closed.set(true);
        if (client.getState().isConnectedOrReconnect()) {
            // The broker may be gone at this very moment: then there is nothing left to close.
            client.disconnect()
                    .exceptionally(gone -> null)
                    .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
        }
    }

    private void send(Mqtt5Publish message) {
        BrokerAnswers.await(
                client.publish(message).thenApply(MqttProbe::accepted), PATIENCE, "publish to " + message.getTopic());
    }

    private static Mqtt5Publish message(String topic, ByteBuffer payload, int qos, boolean retain) {
        MqttQos quality = Optional.ofNullable(MqttQos.fromCode(qos))
                .orElseThrow(() -> new IllegalArgumentException("QoS " + qos));
        return Mqtt5Publish.builder()
                .topic(topic)
                .payload(payload)
                .qos(quality)
                .retain(retain)
                .build();
    }

    private static Mqtt5PublishResult accepted(Mqtt5PublishResult result) {
        result.getError().ifPresent(error -> {
            throw new IllegalStateException(error.getMessage(), error);
        });
        return result;
    }

    private void keep(Mqtt5Publish publish) {
        lock.lock();
        try {
            received.add(ReceivedMessage.of(received.size(), publish));
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Optional<ReceivedMessage> first(Predicate<ReceivedMessage> wanted) {
        return received.stream().filter(wanted).findFirst();
    }

    private String summary() {
        return received.size() + " "
                + received.stream().limit(20).map(ReceivedMessage::topic).toList();
    }
}

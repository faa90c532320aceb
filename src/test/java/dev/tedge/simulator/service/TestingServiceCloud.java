package dev.tedge.simulator.service;

import dev.tedge.mqttserver.ConnectRequest;
import dev.tedge.mqttserver.ConnectedClient;
import dev.tedge.mqttserver.Payload;
import dev.tedge.mqttserver.ServerMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** A cloud without a server: it remembers what a service says, and its time passes only when a test says so. */
public final class TestingServiceCloud implements Cloud {

    private record Task(Instant due, Runnable action, CompletableFuture<Void> done) {}

    /** What has been published, as {@code topic payload}. */
    public final List<String> published = new ArrayList<>();

    /** What has been sent, as {@code client topic payload}. */
    public final List<String> sent = new ArrayList<>();

    /** What people were told, as {@code client topic code reason}. */
    public final List<String> rejected = new ArrayList<>();

    private final List<Task> tasks = new ArrayList<>();
    public Instant now = Instant.parse("2026-05-01T10:00:00Z");

    /** A message from a device. */
    public static DeviceMessage message(String clientId, String topic, String payload) {
        return new DeviceMessage(client(clientId), ServerMessage.of(topic, Payload.of(payload), 1));
    }

    /** A device without a certificate. */
    public static ConnectedClient client(String clientId) {
        return new ConnectedClient(
                new ConnectRequest(
                        clientId,
                        5,
                        ConnectRequest.Credentials.NONE,
                        new ConnectRequest.SessionRequest(true, Duration.ZERO, Duration.ZERO),
                        Optional.empty()),
                Instant.EPOCH);
    }

    /** A connection of MQTT 5, without TLS. */
    public static ConnectedClient device(String clientId) {
        return client(clientId);
    }

    /** A message of the client {@code robot-7}. */
    public static DeviceMessage message(String topic, String payload) {
        return message("robot-7", topic, payload);
    }

    /** What has been published since the last call. */
    public List<String> takePublished() {
        List<String> taken = List.copyOf(published);
        published.clear();
        return taken;
    }

    /** Tasks that are neither done nor cancelled. */
    public long waiting() {
        return tasks.stream().filter(task -> !task.done().isDone()).count();
    }

    /** Lets time pass, and does what is due meanwhile. */
    public void pass(Duration time) {
        Instant end = now.plus(time);
        Optional<Task> next = next(end);
        while (next.isPresent()) {
            Task task = next.get();
            tasks.remove(task);
            now = task.due();
            if (task.done().complete(null)) {
                task.action().run();
            }
            next = next(end);
        }
        now = end;
    }

    private Optional<Task> next(Instant end) {
        return tasks.stream().filter(task -> !task.due().isAfter(end)).min(Comparator.comparing(Task::due));
    }

    @Override
    public void publish(String topic, Payload payload) {
        published.add(topic + " " + payload.text());
    }

    @Override
    public void send(String clientId, String topic, Payload payload) {
        sent.add(clientId + " " + topic + " " + payload.text());
    }

    @Override
    public void reply(String clientId, String topic, Payload payload) {
        send(clientId, topic, payload);
    }

    @Override
    public void rejected(String clientId, String topic, int code, String reason) {
        rejected.add(clientId + " " + topic + " " + code + " " + reason);
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public Future<?> after(Duration delay, Runnable action) {
        Task task = new Task(now.plus(delay), action, new CompletableFuture<>());
        tasks.add(task);
        return task.done();
    }
}

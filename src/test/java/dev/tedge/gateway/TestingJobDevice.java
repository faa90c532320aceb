package dev.tedge.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A device that does whatever it is told, as often as it is told, and counts: it does not look whether it has done a command before.
 * The member {@code do} of a command is how it ends: {@code successful}, {@code failed}, or {@code hang} for never.
 */
final class TestingJobDevice implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, Integer> starts = new ConcurrentHashMap<>();
    private final Set<String> withdrawn = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<String> hanging = new LinkedBlockingQueue<>();

    /** Publishes wait for the broker, which must not hold up what comes in. */
    private final ExecutorService work = Executors.newSingleThreadExecutor();

    private final Mqtt5AsyncClient client;

    TestingJobDevice(String host, int port) {
        client = MqttClient.builder()
                .useMqttVersion5()
                .serverHost(host)
                .serverPort(port)
                .identifier("worker")
                .buildAsync();
        client.publishes(MqttGlobalPublishFilter.ALL, message -> work.execute(() -> heard(message)));
        client.connect().join();
        client.subscribeWith()
                .topicFilter("te/+/+/+/+/cmd/+/+")
                .qos(MqttQos.AT_LEAST_ONCE)
                .noLocal(true)
                .send()
                .join();
    }

    /** How often each command was begun, by its id. */
    Map<String, Integer> starts() {
        return Map.copyOf(starts);
    }

    /** The ids of commands that somebody else has ended. */
    Set<String> withdrawn() {
        return Set.copyOf(withdrawn);
    }

    /** Ids of commands that are begun and will never end. */
    BlockingQueue<String> hanging() {
        return hanging;
    }

    private void heard(Mqtt5Publish message) {
        String text = new String(message.getPayloadAsBytes(), StandardCharsets.UTF_8);
        if (text.isEmpty()) {
            return;
        }
        try {
            heard(message.getTopic().toString(), JSON.readTree(text));
        } catch (IOException e) {
            throw new IllegalStateException("Not JSON on " + message.getTopic(), e);
        }
    }

    private void heard(String topic, JsonNode command) {
        String id = topic.substring(topic.lastIndexOf('/') + 1);
        String status = command.path("status").asText();
        if (status.equals("failed")) {
            withdrawn.add(id);
        } else if (status.equals("init")) {
            starts.merge(id, 1, Integer::sum);
            String end = command.path("do").asText();
            say(topic, end, "executing");
            if (end.equals("hang")) {
                hanging.add(id);
            } else {
                say(topic, end, end);
            }
        }
    }

    private void say(String topic, String end, String status) {
        String payload = "{\"status\":\"%s\",\"do\":\"%s\",\"reason\":\"told so\"}".formatted(status, end);
        client.publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .retain(true)
                .payload(payload.getBytes(StandardCharsets.UTF_8))
                .send()
                .join();
    }

    @Override
    public void close() {
        client.disconnect().join();
        work.shutdownNow();
    }
}

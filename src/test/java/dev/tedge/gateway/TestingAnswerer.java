package dev.tedge.gateway;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A local MQTT 5 device that takes commands, and answers each that asks for it as MQTT 5 has it, with the command's payload. */
final class TestingAnswerer implements AutoCloseable {

    static final String ID = "lamp";

    private final Mqtt5AsyncClient client;
    private final List<Mqtt5Publish> commands = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /** Connected with a session that outlives its connection, and subscribed. */
    TestingAnswerer(int port) {
        client = MqttClient.builder()
                .useMqttVersion5()
                .identifier(ID)
                .serverHost("127.0.0.1")
                .serverPort(port)
                .automaticReconnect()
                .initialDelay(100, TimeUnit.MILLISECONDS)
                .maxDelay(1, TimeUnit.SECONDS)
                .applyAutomaticReconnect()
                .addDisconnectedListener(
                        context -> context.getReconnector().reconnect(!closed).republishIfSessionExpired(true))
                .buildAsync();
        client.publishes(MqttGlobalPublishFilter.ALL, this::take, true);
        client.toBlocking()
                .connect(Mqtt5Connect.builder()
                        .cleanStart(false)
                        .sessionExpiryInterval(3_600)
                        .build());
        client.toBlocking()
                .subscribeWith()
                .topicFilter("aws/cmd/#")
                .qos(MqttQos.AT_LEAST_ONCE)
                .send();
    }

    /** What has come, in this order. */
    List<Mqtt5Publish> commands() {
        return commands;
    }

    /** A command is acknowledged when its answer is safe. */
    private void take(Mqtt5Publish command) {
        commands.add(command);
        if (command.getResponseTopic().isEmpty()) {
            command.acknowledge();
            return;
        }
        Mqtt5Publish answer = Mqtt5Publish.builder()
                .topic(command.getResponseTopic().get())
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(command.getPayloadAsBytes())
                .correlationData(command.getCorrelationData().orElse(null))
                .build();
        CompletableFuture<?> unused = client.publish(answer).thenRun(command::acknowledge);
    }

    @Override
    public void close() {
        closed = true;
        if (client.getState().isConnected()) {
            client.toBlocking().disconnect();
        }
    }
}

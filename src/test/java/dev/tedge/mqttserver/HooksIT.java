package dev.tedge.mqttserver;

import static dev.tedge.mqttserver.TestingMqttClient.connected;
import static dev.tedge.mqttserver.TestingMqttClient.replyCode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What hooks can decide and what they see. */
class HooksIT {

    /** Refuses, disconnects and fails by the word that it finds in a name. */
    private static final class TestingHooks implements MqttServerHooks {

        private final List<String> seen = new CopyOnWriteArrayList<>();

        private static Verdict verdict(String name) {
            if (name.contains("broken")) {
                throw new IllegalStateException("a hook that fails");
            }
            if (name.contains("refuse")) {
                return Verdict.refuse(ReasonCode.NOT_AUTHORIZED, "not for you");
            }
            return name.contains("disconnect")
                    ? Verdict.disconnect(ReasonCode.MESSAGE_RATE_TOO_HIGH, "go away")
                    : Verdict.allow();
        }

        @Override
        public Verdict connect(ConnectRequest request) {
            return verdict(request.clientId());
        }

        @Override
        public Verdict publish(ConnectedClient client, ServerMessage message) {
            return verdict(message.topic());
        }

        @Override
        public Verdict subscribe(ConnectedClient client, String filter, int qos) {
            return verdict(filter);
        }

        @Override
        public boolean deliver(ConnectedClient client, ServerMessage message) {
            return !message.topic().contains("secret");
        }

        @Override
        public void connected(ConnectedClient client) {
            seen.add("+" + client.clientId());
        }

        @Override
        public void disconnected(ConnectedClient client, String reason) {
            seen.add("-" + client.clientId());
        }

        @Override
        public void published(ConnectedClient client, ServerMessage message) {
            seen.add(client.clientId() + ":" + message.topic());
        }
    }

    private final TestingHooks hooks = new TestingHooks();
    private MqttServer server;
    private TestingMqttClient client;

    @BeforeEach
    void start() throws IOException {
        server = MqttServer.start(MqttServerConfig.defaults(), hooks);
        client = connected(server, "c");
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void connect_isRefused_inTheWordsOfTheVersion() {
        TestingMqttClient five = new TestingMqttClient(server.port());
        assertThat(five.connect("refuse", connect -> connect).variableHeader().connectReturnCode())
                .isEqualTo(MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED_5);
        five.awaitClosed();
        TestingMqttClient three = new TestingMqttClient(server.port());
        assertThat(three.connect("refuse", connect -> connect.protocolVersion(MqttVersion.MQTT_3_1_1))
                        .variableHeader()
                        .connectReturnCode())
                .isEqualTo(MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED);
        three.awaitClosed();
    }

    @Test
    void publish_isRefused_andNotPassedOn() {
        client.subscribe("#", 0);
        assertThat(client.publishAndWait("refuse/1", "x", false)).isEqualTo(ReasonCode.NOT_AUTHORIZED);
        client.publish("refuse/2", "x", 2);
        assertThat(replyCode(client.next(MqttMessageType.PUBREC))).isEqualTo(ReasonCode.NOT_AUTHORIZED);
        client.publish("refuse/0", "x", 0);
        client.expectNothing();
        assertThat(hooks.seen).containsExactly("+c");
    }

    @Test
    void publish_disconnects() {
        client.publish("disconnect", "x", 0);

        assertThat(client.disconnectCode()).isEqualTo(ReasonCode.MESSAGE_RATE_TOO_HIGH);
        await().untilAsserted(() -> assertThat(hooks.seen).containsExactly("+c", "-c"));
    }

    @Test
    void publish_closesWithoutAWord_for311() {
        TestingMqttClient three = new TestingMqttClient(server.port());
        three.connect("three", connect -> connect.protocolVersion(MqttVersion.MQTT_3_1_1));
        three.publish("disconnect", "x", 0);
        three.awaitClosed();
    }

    @Test
    void subscribe_isRefusedPerFilter() {
        assertThat(client.subscribe("refuse", 1)).containsExactly(ReasonCode.NOT_AUTHORIZED);
        assertThat(client.subscribe("fine", 1)).containsExactly(1);
    }

    @Test
    void deliver_canKeepAMessageBack() {
        client.subscribe("+", 1);
        TestingMqttClient other = connected(server, "other");
        other.publishAndWait("secret", "x", false);
        other.publishAndWait("open", "x", false);

        assertThat(client.nextMessage()).isEqualTo("open=x");
        other.close();
    }

    @Test
    void failingHook_endsTheConnectionOnly() {
        client.publish("broken", "x", 1);

        assertThat(client.disconnectCode()).isEqualTo(ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR);
        connected(server, "the server is still there").close();
    }

    @Test
    void publishFromInside_reachesSubscribers_andIsNotAsked() {
        client.subscribe("refuse/all", 1);
        client.subscribe("inside/#", 1);
        server.publish(ServerMessage.of("inside/1", Payload.of("x"), 1).retained());
        assertThat(client.nextMessage()).isEqualTo("inside/1=x");
        client.subscribe("inside/1", 0);

        assertThat(client.nextPublish().fixedHeader().isRetain()).isTrue();
        assertThat(hooks.seen).containsExactly("+c");
    }

    @Test
    void observers_seeTheStoryInOrder() {
        client.publish("t", "x", 0, false, new MqttProperties());
        client.goodbye();

        await().untilAsserted(() -> assertThat(hooks.seen).containsExactly("+c", "c:t", "-c"));
    }
}

package dev.tedge.mqttserver;

import static dev.tedge.mqttserver.TestingMqttClient.connected;
import static dev.tedge.mqttserver.TestingMqttClient.replyCode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageBuilders.ConnectBuilder;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What hooks can decide and what they see. */
class HooksIT {

    /** Refuses, disconnects and fails by the word that it finds in a name. */
    private static final class TestingHooks implements MqttServerHooks {

        private final List<String> seen = new CopyOnWriteArrayList<>();
        private volatile String secret = "secret";

        private static Verdict verdict(String name) {
            if (name.contains("broken")) {
                throw new IllegalStateException("a hook that fails");
            }
            if (name.contains("end")) {
                return Verdict.refuseAndDisconnect(ReasonCode.NOT_AUTHORIZED, "not for you, and go away");
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
            return request.clientId().length() > 60_000
                    ? Verdict.refuse(ReasonCode.NOT_AUTHORIZED, request.clientId() + " is a long name")
                    : verdict(request.clientId());
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
            return !message.topic().contains(secret);
        }

        @Override
        public void connected(ConnectedClient client) {
            seen.add("+" + client.clientId());
        }

        @Override
        public void disconnected(ConnectedClient client, ConnectionEnd end) {
            seen.add("-" + client.clientId());
        }

        @Override
        public void refused(String clientId, int reasonCode, String reason) {
            seen.add(clientId + "!" + Integer.toHexString(reasonCode));
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
    void publish_isRefusedAndEndsTheConnection_withAllThatFollows() {
        client.subscribe("after", 1);
        client.publish("end", "x", 1);
        client.publish("after", "x", 1);

        assertThat(replyCode(client.next(MqttMessageType.PUBACK))).isEqualTo(ReasonCode.NOT_AUTHORIZED);
        assertThat(client.disconnectCode()).isEqualTo(ReasonCode.NOT_AUTHORIZED);
        await().untilAsserted(() -> assertThat(hooks.seen).containsExactly("+c", "-c"));
    }

    @Test
    void subscribe_isRefusedAndEndsTheConnection() {
        assertThat(client.subscribe("end", 1)).containsExactly(ReasonCode.NOT_AUTHORIZED);

        assertThat(client.disconnectCode()).isEqualTo(ReasonCode.NOT_AUTHORIZED);
    }

    @Test
    void refusalThatEnds_isAnsweredInConnack_andWithoutAWordIn311() {
        TestingMqttClient five = new TestingMqttClient(server.port());
        assertThat(five.connect("end", connect -> connect).variableHeader().connectReturnCode())
                .isEqualTo(MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED_5);
        five.awaitClosed();
        for (String filter : List.of("", "end")) {
            TestingMqttClient three = new TestingMqttClient(server.port());
            three.connect("three", connect -> connect.protocolVersion(MqttVersion.MQTT_3_1_1));
            if (filter.isEmpty()) {
                three.publish("end", "x", 1);
            } else {
                three.send(MqttMessageBuilders.subscribe()
                        .messageId(1)
                        .addSubscription(MqttQoS.AT_MOST_ONCE, filter)
                        .build());
            }
            three.awaitClosed();
            three.expectNoPacket();
        }
    }

    @Test
    void refusalsOfTheServer_areSeen() {
        TestingMqttClient three = new TestingMqttClient(server.port());
        three.connect("", connect -> connect.protocolVersion(MqttVersion.MQTT_3_1_1));
        client.subscribe("a/#/b", 0);
        client.publish("a/+", "x", 0);

        assertThat(client.disconnectCode()).isEqualTo(ReasonCode.TOPIC_NAME_INVALID);
        await().untilAsserted(() -> assertThat(hooks.seen).containsExactly("+c", "!85", "c!8f", "c!90", "-c"));
    }

    @Test
    void longReason_isLeftOut_whereItDoesNotFit() {
        TestingMqttClient five = new TestingMqttClient(server.port());
        MqttConnAckMessage connack = five.connect("refuse" + "x".repeat(65_525), connect -> connect);

        assertThat(connack.variableHeader().connectReturnCode())
                .isEqualTo(MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED_5);
        assertThat(connack.variableHeader().properties().isEmpty()).isTrue();
        five.awaitClosed();
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
    void deliver_isAskedAgain_beforeAMessageIsSentAgain() {
        client.close();
        TestingMqttClient first = new TestingMqttClient(server.port());
        UnaryOperator<ConnectBuilder> lasting =
                connect -> connect.properties(TestingMqttClient.properties(MqttProperties.SESSION_EXPIRY_INTERVAL, 60));
        first.connect("lasting", lasting);
        first.subscribe("+", 1);
        server.publish(ServerMessage.of("one", Payload.of("x"), 1));
        server.publish(ServerMessage.of("two", Payload.of("x"), 1));
        first.nextPublish();
        first.nextPublish();
        first.close();
        hooks.secret = "one";

        TestingMqttClient second = new TestingMqttClient(server.port());
        second.connect("lasting", lasting);
        assertThat(second.nextMessage()).isEqualTo("two=x");
        second.expectNothing();
        second.close();
    }

    @Test
    void failingHook_endsTheConnectionOnly() {
        client.publish("broken", "x", 1);

        assertThat(client.disconnectCode()).isEqualTo(ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR);
        connected(server, "the server is still there").close();
    }

    @Test
    void publishFromInside_reachesSubscribers_andIsNotAsked() {
        client.subscribe("+/inside", 1);
        server.publish(ServerMessage.of("refuse/inside", Payload.of("x"), 1).retained());
        assertThat(client.nextMessage()).isEqualTo("refuse/inside=x");
        client.subscribe("+/inside", 0);

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

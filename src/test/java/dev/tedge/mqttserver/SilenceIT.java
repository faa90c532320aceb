package dev.tedge.mqttserver;

import static dev.tedge.mqttserver.TestingMqttClient.connected;
import static dev.tedge.mqttserver.TestingMqttClient.replyCode;
import static dev.tedge.mqttserver.TestingMqttClient.replyId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client is not told, and when it is not served. */
class SilenceIT {

    /** Discards, hangs up and lets clients rest by the word that it finds in a name. */
    private static final class TestingHooks implements MqttServerHooks {

        private final List<String> seen = new CopyOnWriteArrayList<>();
        private final List<Long> sizes = new CopyOnWriteArrayList<>();

        private static Verdict verdict(String name) {
            if (name.contains("discard")) {
                return Verdict.discard(ReasonCode.QUOTA_EXCEEDED, "too much");
            }
            if (name.contains("hang up")) {
                return Verdict.hangUp("no reason");
            }
            return name.contains("end") ? Verdict.disconnect(ReasonCode.NOT_AUTHORIZED, "go") : Verdict.allow();
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
        public Duration transferred(ConnectedClient client, long bytes) {
            sizes.add(bytes);
            boolean big = bytes > 1_000;
            if (big && client.clientId().startsWith("long rest")) {
                return Duration.ofHours(1);
            }
            return big ? Duration.ofMillis(20) : Duration.ZERO;
        }

        @Override
        public void disconnecting(ConnectedClient client, int reasonCode) {
            seen.add(client.clientId() + "!" + Integer.toHexString(reasonCode));
        }

        @Override
        public void disconnected(ConnectedClient client, ConnectionEnd end) {
            seen.add("-" + client.clientId());
        }
    }

    private static final String BIG = "x".repeat(1_000);

    private final TestingHooks hooks = new TestingHooks();
    private MqttServer server;

    @BeforeEach
    void start() throws IOException {
        server = MqttServer.start(MqttServerConfig.defaults(), hooks);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private TestingMqttClient connectedWith311(String clientId) {
        TestingMqttClient client = new TestingMqttClient(server.port());
        client.connect(clientId, connect -> connect.protocolVersion(MqttVersion.MQTT_3_1_1));
        return client;
    }

    @Test
    void discardedMessage_isAnswered_in5() {
        TestingMqttClient client = connected(server, "c");
        client.subscribe("#", 1);

        assertThat(client.publishAndWait("discard", "x", false)).isEqualTo(ReasonCode.QUOTA_EXCEEDED);
        client.publish("discard", "x", 2);
        assertThat(replyCode(client.next(MqttMessageType.PUBREC))).isEqualTo(ReasonCode.QUOTA_EXCEEDED);
        client.publish("discard", "x", 0);
        client.expectNothing();
    }

    @Test
    void discardedMessage_isNotAcknowledged_in311_soThatItIsSentAgain() {
        TestingMqttClient client = connectedWith311("c");

        client.publish("discard", "x", 1);
        client.publish("discard", "x", 2);
        client.expectNothing();
        int taken = client.publish("taken", "x", 1, false, new MqttProperties());

        assertThat(replyId(client.next(MqttMessageType.PUBACK))).isEqualTo(taken);
    }

    @Test
    void discardedSubscription_isRefused() {
        assertThat(connected(server, "c").subscribe("discard", 1)).containsExactly(ReasonCode.QUOTA_EXCEEDED);
    }

    @Test
    void discardedConnect_isRefused() {
        TestingMqttClient client = new TestingMqttClient(server.port());

        assertThat(client.connect("discard", connect -> connect)
                        .variableHeader()
                        .connectReturnCode()
                        .byteValue())
                .isEqualTo((byte) ReasonCode.QUOTA_EXCEEDED);
        client.awaitClosed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUBLISH", "SUBSCRIBE"})
    void hangUp_closesWithoutAWord(String request) {
        for (TestingMqttClient client : List.of(connected(server, "five"), connectedWith311("three"))) {
            if (request.equals("PUBLISH")) {
                client.publish("hang up", "x", 1);
            } else {
                client.send(MqttMessageBuilders.subscribe()
                        .messageId(1)
                        .addSubscription(MqttQoS.AT_LEAST_ONCE, "fine")
                        .addSubscription(MqttQoS.AT_LEAST_ONCE, "hang up")
                        .build());
            }
            client.awaitClosed();
            client.expectNoPacket();
        }
        await().untilAsserted(() -> assertThat(hooks.seen).containsExactlyInAnyOrder("-five", "-three"));
    }

    @Test
    void hangUp_closesBeforeConnack() {
        TestingMqttClient client = new TestingMqttClient(server.port());
        client.send(MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_5)
                .clientId("hang up")
                .build());

        client.awaitClosed();
        client.expectNoPacket();
    }

    @Test
    void endByTheServer_isSeenWithItsCode_endByTheClientIsNot() {
        TestingMqttClient client = connected(server, "c");
        client.publish("end", "x", 0);
        assertThat(client.disconnectCode()).isEqualTo(ReasonCode.NOT_AUTHORIZED);
        connected(server, "d").goodbye();

        await().untilAsserted(() -> assertThat(hooks.seen).containsExactly("c!87", "-c", "-d"));
    }

    @Test
    void bytes_areThoseOnTheWire_inBothDirections() {
        TestingMqttClient client = connected(server, "c");
        client.subscribe("a", 0);
        // SUBSCRIBE: 2 of the fixed header, 2 of packet id, 1 of properties, 3 of the filter, 1 of its options.
        client.publish("a", "x".repeat(200), 0);
        client.nextPublish();

        // PUBLISH: 3 of the fixed header, 3 of the topic, 1 of properties.
        await().untilAsserted(() -> assertThat(hooks.sizes).containsExactly(9L, 207L, 207L));
    }

    @Test
    void restingClient_isNeitherReadFromNorSentTo() {
        TestingMqttClient resting = connected(server, "long rest");
        TestingMqttClient other = connected(server, "other");
        resting.subscribe("to the resting", 1);
        other.subscribe("from the resting", 1);
        assertThat(resting.publishAndWait("from the resting", BIG, false)).isZero();
        assertThat(other.nextMessage()).isEqualTo("from the resting=" + BIG);

        resting.publish("from the resting", "not read", 1);
        resting.pingLater();
        other.publishAndWait("to the resting", "not sent", false);
        for (int turns = 0; turns < 100; turns++) {
            other.expectNothing();
        }
        resting.expectNoPacket();

        server.disconnect("long rest", ReasonCode.ADMINISTRATIVE_ACTION, "a rest does not keep it");
        assertThat(resting.disconnectCode()).isEqualTo(ReasonCode.ADMINISTRATIVE_ACTION);
    }

    @Test
    void restedClient_isServedAgain_andNothingIsLost() {
        TestingMqttClient client = connected(server, "c");
        client.subscribe("a", 0);

        for (int i = 0; i < 10; i++) {
            client.publish("a", i + BIG, 0);
        }

        for (int i = 0; i < 10; i++) {
            assertThat(client.nextMessage()).isEqualTo("a=" + i + BIG);
        }
        client.expectNothing();
    }
}

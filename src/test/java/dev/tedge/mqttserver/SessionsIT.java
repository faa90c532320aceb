package dev.tedge.mqttserver;

import static dev.tedge.mqttserver.TestingMqttClient.connected;
import static dev.tedge.mqttserver.TestingMqttClient.number;
import static dev.tedge.mqttserver.TestingMqttClient.properties;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions over connections: what is kept, and for how long (MQTT 5, 4.1). */
class SessionsIT {

    private static final int EXPIRY = MqttProperties.SESSION_EXPIRY_INTERVAL;

    private MqttServer server;
    private TestingMqttClient other;

    @BeforeEach
    void start() throws IOException {
        MqttServerLimits limits = MqttServerLimits.DEFAULTS
                .withMaximumSessionExpiry(Duration.ofHours(1))
                .withQueues(new MqttServerLimits.Queues(5, 10_000, 10, 20, 1_000_000));
        server = MqttServer.start(MqttServerConfig.defaults().withLimits(limits), MqttServerHooks.ALLOW_ALL);
        other = connected(server, "other");
    }

    @AfterEach
    void stop() {
        other.close();
        server.close();
    }

    private TestingMqttClient client() {
        return new TestingMqttClient(server.port());
    }

    private static boolean sessionPresent(MqttConnAckMessage connack) {
        return connack.variableHeader().isSessionPresent();
    }

    private MqttConnAckMessage reconnect(TestingMqttClient client, int expiry) {
        return client.connect("c", connect -> connect.properties(properties(EXPIRY, expiry)));
    }

    @Test
    void session_endsWithConnection_withoutExpiry() {
        TestingMqttClient first = client();
        assertThat(sessionPresent(first.connect("c", connect -> connect))).isFalse();
        first.goodbye();

        assertThat(sessionPresent(client().connect("c", connect -> connect))).isFalse();
    }

    @Test
    void session_isResumedWithItsMessages_untilItExpires() {
        TestingMqttClient first = client();
        reconnect(first, 60);
        first.subscribe("a/b", 1);
        first.goodbye();
        other.publishAndWait("a/b", "1", false);
        other.publishAndWait("a/b", "2", false);
        other.publish("a/b", "qos 0 is not kept", 0);
        other.expectNothing();

        TestingMqttClient second = client();
        assertThat(sessionPresent(reconnect(second, 60))).isTrue();
        assertThat(second.nextMessage()).isEqualTo("a/b=1");
        assertThat(second.nextMessage()).isEqualTo("a/b=2");
        second.expectNothing();
    }

    @Test
    void session_expires_afterItsTime() {
        TestingMqttClient first = client();
        reconnect(first, 1);
        first.subscribe("a/b", 1);
        first.goodbye();

        await().until(() -> other.publishAndWait("a/b", "x", false) == ReasonCode.NO_MATCHING_SUBSCRIBERS);
        assertThat(sessionPresent(reconnect(client(), 60))).isFalse();
    }

    @Test
    void cleanStart_forgetsTheSession() {
        TestingMqttClient first = client();
        reconnect(first, 60);
        first.subscribe("a/b", 1);
        first.goodbye();

        TestingMqttClient second = client();
        MqttConnAckMessage connack =
                second.connect("c", connect -> connect.cleanSession(true).properties(properties(EXPIRY, 60)));
        assertThat(sessionPresent(connack)).isFalse();
        assertThat(other.publishAndWait("a/b", "x", false)).isEqualTo(ReasonCode.NO_MATCHING_SUBSCRIBERS);
        second.goodbye();
        assertThat(sessionPresent(reconnect(client(), 60))).isTrue();
    }

    @Test
    void expiry_isChangedAtDisconnect() {
        TestingMqttClient first = client();
        reconnect(first, 60);
        first.disconnect(0, properties(EXPIRY, 0));

        assertThat(sessionPresent(reconnect(client(), 60))).isFalse();
    }

    @Test
    void expiryAtDisconnect_isRefused_whenThereWasNoneAtConnect() {
        TestingMqttClient first = client();
        reconnect(first, 0);
        first.send(disconnectWithExpiry());

        assertThat(first.disconnectCode()).isEqualTo(ReasonCode.PROTOCOL_ERROR);
    }

    private static MqttMessage disconnectWithExpiry() {
        return MqttMessageBuilders.disconnect()
                .reasonCode((byte) 0)
                .properties(properties(EXPIRY, 5))
                .build();
    }

    @Test
    void longerExpiry_isCappedAndTold() {
        MqttConnAckMessage connack = reconnect(client(), 2_592_000);

        assertThat(number(connack.variableHeader().properties(), EXPIRY)).isEqualTo(3_600);
    }

    @Test
    void mqtt3Session_isKept_unlessClean() {
        TestingMqttClient first = client();
        first.connect("c", connect -> connect.protocolVersion(MqttVersion.MQTT_3_1_1));
        first.subscribe("a/b", 1);
        first.close();
        other.publishAndWait("a/b", "1", false);

        TestingMqttClient second = client();
        assertThat(sessionPresent(second.connect("c", connect -> connect.protocolVersion(MqttVersion.MQTT_3_1_1))))
                .isTrue();
        assertThat(second.nextMessage()).isEqualTo("a/b=1");
        second.close();
        TestingMqttClient third = client();
        assertThat(sessionPresent(third.connect(
                        "c",
                        connect ->
                                connect.protocolVersion(MqttVersion.MQTT_3_1_1).cleanSession(true))))
                .isFalse();
        third.close();
        assertThat(sessionPresent(client().connect("c", connect -> connect.protocolVersion(MqttVersion.MQTT_3_1_1))))
                .isFalse();
    }

    @Test
    void queue_dropsTheNewest_andCounts_whenFull() {
        TestingMqttClient first = client();
        reconnect(first, 60);
        first.subscribe("a", 1);
        first.goodbye();
        for (int i = 1; i <= 8; i++) {
            other.publishAndWait("a", String.valueOf(i), false);
        }

        TestingMqttClient second = client();
        reconnect(second, 60);
        for (int i = 1; i <= 5; i++) {
            assertThat(second.nextMessage()).isEqualTo("a=" + i);
        }
        second.expectNothing();
        assertThat(server.droppedMessages()).isEqualTo(3);
    }

    @Test
    void secondConnection_takesOver() {
        TestingMqttClient first = client();
        reconnect(first, 60);
        TestingMqttClient second = client();

        assertThat(sessionPresent(reconnect(second, 60))).isTrue();
        assertThat(first.disconnectCode()).isEqualTo(ReasonCode.SESSION_TAKEN_OVER);
        second.expectNothing();
    }

    @Test
    void sessions_areLimited() {
        for (int i = 0; i < 19; i++) {
            TestingMqttClient one = client();
            one.connect("many-" + i, connect -> connect.properties(properties(EXPIRY, 60)));
            one.goodbye();
        }

        assertThat(Byte.toUnsignedInt(client().connect("more", connect -> connect)
                        .variableHeader()
                        .connectReturnCode()
                        .byteValue()))
                .isEqualTo(ReasonCode.QUOTA_EXCEEDED);
    }
}

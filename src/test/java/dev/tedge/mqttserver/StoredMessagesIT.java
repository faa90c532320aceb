package dev.tedge.mqttserver;

import static dev.tedge.mqttserver.TestingMqttClient.properties;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages that a session keeps while its client is away: how quickly they come, and when they are lost. */
class StoredMessagesIT {

    private static final MqttServerQuirks VERSIONS_APART = new MqttServerQuirks(
            new MqttServerQuirks.Subscriptions(true, true, true, Optional.empty(), Optional.empty()), false, 7);

    private final AtomicInteger sent = new AtomicInteger();
    private volatile Duration pause = Duration.ofMillis(1);
    private MqttServer server;

    private final MqttServerHooks hooks = new MqttServerHooks() {
        @Override
        public Duration storedSent(ConnectedClient client) {
            sent.incrementAndGet();
            return pause;
        }

        @Override
        public Verdict connect(ConnectRequest request) {
            return request.clientId().equals("refused")
                    ? Verdict.refuse(ReasonCode.NOT_AUTHORIZED, "not for you")
                    : Verdict.allow();
        }
    };

    @BeforeEach
    void start() throws IOException {
        server = MqttServer.start(MqttServerConfig.defaults().withQuirks(VERSIONS_APART), hooks);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private TestingMqttClient connected() {
        TestingMqttClient client = new TestingMqttClient(server.port());
        client.connect("client", connect -> connect.properties(properties(MqttProperties.SESSION_EXPIRY_INTERVAL, 60)));
        return client;
    }

    private void publish(int from, int to) {
        for (int i = from; i <= to; i++) {
            server.publish(ServerMessage.of("a", Payload.of(String.valueOf(i)), 1));
        }
    }

    private void leaveWithMessages() {
        TestingMqttClient client = connected();
        client.subscribe("a", 1);
        publish(1, 1);
        // Not acknowledged, so it is kept, too.
        client.nextPublish();
        client.goodbye();
        publish(2, 3);
    }

    @Test
    void storedMessages_waitForOneAnother_andNewOnesForThem() {
        leaveWithMessages();
        pause = Duration.ofHours(1);

        TestingMqttClient back = connected();
        assertThat(back.nextMessage()).isEqualTo("a=1");
        back.expectNothing();
        publish(4, 4);
        back.expectNothing();
        assertThat(sent).hasValue(1);
    }

    @Test
    void storedMessages_comeInOrder_newOnesBehindThem() {
        leaveWithMessages();

        TestingMqttClient back = connected();
        publish(4, 6);
        for (int i = 1; i <= 6; i++) {
            assertThat(back.nextMessage()).isEqualTo("a=" + i);
        }
        assertThat(sent).as("messages that had waited").hasValue(3);
    }

    @Test
    void pause_endsWithTheConnection() {
        leaveWithMessages();
        pause = Duration.ofHours(1);
        TestingMqttClient first = connected();
        assertThat(first.nextMessage()).isEqualTo("a=1");
        first.close();

        TestingMqttClient second = connected();
        assertThat(second.nextMessage()).isEqualTo("a=1");
    }

    @Test
    void messages_areNotStored_whileTheClientIsThere() {
        TestingMqttClient client = connected();
        client.subscribe("a", 1);
        publish(1, 10);
        for (int i = 1; i <= 10; i++) {
            assertThat(client.nextMessage()).isEqualTo("a=" + i);
        }
        assertThat(sent).hasValue(0);
    }

    @Test
    void session_isLost_whenTheVersionChanges() {
        leaveWithMessages();

        TestingMqttClient three = new TestingMqttClient(server.port());
        MqttConnAckMessage connack =
                three.connect("client", connect -> connect.protocolVersion(MqttVersion.MQTT_3_1_1));
        assertThat(connack.variableHeader().isSessionPresent()).isFalse();
        three.expectNothing();
        three.close();

        TestingMqttClient again = new TestingMqttClient(server.port());
        assertThat(again.connect("client", connect -> connect.protocolVersion(MqttVersion.MQTT_3_1_1))
                        .variableHeader()
                        .isSessionPresent())
                .isTrue();
    }

    @Test
    void refusedConnectOf311_getsTheReturnCodeOfTheQuirk() {
        TestingMqttClient three = new TestingMqttClient(server.port());
        three.sendBytes(0x10, 19, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 60, 0, 7, 'r', 'e', 'f', 'u', 's', 'e', 'd');

        // The codec of the client knows no such code.
        assertThat(three.nextBroken()).hasMessageContaining("7");
        three.awaitClosed();
    }

    @Test
    void acknowledgements_sayWhy() {
        TestingMqttClient client = connected();
        client.reply(MqttMessageType.PUBREC, 9);
        assertThat(TestingMqttClient.reason(client.next(MqttMessageType.PUBREL)))
                .isEqualTo("no message 9 waits for a PUBREC");
        client.reply(MqttMessageType.PUBREL, 9);
        assertThat(TestingMqttClient.reason(client.next(MqttMessageType.PUBCOMP)))
                .isEqualTo("no message 9 waits for its release");
    }
}

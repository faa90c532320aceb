package dev.tedge.mqttserver;

import static dev.tedge.mqttserver.TestingMqttClient.connected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Clients that do not take what they are sent: when they are waited for, and when not. */
class SlowClientIT {

    private static final String BIG = "x".repeat(1_000_000);
    private static final int MESSAGES = 20;

    private static MqttServer start(Duration stallTimeout) throws IOException {
        MqttServerLimits.KeepAlive keepAlive = new MqttServerLimits.KeepAlive(
                Duration.ZERO, Duration.ofSeconds(100), Duration.ZERO, Duration.ofSeconds(10), stallTimeout);
        return MqttServer.start(
                MqttServerConfig.defaults().withLimits(MqttServerLimits.DEFAULTS.withKeepAlive(keepAlive)),
                MqttServerHooks.ALLOW_ALL);
    }

    /** A client that has subscribed and stops reading before it is sent more than the sockets take. */
    private static TestingMqttClient slowClient(MqttServer server, int keepAliveSeconds) {
        return slowClient(server, keepAliveSeconds, MESSAGES);
    }

    private static TestingMqttClient slowClient(MqttServer server, int keepAliveSeconds, int messages) {
        TestingMqttClient slow = new TestingMqttClient(server.port());
        slow.connect("slow", connect -> connect.keepAlive(keepAliveSeconds));
        slow.subscribe("big", 1);
        slow.reading(false);
        for (int i = 0; i < messages; i++) {
            server.publish(ServerMessage.of("big", Payload.of(BIG), 1));
        }
        return slow;
    }

    @Test
    void slowClient_isNotCut_whileItPings() throws IOException {
        try (MqttServer server = start(Duration.ofSeconds(30))) {
            TestingMqttClient slow = slowClient(server, 1);
            // One and a half keep-alives, and as long again, are over when two silent clients were cut in turn.
            for (int i = 0; i < 2; i++) {
                TestingMqttClient silent = new TestingMqttClient(server.port());
                silent.connect("silent", connect -> connect.keepAlive(1));
                slow.pingLater();
                assertThat(silent.disconnectCode()).isEqualTo(ReasonCode.KEEP_ALIVE_TIMEOUT);
            }
            slow.reading(true);
            for (int i = 0; i < MESSAGES; i++) {
                assertThat(slow.nextMessageBesidePings()).hasSize("big=".length() + BIG.length());
            }
        }
    }

    @Test
    void silentClient_isCut_onceItIsHeardAgain() throws IOException {
        try (MqttServer server = start(Duration.ofSeconds(30))) {
            TestingMqttClient slow = slowClient(server, 1);
            slow.reading(true);
            for (int i = 0; i < MESSAGES; i++) {
                slow.nextPublish();
            }
            assertThat(slow.disconnectCode()).isEqualTo(ReasonCode.KEEP_ALIVE_TIMEOUT);
        }
    }

    @Test
    void clientThatTakesNothing_isCut_alsoWithoutKeepAlive() throws IOException {
        try (MqttServer server = start(Duration.ofSeconds(1))) {
            TestingMqttClient stuck = slowClient(server, 0);
            TestingMqttClient publisher = connected(server, "publisher");

            // Its session ends with its connection.
            await().until(() -> publisher.publishAndWait("big", "x", false) == ReasonCode.NO_MATCHING_SUBSCRIBERS);
            stuck.reading(true);
            stuck.awaitClosed();
        }
    }

    @Test
    void clientThatTakesLittleByLittle_isNotCut() throws IOException {
        try (MqttServer server = start(Duration.ofSeconds(2))) {
            TestingMqttClient slow = slowClient(server, 0, 60);
            long end = System.nanoTime() + Duration.ofMillis(4_500).toNanos();
            await().pollInterval(Duration.ofMillis(100)).until(() -> {
                slow.readSome();
                return System.nanoTime() > end;
            });
            slow.reading(true);
            for (int i = 0; i < 60; i++) {
                slow.nextPublish();
            }
        }
    }
}

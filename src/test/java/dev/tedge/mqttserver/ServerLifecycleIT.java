package dev.tedge.mqttserver;

import static dev.tedge.mqttserver.TestingMqttClient.connected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Starting and stopping. */
class ServerLifecycleIT {

    private static MqttServer start(int port) throws IOException {
        return MqttServer.start(MqttServerConfig.defaults().withPort(port), MqttServerHooks.ALLOW_ALL);
    }

    @Test
    void port_isFreeAgain_afterEachClose() throws IOException {
        int port;
        try (MqttServer first = start(0)) {
            port = first.port();
        }
        for (int i = 0; i < 20; i++) {
            try (MqttServer again = start(port)) {
                connected(again, "c").publishAndWait("a", "x", false);
            }
        }
    }

    @Test
    void takenPort_isNamed_withWhatToDo() throws IOException {
        try (MqttServer first = start(0)) {
            assertThatThrownBy(() -> start(first.port()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("127.0.0.1:" + first.port())
                    .hasMessageContaining("choose another port");
        }
    }

    @Test
    void close_saysGoodbye_toMqtt5_andClosesAll() throws IOException {
        MqttServer server = start(0);
        TestingMqttClient five = connected(server, "five");
        TestingMqttClient three = new TestingMqttClient(server.port());
        three.connect("three", connect -> connect.protocolVersion(MqttVersion.MQTT_3_1_1));
        TestingMqttClient silent = new TestingMqttClient(server.port());
        server.close();

        assertThat(five.disconnectCode()).isEqualTo(ReasonCode.SERVER_SHUTTING_DOWN);
        three.awaitClosed();
        silent.awaitClosed();
        server.close();
        server.publish(ServerMessage.of("a", Payload.EMPTY, 0));
        server.disconnect("five", ReasonCode.ADMINISTRATIVE_ACTION, "too late");
    }

    @Test
    void close_endsTheThread() throws IOException {
        CompletableFuture<Thread> loop = new CompletableFuture<>();
        MqttServer server = MqttServer.start(MqttServerConfig.defaults(), new MqttServerHooks() {
            @Override
            public void connected(ConnectedClient client) {
                loop.complete(Thread.currentThread());
            }
        });
        connected(server, "c");
        server.close();

        await().until(() -> !loop.join().isAlive());
    }

    @Test
    void close_isRefused_fromAHook() throws IOException {
        CompletableFuture<MqttServer> itself = new CompletableFuture<>();
        CompletableFuture<Exception> refusal = new CompletableFuture<>();
        try (MqttServer server = MqttServer.start(MqttServerConfig.defaults(), new MqttServerHooks() {
            @Override
            public void connected(ConnectedClient client) {
                try {
                    itself.join().close();
                } catch (IllegalStateException expected) {
                    refusal.complete(expected);
                }
            }
        })) {
            itself.complete(server);
            connected(server, "c");

            assertThat(refusal.join()).hasMessageContaining("hook");
        }
    }

    private static void expectShut(MqttServer server) {
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), server.port()).close())
                .isInstanceOf(ConnectException.class);
    }

    /** Returns when what was to happen on the event loop before has happened. */
    private static void letPass(MqttServer server, Duration time) throws Exception {
        server.schedule(time, () -> {}).get(10, TimeUnit.SECONDS);
    }

    @Test
    void restart_lastsUntilTheTimeOfTheLast() throws Exception {
        try (MqttServer server = start(0)) {
            server.restart(Duration.ofMillis(100));
            server.restart(Duration.ofMinutes(10));
            letPass(server, Duration.ofMillis(300));
            expectShut(server);

            server.restart(Duration.ofMillis(100));
            await().ignoreExceptions()
                    .untilAsserted(() -> connected(server, "c").goodbye());
        }
    }

    @Test
    void restart_endsBeforeItsTime_whenThePortIsOpened() throws Exception {
        try (MqttServer server = start(0)) {
            server.openNow();
            server.restart(Duration.ofMinutes(10));
            await().untilAsserted(() -> expectShut(server));

            server.openNow();
            server.openNow();
            await().ignoreExceptions()
                    .untilAsserted(() -> connected(server, "c").goodbye());
        }
    }

    @Test
    void port_staysShut_whenItIsShutWhileItOpens() throws Exception {
        try (MqttServer server = start(0)) {
            server.restart(Duration.ofMinutes(10));
            server.openNow();
            server.restart(Duration.ofMinutes(10));

            letPass(server, Duration.ofMillis(500));
            expectShut(server);
        }
    }

    @Test
    void publishFromInside_keepsItsOrder() throws IOException {
        try (MqttServer server = start(0)) {
            TestingMqttClient client = connected(server, "c");
            client.subscribe("n", 1);
            for (int i = 0; i < 500; i++) {
                server.publish(ServerMessage.of("n", Payload.of(String.valueOf(i)), 1));
            }
            for (int i = 0; i < 500; i++) {
                assertThat(client.nextMessage()).isEqualTo("n=" + i);
            }
        }
    }
}

package dev.tedge.mqttserver;

import static dev.tedge.mqttserver.TestingMqttClient.connected;
import static dev.tedge.mqttserver.TestingMqttClient.properties;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.mqtt.MqttMessageBuilders.ConnectBuilder;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a will is published (MQTT 5, 3.1.2.5 and 3.1.3.2.2), and when not. */
class WillsIT {

    private static final MqttProperties AT_ONCE = MqttProperties.NO_PROPERTIES;

    private MqttServer server;
    private TestingMqttClient watcher;
    private TestingMqttClient mortal;

    @BeforeEach
    void start() throws IOException {
        server = MqttServer.start(MqttServerConfig.defaults(), MqttServerHooks.ALLOW_ALL);
        watcher = connected(server, "watcher");
        watcher.subscribe("will", 1);
        mortal = new TestingMqttClient(server.port());
    }

    @AfterEach
    void stop() {
        mortal.close();
        watcher.close();
        server.close();
    }

    private static ConnectBuilder withWill(ConnectBuilder connect, int expirySeconds, MqttProperties willProperties) {
        return connect.properties(properties(MqttProperties.SESSION_EXPIRY_INTERVAL, expirySeconds))
                .willFlag(true)
                .willTopic("will")
                .willQoS(MqttQoS.AT_LEAST_ONCE)
                .willMessage("gone".getBytes(StandardCharsets.UTF_8))
                .willProperties(willProperties);
    }

    private static MqttProperties delay(int seconds) {
        MqttProperties properties = new MqttProperties();
        properties.add(new IntegerProperty(MqttProperties.WILL_DELAY_INTERVAL, seconds));
        return properties;
    }

    private void reconnect() {
        TestingMqttClient again = new TestingMqttClient(server.port());
        again.connect("mortal", connect -> connect.properties(properties(MqttProperties.SESSION_EXPIRY_INTERVAL, 60)));
        again.goodbye();
    }

    @Test
    void will_isPublished_whenTheConnectionBreaks() {
        mortal.connect("mortal", connect -> withWill(connect, 0, AT_ONCE));
        mortal.close();

        assertThat(watcher.nextMessage()).isEqualTo("will=gone");
    }

    @Test
    void will_isForgotten_atAGoodbye() {
        mortal.connect("mortal", connect -> withWill(connect, 60, AT_ONCE));
        mortal.goodbye();
        reconnect();

        watcher.expectNothing();
    }

    @Test
    void will_isPublished_atAGoodbyeThatWantsIt() {
        mortal.connect("mortal", connect -> withWill(connect, 0, AT_ONCE));
        mortal.disconnect(ReasonCode.DISCONNECT_WITH_WILL, MqttProperties.NO_PROPERTIES);

        assertThat(watcher.nextMessage()).isEqualTo("will=gone");
    }

    @Test
    void will_isPublished_afterOneAndAHalfKeepAlives() {
        long start = System.nanoTime();
        mortal.connect("mortal", connect -> withWill(connect, 0, AT_ONCE).keepAlive(1));

        assertThat(mortal.disconnectCode()).isEqualTo(ReasonCode.KEEP_ALIVE_TIMEOUT);
        assertThat(watcher.nextMessage()).isEqualTo("will=gone");
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(1_400_000_000L);
    }

    @Test
    void will_isPublished_atTakeOver() {
        mortal.connect("mortal", connect -> withWill(connect, 60, AT_ONCE));
        reconnect();

        assertThat(mortal.disconnectCode()).isEqualTo(ReasonCode.SESSION_TAKEN_OVER);
        assertThat(watcher.nextMessage()).isEqualTo("will=gone");
    }

    @Test
    void delayedWill_isForgotten_whenTheClientComesBack() {
        mortal.connect("mortal", connect -> withWill(connect, 60, delay(2)));
        mortal.close();
        reconnect();
        // Later than the other will would be, so it tells when there is nothing left to wait for.
        TestingMqttClient clock = new TestingMqttClient(server.port());
        clock.connect("clock", connect -> withWill(connect, 60, delay(3)).willMessage(new byte[] {'!'}));
        clock.close();

        assertThat(watcher.nextMessage()).isEqualTo("will=!");
        watcher.expectNothing();
    }

    @Test
    void delayedWill_isPublished_afterItsDelay() {
        mortal.connect("mortal", connect -> withWill(connect, 60, delay(1)));
        mortal.close();
        watcher.expectNothing();

        assertThat(watcher.nextMessage()).isEqualTo("will=gone");
    }

    @Test
    void delayedWill_isPublished_whenTheSessionEndsBefore() {
        mortal.connect("mortal", connect -> withWill(connect, 60, delay(30)));
        mortal.close();
        TestingMqttClient newLife = new TestingMqttClient(server.port());
        newLife.connect("mortal", connect -> connect.cleanSession(true));

        assertThat(watcher.nextMessage()).isEqualTo("will=gone");
        newLife.close();
    }

    @Test
    void will_isPublished_whenTheServerEndsTheConnection() {
        mortal.connect("mortal", connect -> withWill(connect, 0, AT_ONCE));
        server.disconnect("mortal", ReasonCode.ADMINISTRATIVE_ACTION, "test");

        assertThat(mortal.disconnectCode()).isEqualTo(ReasonCode.ADMINISTRATIVE_ACTION);
        assertThat(watcher.nextMessage()).isEqualTo("will=gone");
    }
}

package dev.tedge.mqttserver;

import static dev.tedge.mqttserver.TestingMqttClient.number;
import static dev.tedge.mqttserver.TestingMqttClient.properties;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Topic aliases that the server uses towards a client. */
class OutwardAliasIT {

    private MqttServer server;

    @BeforeEach
    void start() throws IOException {
        MqttServerLimits.Packets twoAliases = new MqttServerLimits.Packets(2, 10_000, 100, 100, 2);
        server = MqttServer.start(
                MqttServerConfig.defaults().withLimits(MqttServerLimits.DEFAULTS.withPackets(twoAliases)),
                MqttServerHooks.ALLOW_ALL);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private TestingMqttClient subscriber(MqttProperties properties) {
        TestingMqttClient client = new TestingMqttClient(server.port());
        client.connect("client", connect -> connect.properties(properties));
        client.subscribe("#", 1);
        return client;
    }

    /** Topic and alias of the next PUBLISH, after this message was published. */
    private String named(TestingMqttClient client, String topic) {
        server.publish(ServerMessage.of(topic, Payload.of("x"), 1));
        MqttPublishMessage publish = client.nextPublish();
        MqttProperties properties = publish.variableHeader().properties();
        boolean alias = properties.getProperty(MqttProperties.TOPIC_ALIAS) != null;
        return publish.variableHeader().topicName()
                + (alias ? "=" + number(properties, MqttProperties.TOPIC_ALIAS) : "");
    }

    @Test
    void firstTopics_getAliases_upToTheServersMaximum() {
        TestingMqttClient client = subscriber(properties(MqttProperties.TOPIC_ALIAS_MAXIMUM, 10));

        assertThat(named(client, "a")).isEqualTo("a=1");
        assertThat(named(client, "b")).isEqualTo("b=2");
        assertThat(named(client, "c")).isEqualTo("c");
        assertThat(named(client, "b")).isEqualTo("=2");
        assertThat(named(client, "a")).isEqualTo("=1");
        assertThat(named(client, "c")).isEqualTo("c");
    }

    @Test
    void client_getsNoMoreAliases_thanItTakes() {
        TestingMqttClient client = subscriber(properties(MqttProperties.TOPIC_ALIAS_MAXIMUM, 1));

        assertThat(named(client, "a")).isEqualTo("a=1");
        assertThat(named(client, "b")).isEqualTo("b");
        assertThat(named(client, "a")).isEqualTo("=1");
    }

    @Test
    void client_getsNone_whenItDoesNotAsk() {
        TestingMqttClient client = subscriber(new MqttProperties());

        assertThat(named(client, "a")).isEqualTo("a");
        assertThat(named(client, "a")).isEqualTo("a");
    }

    @Test
    void aliases_beginAnew_withTheConnection() {
        MqttProperties lasting = properties(MqttProperties.TOPIC_ALIAS_MAXIMUM, 2);
        lasting.add(new IntegerProperty(MqttProperties.SESSION_EXPIRY_INTERVAL, 60));
        TestingMqttClient client = subscriber(lasting);
        assertThat(named(client, "a")).isEqualTo("a=1");
        client.close();

        TestingMqttClient back = new TestingMqttClient(server.port());
        back.connect("client", connect -> connect.properties(lasting));

        // What was not acknowledged is sent again.
        assertThat(back.nextPublish().variableHeader().topicName()).isEqualTo("a");
        assertThat(named(back, "b")).isEqualTo("b=2");
        assertThat(named(back, "a")).isEqualTo("=1");
    }

    @Test
    void alias_isLeftOut_whereThePacketWouldBeTooLargeWithIt() {
        // 2 of the fixed header, 12 of the topic, 2 of the packet id, 1 of the properties, 1 of the payload: 18, or 21.
        MqttProperties small = properties(MqttProperties.TOPIC_ALIAS_MAXIMUM, 2);
        small.add(new IntegerProperty(MqttProperties.MAXIMUM_PACKET_SIZE, 20));
        TestingMqttClient client = subscriber(small);

        assertThat(named(client, "abcdefghij")).isEqualTo("abcdefghij");
        assertThat(named(client, "a")).isEqualTo("a=1");
    }
}

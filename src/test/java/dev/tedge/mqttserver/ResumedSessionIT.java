package dev.tedge.mqttserver;

import static dev.tedge.mqttserver.TestingMqttClient.connected;
import static dev.tedge.mqttserver.TestingMqttClient.properties;
import static dev.tedge.mqttserver.TestingMqttClient.replyCode;
import static dev.tedge.mqttserver.TestingMqttClient.replyId;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is sent again when a client comes back to its session, and what is not (MQTT 5, 4.3 and 4.4). */
class ResumedSessionIT {

    private static final int EXPIRY = MqttProperties.SESSION_EXPIRY_INTERVAL;

    private MqttServer server;
    private TestingMqttClient other;

    @BeforeEach
    void start() throws IOException {
        server = MqttServer.start(MqttServerConfig.defaults(), MqttServerHooks.ALLOW_ALL);
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

    private static void reconnect(TestingMqttClient client, int expiry) {
        client.connect("c", connect -> connect.properties(properties(EXPIRY, expiry)));
    }

    @Test
    void unacknowledged_isSentAgain_withSameIdAndDup() {
        TestingMqttClient first = client();
        reconnect(first, 60);
        first.subscribe("a", 1);
        other.publishAndWait("a", "1", false);
        other.publishAndWait("a", "2", false);
        int firstId = first.nextPublish().variableHeader().packetId();
        int secondId = first.nextPublish().variableHeader().packetId();
        first.reply(MqttMessageType.PUBACK, firstId);
        first.expectNothing();
        first.close();

        TestingMqttClient second = client();
        reconnect(second, 60);
        MqttPublishMessage again = second.nextPublish();
        assertThat(again.fixedHeader().isDup()).isTrue();
        assertThat(again.variableHeader().packetId()).isEqualTo(secondId);
        assertThat(TestingMqttClient.text(again)).isEqualTo("2");
        second.expectNothing();
    }

    @Test
    void unacknowledged_isDropped_whenItDoesNotFitTheNewConnection() {
        TestingMqttClient first = client();
        reconnect(first, 60);
        first.subscribe("a", 1);
        other.publishAndWait("a", "x".repeat(200), false);
        other.publishAndWait("a", "small", false);
        first.nextPublish();
        first.nextPublish();
        first.close();

        MqttProperties terms = properties(EXPIRY, 60);
        terms.add(new MqttProperties.IntegerProperty(MqttProperties.MAXIMUM_PACKET_SIZE, 100));
        TestingMqttClient second = client();
        second.connect("c", connect -> connect.properties(terms));
        assertThat(second.nextMessage()).isEqualTo("a=small");
        second.close();
        TestingMqttClient third = client();
        reconnect(third, 60);
        assertThat(third.nextMessage()).isEqualTo("a=small");
        third.expectNothing();
    }

    @Test
    void receiveMaximum_countsWhatWasReceivedBeforeTheReconnect() {
        TestingMqttClient first = client();
        reconnect(first, 60);
        first.subscribe("a", 2);
        other.publish("a", "1", 2);
        int id = first.nextPublish().variableHeader().packetId();
        first.reply(MqttMessageType.PUBREC, id);
        first.next(MqttMessageType.PUBREL);
        first.close();

        MqttProperties terms = properties(EXPIRY, 60);
        terms.add(new MqttProperties.IntegerProperty(MqttProperties.RECEIVE_MAXIMUM, 1));
        TestingMqttClient second = client();
        second.connect("c", connect -> connect.properties(terms));
        assertThat(replyId(second.next(MqttMessageType.PUBREL))).isEqualTo(id);
        other.next(MqttMessageType.PUBREC);
        other.publishAndWait("a", "2", false);
        second.expectNothing();
        second.reply(MqttMessageType.PUBCOMP, id);
        assertThat(second.nextMessage()).isEqualTo("a=2");
    }

    @Test
    void qos2_goesOnWhereItStopped_afterReconnect() {
        TestingMqttClient first = client();
        reconnect(first, 60);
        first.subscribe("a", 2);
        other.publish("a", "once", 2);
        int id = first.nextPublish().variableHeader().packetId();
        first.reply(MqttMessageType.PUBREC, id);
        assertThat(replyId(first.next(MqttMessageType.PUBREL))).isEqualTo(id);
        first.close();

        TestingMqttClient second = client();
        reconnect(second, 60);
        assertThat(replyId(second.next(MqttMessageType.PUBREL))).isEqualTo(id);
        second.reply(MqttMessageType.PUBCOMP, id);
        second.expectNothing();
    }

    @Test
    void qos2FromClient_isPassedOnOnce_alsoWhenSentAgain() {
        other.subscribe("a", 0);
        TestingMqttClient first = client();
        reconnect(first, 60);
        first.send(TestingMqttClient.publishPacket("a", "once", 2, false, 7, new MqttProperties(), false));
        first.next(MqttMessageType.PUBREC);
        first.close();

        TestingMqttClient second = client();
        reconnect(second, 60);
        second.send(TestingMqttClient.publishPacket("a", "once", 2, false, 7, new MqttProperties(), true));
        assertThat(replyCode(second.next(MqttMessageType.PUBREC))).isEqualTo(ReasonCode.SUCCESS);
        second.reply(MqttMessageType.PUBREL, 7);
        assertThat(replyCode(second.next(MqttMessageType.PUBCOMP))).isEqualTo(ReasonCode.SUCCESS);
        second.reply(MqttMessageType.PUBREL, 7);
        assertThat(replyCode(second.next(MqttMessageType.PUBCOMP))).isEqualTo(ReasonCode.PACKET_IDENTIFIER_NOT_FOUND);
        assertThat(other.nextMessage()).isEqualTo("a=once");
        other.expectNothing();
    }
}

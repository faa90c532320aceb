package dev.tedge.mqttserver.conformance;

import static dev.tedge.mqttserver.conformance.Raw.NO_PROPERTIES;
import static dev.tedge.mqttserver.conformance.Raw.properties;
import static dev.tedge.mqttserver.conformance.Raw.publish;
import static dev.tedge.mqttserver.conformance.Raw.reply;
import static dev.tedge.mqttserver.conformance.Raw.session;
import static dev.tedge.mqttserver.conformance.Raw.u32;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** MQTT 5, 4.3: delivery with QoS 1 and 2, in both directions. */
class QosIT {

    @RegisterExtension
    final TestingServer server = new TestingServer();

    private RawClient client;
    private RawClient publisher;

    @BeforeEach
    void connect() {
        client = server.connected(session("c")).subscribed("a", 2);
        publisher = server.connected("p");
    }

    private RawClient reconnected() {
        client.close();
        client = server.connected(session("c"));
        return client;
    }

    /** The packet identifier of a QoS 2 message that the client has been sent. */
    private int sentWithQos2(byte[] properties) {
        publisher.send(publish(0x34, "a", 1, properties, "x"));
        assertThat(publisher.nextHex()).isEqualTo("50020001");
        Packet.Publish publish = client.nextPublish();
        assertThat(publish.first()).as("QoS 2, DUP 0").isEqualTo(0x34);
        return publish.packetId();
    }

    private static String hex(int type, int packetId) {
        return "%02X02%04X".formatted(type, packetId);
    }

    @Test
    @DisplayName("[MQTT-4.3.2-3] A QoS 1 message is unacknowledged until its PUBACK")
    void qos1_waitsForPuback() {
        publisher.published("a", "x");
        int id = client.nextPublish().packetId();
        // Another identifier acknowledges nothing.
        client.send(reply(0x40, id + 1));

        assertThat(reconnected().nextPublish().packetId()).isEqualTo(id);
        client.send(reply(0x40, id)).expectNothing();
        reconnected().expectNothing();
    }

    @Test
    @DisplayName("[MQTT-4.3.2-4] A QoS 1 message is acknowledged by PUBACK with its identifier")
    void qos1_isAcknowledged() {
        publisher.send(publish(1, "a", 0x0102, "x"));

        assertThat(publisher.nextHex()).isEqualTo("40020102");
        assertThat(client.nextPublish().text()).isEqualTo("a=x");
    }

    @Test
    @DisplayName("[MQTT-4.3.2-5] After PUBACK the same identifier is a new message, whatever DUP says")
    void qos1_isNewAfterPuback() {
        publisher.send(publish(1, "a", 1, "first"));
        publisher.next();
        publisher.send(publish(0x3A, "a", 1, NO_PROPERTIES, "second"));

        assertThat(client.nextPublish().text()).isEqualTo("a=first");
        assertThat(client.nextPublish().text()).isEqualTo("a=second");
    }

    @Test
    @DisplayName("[MQTT-4.3.3-2] [MQTT-4.3.3-3] A QoS 2 message is unacknowledged until its PUBREC")
    void qos2_waitsForPubrec() {
        int id = sentWithQos2(NO_PROPERTIES);

        Packet.Publish again = reconnected().nextPublish();
        assertThat(again.packetId()).isEqualTo(id);
        assertThat(again.first()).as("QoS 2, DUP 1").isEqualTo(0x3C);
    }

    @Test
    @DisplayName("[MQTT-4.3.3-4] PUBREC is answered by PUBREL with its identifier")
    void pubrec_isAnswered() {
        int id = sentWithQos2(NO_PROPERTIES);

        assertThat(client.send(reply(0x50, id)).nextHex()).isEqualTo(hex(0x62, id));
    }

    @Test
    @DisplayName("[MQTT-4.3.3-5] [MQTT-4.3.3-6] PUBREL is sent again until its PUBCOMP, and PUBLISH is not")
    void pubrel_waitsForPubcomp() {
        int id = sentWithQos2(NO_PROPERTIES);
        client.send(reply(0x50, id)).next();

        assertThat(reconnected().nextHex()).isEqualTo(hex(0x62, id));
        client.expectNothing();
        client.send(reply(0x70, id)).expectNothing();
        reconnected().expectNothing();
    }

    @Test
    @DisplayName("[MQTT-4.3.3-7] A message that has been sent does not expire")
    void sentMessage_doesNotExpire() {
        int id = sentWithQos2(properties(2, u32(1)));
        client.close();
        server.passASecond();

        assertThat(reconnected().nextPublish().packetId()).isEqualTo(id);
        assertThat(client.send(reply(0x50, id)).nextHex()).isEqualTo(hex(0x62, id));
    }

    @Test
    @DisplayName("[MQTT-4.3.3-8] A QoS 2 message is acknowledged by PUBREC with its identifier")
    void qos2_isAcknowledged() {
        publisher.send(publish(2, "a", 0x0102, "x"));

        assertThat(publisher.nextHex()).isEqualTo("50020102");
    }

    @Test
    @DisplayName("[MQTT-4.3.3-9] After a PUBREC that refuses the same identifier is a new message")
    void qos2_isNewAfterRefusal() {
        publisher.send(publish(2, "refuse-87", 1, ""));
        assertThat(publisher.next().bodyHex()).startsWith("000187");

        publisher.send(publish(2, "a", 1, "x"));

        assertThat(publisher.nextHex()).isEqualTo("50020001");
        assertThat(client.nextPublish().text()).isEqualTo("a=x");
    }

    @Test
    @DisplayName("[MQTT-4.3.3-10] Until PUBREL the same identifier is the same message")
    void qos2_isPassedOnOnce() {
        publisher.send(publish(2, "a", 1, "x"));
        assertThat(publisher.nextHex()).isEqualTo("50020001");
        publisher.send(publish(0x3C, "a", 1, NO_PROPERTIES, "x"));
        assertThat(publisher.nextHex()).isEqualTo("50020001");

        client.nextPublish();
        client.expectNothing();
    }

    @Test
    @DisplayName("[MQTT-4.3.3-11] PUBREL is answered by PUBCOMP with its identifier")
    void pubrel_isAnswered() {
        publisher.send(publish(2, "a", 0x0102, "x"));
        publisher.next();

        assertThat(publisher.send(reply(0x62, 0x0102)).nextHex()).isEqualTo("70020102");
    }

    @Test
    @DisplayName("[MQTT-4.3.3-12] After PUBCOMP the same identifier is a new message")
    void qos2_isNewAfterPubcomp() {
        for (String payload : new String[] {"first", "second"}) {
            publisher.send(publish(2, "a", 1, payload));
            publisher.next();
            publisher.send(reply(0x62, 1));
            publisher.next();
            assertThat(client.nextPublish().text()).isEqualTo("a=" + payload);
        }
    }

    @Test
    @DisplayName("[MQTT-4.3.3-13] The exchange with the publisher goes on for a message that has expired")
    void exchange_goesOn_afterExpiry() {
        client.close();
        publisher.send(publish(0x34, "a", 1, properties(2, u32(0)), "x"));
        assertThat(publisher.nextHex()).isEqualTo("50020001");
        assertThat(publisher.send(reply(0x62, 1)).nextHex()).isEqualTo("70020001");

        reconnected().expectNothing();
    }
}

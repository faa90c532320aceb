package dev.tedge.mqttserver.conformance;

import static dev.tedge.mqttserver.conformance.Raw.NO_PROPERTIES;
import static dev.tedge.mqttserver.conformance.Raw.connect;
import static dev.tedge.mqttserver.conformance.Raw.hex;
import static dev.tedge.mqttserver.conformance.Raw.packet;
import static dev.tedge.mqttserver.conformance.Raw.properties;
import static dev.tedge.mqttserver.conformance.Raw.publish;
import static dev.tedge.mqttserver.conformance.Raw.reply;
import static dev.tedge.mqttserver.conformance.Raw.session;
import static dev.tedge.mqttserver.conformance.Raw.u16;
import static dev.tedge.mqttserver.conformance.Raw.u32;
import static dev.tedge.mqttserver.conformance.Raw.unsubscribe;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MQTT 5, 3.10 to 3.12: UNSUBSCRIBE, UNSUBACK and PINGREQ. */
class UnsubscribeIT {

    @RegisterExtension
    final TestingServer server = new TestingServer();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 6, 8, 10, 15})
    @DisplayName("[MQTT-3.10.1-1] An UNSUBSCRIBE with other flags is malformed")
    void otherFlags_areMalformed(int flags) {
        server.connected("c")
                .send(packet(0xA0 | flags, u16(1), NO_PROPERTIES, "a"))
                .expectDisconnect(0x81);
    }

    @ParameterizedTest
    @ValueSource(strings = {"61 C0", "61 00", "ED A0 80"})
    @DisplayName("[MQTT-3.10.3-1] A filter is a string")
    void filter_isAString(String bytes) {
        byte[] filter = hex(bytes);
        server.connected("c")
                .send(packet(0xA2, u16(1), NO_PROPERTIES, u16(filter.length), filter))
                .expectDisconnect(0x81);
    }

    @Test
    @DisplayName("[MQTT-3.10.3-2] There is a filter")
    void noFilter_isAProtocolError() {
        server.connected("c").send(unsubscribe(1)).expectDisconnect(0x82);
    }

    @Test
    @DisplayName("[MQTT-3.10.4-1] A subscription ends if its filter is the same character by character")
    void filter_isComparedByCharacters() {
        RawClient client = server.connected("c").subscribed("a/b", 0).subscribed("a/+", 0);
        RawClient publisher = server.connected("p");

        client.send(unsubscribe(1, "a/#", "A/b", "a/b/", "+/b"));
        assertThat(client.nextHex()).isEqualTo("B00700010011111111");
        publisher.published("a/b", "x");
        assertThat(client.nextPublish().text()).isEqualTo("a/b=x");
        client.send(unsubscribe(2, "a/b", "a/+"));
        assertThat(client.nextHex()).isEqualTo("B0050002000000");
        publisher.published("a/b", "x");
        client.expectNothing();
    }

    @Test
    @DisplayName("[MQTT-3.10.4-2] Nothing is added for a subscription that has ended")
    void subscription_hasEnded() {
        RawClient client = server.connected(session("c")).subscribed("a", 1);
        client.send(unsubscribe(1, "a"));
        client.next();
        client.close();

        server.connected("p").published("a", "x");

        server.connected(session("c")).expectNothing();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @DisplayName("[MQTT-3.10.4-3] A delivery that has begun is completed after UNSUBSCRIBE")
    void delivery_isCompleted(int qos) {
        RawClient first = server.connected(session("c")).subscribed("a", qos);
        server.connected("p").send(publish(qos, "a", 1, "x"));
        int id = first.nextPublish().packetId();
        first.send(unsubscribe(1, "a"));
        first.next();
        first.close();

        RawClient second = server.connected(session("c"));
        Packet.Publish again = second.nextPublish();
        assertThat(again.packetId()).isEqualTo(id);
        assertThat(again.dup()).isTrue();
        second.send(reply(qos == 1 ? 0x40 : 0x50, id));
        if (qos == 2) {
            assertThat(second.nextHex()).isEqualTo("620200" + "%02X".formatted(id));
        }
    }

    @Test
    @DisplayName("[MQTT-3.10.4-4] [MQTT-3.10.4-5] UNSUBSCRIBE is answered by UNSUBACK with its packet identifier")
    void unsubscribe_isAnswered() {
        RawClient client = server.connected("c").send(unsubscribe(0xABCD, "nothing"));

        assertThat(client.nextHex()).isEqualTo("B004ABCD0011");
    }

    @Test
    @DisplayName("[MQTT-3.10.4-6] [MQTT-3.11.3-1] [MQTT-3.11.3-2] Several filters are answered together, in their"
            + " order")
    void filters_areAnsweredInTheirOrder() {
        RawClient client = server.connected("c").subscribed("a", 0).subscribed("b", 0);

        client.send(unsubscribe(1, "a", "none", "b", "a/#/b", "a"));

        assertThat(client.next().bodyHex()).endsWith("0011008F11");
    }

    @Test
    @DisplayName("[MQTT-3.11.2-1] A reason that does not fit into UNSUBACK is left out")
    void reason_isLeftOut() {
        RawClient small = server.connected(connect(2, properties(0x27, u32(20)), "small"));
        assertThat(small.send(unsubscribe(1, "a/#/b")).nextHex()).isEqualTo("B0040001008F");

        RawClient client = server.connected("c").send(unsubscribe(1, "a/#/b"));
        assertThat(client.next().propertiesAt(2)).hasSize(1).first().asString().startsWith("1F:");
    }

    @Test
    @DisplayName("[MQTT-3.12.4-1] PINGREQ is answered by PINGRESP")
    void ping_isAnswered() {
        assertThat(server.connected("c").send(Raw.PINGREQ).nextHex()).isEqualTo("D000");
    }
}

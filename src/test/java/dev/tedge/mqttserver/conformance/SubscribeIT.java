package dev.tedge.mqttserver.conformance;

import static dev.tedge.mqttserver.conformance.Raw.NO_PROPERTIES;
import static dev.tedge.mqttserver.conformance.Raw.connect;
import static dev.tedge.mqttserver.conformance.Raw.hex;
import static dev.tedge.mqttserver.conformance.Raw.packet;
import static dev.tedge.mqttserver.conformance.Raw.properties;
import static dev.tedge.mqttserver.conformance.Raw.publish;
import static dev.tedge.mqttserver.conformance.Raw.subscribe;
import static dev.tedge.mqttserver.conformance.Raw.u16;
import static dev.tedge.mqttserver.conformance.Raw.u32;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MQTT 5, 3.8 and 3.9: SUBSCRIBE and SUBACK. */
class SubscribeIT {

    @RegisterExtension
    final TestingServer server = new TestingServer();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 6, 8, 10, 15})
    @DisplayName("[MQTT-3.8.1-1] A SUBSCRIBE with other flags is malformed")
    void otherFlags_areMalformed(int flags) {
        server.connected("c")
                .send(packet(0x80 | flags, u16(1), NO_PROPERTIES, "a", 0))
                .expectDisconnect(0x81);
    }

    @ParameterizedTest
    @ValueSource(strings = {"61 C0", "61 00", "ED A0 80"})
    @DisplayName("[MQTT-3.8.3-1] A filter is a string")
    void filter_isAString(String bytes) {
        byte[] filter = hex(bytes);
        server.connected("c")
                .send(subscribe(1, NO_PROPERTIES, u16(filter.length), filter, 0))
                .expectDisconnect(0x81);
    }

    @Test
    @DisplayName("[MQTT-3.8.3-2] There is a filter")
    void noFilter_isAProtocolError() {
        server.connected("c").send(subscribe(1, NO_PROPERTIES)).expectDisconnect(0x82);
    }

    @Test
    @DisplayName("[MQTT-3.8.3-3] With No Local a client does not get what it has published")
    void noLocal_keepsOwnMessagesAway() {
        RawClient client = server.connected("c").subscribed("a", 0x04 | 1);

        client.send(publish(0, "a", 0, "own")).expectNothing();
        server.connected("p").published("a", "other");

        assertThat(client.nextPublish().text()).isEqualTo("a=other");
    }

    @Test
    @DisplayName("[MQTT-3.8.3-4] No Local on a shared subscription is a protocol error")
    void noLocal_isNotForSharedSubscriptions() {
        server.connected("c").send(subscribe(1, "$share/g/a", 0x04)).expectDisconnect(0x82);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x40, 0x80, 0xC0, 0x03, 0x30})
    @DisplayName("[MQTT-3.8.3-5] Reserved bits of the options are 0, and there is no QoS 3 and no Retain Handling 3")
    void reservedBits_areMalformed(int options) {
        server.connected("c").send(subscribe(1, "a", options)).expectDisconnect(0x81);
        server.connected("c")
                .send(subscribe(1, properties(0x26, "n", "v"), "fine", 1, "a", options))
                .expectDisconnect(0x81);
    }

    @Test
    @DisplayName("[MQTT-3.8.4-1] [MQTT-3.8.4-2] SUBSCRIBE is answered by SUBACK with its packet identifier")
    void subscribe_isAnswered() {
        RawClient client = server.connected("c").send(subscribe(0xABCD, "a", 1));

        assertThat(client.nextHex()).isEqualTo("9004ABCD0001");
    }

    @Test
    @DisplayName("[MQTT-3.8.4-5] [MQTT-3.8.4-6] [MQTT-3.9.3-1] Several filters are answered together, in their order")
    void filters_areAnsweredInTheirOrder() {
        RawClient client = server.connected("c");

        client.send(subscribe(1, NO_PROPERTIES, "a", 2, "refuse-87", 1, "b/#/c", 1, "b", 0, "c", 1));

        assertThat(client.next().bodyHex()).endsWith("02878F0001");
        RawClient publisher = server.connected("p");
        publisher.published("a", "1").published("b", "2").published("c", "3");
        assertThat(client.nextPublish().text()).isEqualTo("a=1");
        assertThat(client.nextPublish().text()).isEqualTo("b=2");
        assertThat(client.nextPublish().text()).isEqualTo("c=3");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    @DisplayName("[MQTT-3.8.4-7] SUBACK says the QoS that is granted")
    void grantedQos_isTold(int qos) {
        RawClient client = server.connected("c").send(subscribe(1, "a", qos));

        assertThat(client.nextHex()).isEqualTo("90040001000" + qos);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "0,1", "0,2", "1,0", "1,1", "1,2", "2,0", "2,1", "2,2"})
    @DisplayName("[MQTT-3.8.4-8] A message comes with the lower QoS of itself and its subscription")
    void qos_isTheLower(int published, int granted) {
        RawClient client = server.connected("c").subscribed("a", granted);

        server.connected("p").send(publish(published, "a", 1, "x"));

        assertThat(client.nextPublish().qos()).isEqualTo(Math.min(published, granted));
    }

    @Test
    @DisplayName("[MQTT-3.9.2-1] A reason that does not fit into SUBACK is left out")
    void reason_isLeftOut() {
        RawClient small = server.connected(connect(2, properties(0x27, u32(30)), "small"));
        small.send(subscribe(1, "refuse-87", 0));
        assertThat(small.nextHex()).isEqualTo("900400010087");

        RawClient client = server.connected("c").send(subscribe(1, "refuse-87", 0));
        assertThat(client.next().propertiesAt(2)).hasSize(1).first().asString().startsWith("1F:");
    }

    @ParameterizedTest
    @CsvSource({"80,80", "83,83", "87,87", "8F,8F", "91,91", "97,97", "9E,9E", "A1,A1", "A2,A2", "8E,80", "FF,80"})
    @DisplayName("[MQTT-3.9.3-2] The reason code is one of SUBACK")
    void reasonCode_isOfSuback(String wanted, String expected) {
        RawClient client = server.connected("c").send(subscribe(1, "refuse-" + wanted, 0));

        assertThat(client.next().bodyHex()).endsWith(expected);
    }
}

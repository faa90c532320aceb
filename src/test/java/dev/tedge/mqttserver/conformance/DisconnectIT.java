package dev.tedge.mqttserver.conformance;

import static dev.tedge.mqttserver.conformance.Raw.connect;
import static dev.tedge.mqttserver.conformance.Raw.hex;
import static dev.tedge.mqttserver.conformance.Raw.packet;
import static dev.tedge.mqttserver.conformance.Raw.properties;
import static dev.tedge.mqttserver.conformance.Raw.publish;
import static dev.tedge.mqttserver.conformance.Raw.subscribe;
import static dev.tedge.mqttserver.conformance.Raw.u32;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MQTT 5, 3.14, 3.15, 4.12 and 4.13: the end of a connection, authentication, errors. */
class DisconnectIT {

    @RegisterExtension
    final TestingServer server = new TestingServer();

    @Test
    @DisplayName("[MQTT-3.14.0-1] There is no DISCONNECT before CONNACK")
    void disconnect_doesNotComeBeforeConnack() {
        server.client().send(Raw.PINGREQ).expectClosed();
        server.client().send(hex("30 FF FF FF 7F")).expectClosed();
        server.client().send(connect("end-87")).expectClosed();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8, 15})
    @DisplayName("[MQTT-3.14.1-1] A DISCONNECT with other flags is malformed")
    void otherFlags_areMalformed(int flags) {
        server.connected("c").send(packet(0xE0 | flags)).expectDisconnect(0x81);
    }

    @ParameterizedTest
    @CsvSource({
        "80,80", "81,81", "82,82", "83,83", "87,87", "89,89", "8B,8B", "8D,8D", "8E,8E", "8F,8F", "90,90", "93,93",
        "94,94", "95,95", "96,96", "97,97", "98,98", "99,99", "9A,9A", "9B,9B", "9C,9C", "A2,A2", "85,80", "86,80",
        "91,80", "92,80", "FF,80"
    })
    @DisplayName("[MQTT-3.14.2-1] The reason code is one of DISCONNECT")
    void reasonCode_isOfDisconnect(String wanted, String expected) {
        server.connected("c").send(publish(0, "end-" + wanted, 0, "")).expectDisconnect(Integer.parseInt(expected, 16));
    }

    @Test
    @DisplayName("[MQTT-3.14.2-2] A DISCONNECT of the server has no session expiry")
    void disconnect_hasNoSessionExpiry() {
        RawClient client = server.connected(Raw.session("c")).send(publish(0, "end-98", 0, ""));

        assertThat(client.next().propertiesAt(1)).hasSize(1).first().asString().startsWith("1F:");
    }

    @Test
    @DisplayName("[MQTT-3.14.2-3] A reason that does not fit into DISCONNECT is left out")
    void reason_isLeftOut() {
        RawClient client = server.connected(connect(2, properties(0x27, u32(20)), "c"));

        assertThat(client.send(publish(0, "end-98", 0, "")).nextHex()).matches("E001" + "98|E00298" + "00");
    }

    @Test
    @DisplayName("[MQTT-3.14.4-1] [MQTT-3.14.4-2] After its DISCONNECT the server sends nothing and closes")
    void server_closes_afterDisconnect() {
        RawClient client = server.connected("c");

        client.send(publish(0, "end-98", 0, ""), Raw.PINGREQ, subscribe(1, "a", 0), publish(1, "b", 1, ""));

        client.expectDisconnect(0x98);
    }

    @Test
    @DisplayName("[MQTT-3.15.1-1] An AUTH with other flags is malformed")
    void otherFlagsOfAuth_areMalformed() {
        server.connected("c").send(packet(0xF1, 0x19, 0)).expectDisconnect(0x81);
    }

    @Test
    @DisplayName("[MQTT-4.12.0-1] An authentication method that is not supported is refused")
    void authenticationMethod_isRefused() {
        server.client().send(connect(2, properties(0x15, "magic"), "c")).expectRefused(0x8C);
    }

    @Test
    @DisplayName("[MQTT-4.12.0-6] Without authentication method there is none in CONNACK, and no AUTH")
    void authenticationMethod_isNotThere() {
        RawClient client = server.client().send(connect("c"));

        assertThat(client.next().propertiesAt(2)).noneMatch(property -> property.startsWith("15"));
        client.expectNothing();
    }

    @Test
    @DisplayName("[MQTT-4.12.0-7] An AUTH without authentication method is a protocol error")
    void auth_isAProtocolError() {
        server.connected("c").send(packet(0xF0, 0x18, 0)).expectDisconnect(0x82);
    }

    @ParameterizedTest
    @CsvSource({
        // A reserved type, a packet of the server, a length that is too short, and one that is too long.
        "00 00, 81",
        "20 03 00 00 00, 82",
        "D0 00, 82",
        "30 01 00, 81",
        "30 03 00 09 61, 81",
        "C0 01 00, 81",
        "82 03 00 01 00, 82",
        "30 FF FF FF FF 01, 81",
        // A property that is not for PUBLISH, is unknown, is cut off, is there twice.
        "30 06 00 01 61 02 24 01, 82",
        "30 06 00 01 61 02 7F 01, 81",
        "30 05 00 01 61 01 01, 81",
        "30 07 00 01 61 03 01 01 03, 81",
        "30 08 00 01 61 04 01 01 01 01, 82",
        "40 06 00 01 00 02 1F 00, 81",
        "E0 04 00 02 11 00, 81"
    })
    @DisplayName("[MQTT-4.13.1-1] [MQTT-4.13.2-1] What is malformed or breaks the protocol ends the connection")
    void fault_endsTheConnection(String packet, String code) {
        server.connected("c").send(hex(packet)).expectDisconnect(Integer.parseInt(code, 16));
    }
}

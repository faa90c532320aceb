package dev.tedge.mqttserver.conformance;

import static dev.tedge.mqttserver.conformance.Raw.NO_PROPERTIES;
import static dev.tedge.mqttserver.conformance.Raw.connect;
import static dev.tedge.mqttserver.conformance.Raw.hex;
import static dev.tedge.mqttserver.conformance.Raw.properties;
import static dev.tedge.mqttserver.conformance.Raw.publish;
import static dev.tedge.mqttserver.conformance.Raw.session;
import static dev.tedge.mqttserver.conformance.Raw.subscribe;
import static dev.tedge.mqttserver.conformance.Raw.u32;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MQTT 5, 3.1.3 to 3.2: client identifiers, the answer to CONNECT. */
class ConnackIT {

    @RegisterExtension
    final TestingServer server = new TestingServer();

    @RegisterExtension
    final TestingServer narrow = TestingServer.narrow();

    @Test
    @DisplayName("[MQTT-3.1.3-2] The client identifier names the session")
    void clientId_namesTheSession() {
        server.connected(session("one")).close();

        assertThat(server.client().send(session("two")).next().at(0)).isZero();
        assertThat(server.client().send(session("one")).next().at(0)).isEqualTo(1);
    }

    @Test
    @DisplayName("[MQTT-3.1.3-3] The client identifier is there, and first")
    void clientId_isThere() {
        server.client().send(connect(2, NO_PROPERTIES)).expectNotAccepted(0x81);
        server.connected(connect(0x82, NO_PROPERTIES, "first", "second"));
        assertThat(server.requests.get(0).clientId()).isEqualTo("first");
    }

    @Test
    @DisplayName("[MQTT-3.1.3-4] The client identifier is a string")
    void clientId_isUtf8() {
        server.client().send(connect(2, NO_PROPERTIES, hex("0002 63 C0"))).expectRefused(0x81);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0123456789abcdefghijklm", "nopqrstuvwxyzABCDEFGHIJ", "KLMNOPQRSTUVWXYZ"})
    @DisplayName("[MQTT-3.1.3-5] Client identifiers of 1 to 23 letters and digits are allowed")
    void clientId_isAllowed(String clientId) {
        server.connected(clientId);
    }

    @Test
    @DisplayName("[MQTT-3.1.3-6] [MQTT-3.1.3-7] [MQTT-3.2.2-16] A client without identifier is told a new one")
    void clientId_isAssigned() {
        List<String> first = server.client().send(session("")).next().propertiesAt(2);
        List<String> second = server.client().send(session("")).next().propertiesAt(2);

        assertThat(first).anyMatch(property -> property.startsWith("12:"));
        assertThat(second).anyMatch(property -> property.startsWith("12:")).isNotEqualTo(first);
        server.server().disconnect(server.requests.get(0).clientId(), 0x98, "");
        assertThat(server.client()
                        .send(session(server.requests.get(0).clientId()))
                        .next()
                        .at(0))
                .as("the session is found under the assigned identifier")
                .isEqualTo(1);
    }

    @Test
    @DisplayName("[MQTT-3.1.3-8] [MQTT-3.2.2-7] A client identifier that is not accepted ends the connection")
    void clientId_isRefused() {
        server.client().send(connect("refuse-85")).expectRefused(0x85);
    }

    @Test
    @DisplayName("[MQTT-3.1.4-1] [MQTT-4.13.1-1] A CONNECT that is not as it must be ends the connection")
    void malformedConnect_closes() {
        // A property that is not for CONNECT, one that is unknown, is cut off, is there twice; a packet that is cut
        // off.
        server.client().send(connect(2, properties(0x23, 0, 1), "c")).expectRefused(0x82);
        server.client().send(connect(2, properties(0x7F, 1), "c")).expectNotAccepted(0x81);
        server.client().send(connect(2, properties(0x11, 1), "c")).expectNotAccepted(0x81);
        server.client().send(connect(2, properties(0x17, 1, 0x17, 1), "c")).expectNotAccepted(0x82);
        server.client().send(hex("10 06 0004 4D515454")).expectClosed();
    }

    @Test
    @DisplayName("[MQTT-3.1.4-2] A client that fails other checks is not let in")
    void refusedClient_isNotLetIn() {
        server.client().send(connect("refuse-87")).expectRefused(0x87);
        server.client().send(connect("end-87")).expectClosed();
    }

    @Test
    @DisplayName("[MQTT-3.1.4-3] A second connection of a client ends the first with 0x8E")
    void secondConnection_takesOver() {
        RawClient first = server.connected("c");
        RawClient second = server.connected("c");

        first.expectDisconnect(0x8E);
        second.expectNothing();
    }

    @Test
    @DisplayName("[MQTT-3.1.4-5] CONNECT is answered by CONNACK with 0x00")
    void connect_isAcknowledged() {
        assertThat(server.client().send(connect("c")).nextHex())
                .startsWith("20")
                .matches("20..0000.*");
    }

    @Test
    @DisplayName("[MQTT-3.1.4-6] Nothing is processed that comes behind a refused CONNECT")
    void packetsBehindRefusedConnect_areNotProcessed() {
        RawClient watcher = server.connected("watcher").subscribed("#", 0);

        server.client().send(connect("refuse-87"), publish(1, "a", 1, "x")).expectRefused(0x87);

        watcher.expectNothing();
    }

    @Test
    @DisplayName("[MQTT-3.2.0-1] CONNACK comes before anything else")
    void connack_comesFirst() {
        server.connected(session("c")).subscribed("a", 1).close();
        server.connected("p").published("a", "kept");

        RawClient client = server.client().send(session("c"), Raw.PINGREQ, subscribe(1, "a", 0));

        assertThat(client.next().type()).isEqualTo(Packet.CONNACK);
    }

    @Test
    @DisplayName("[MQTT-3.2.0-2] There is one CONNACK")
    void connack_comesOnce() {
        RawClient client = server.client().send(connect("c"), Raw.PINGREQ, connect("c"));

        assertThat(client.next().type()).isEqualTo(Packet.CONNACK);
        assertThat(client.nextHex()).isEqualTo("D000");
        client.expectDisconnect(0x82);
    }

    @Test
    @DisplayName("[MQTT-3.2.2-1] [MQTT-3.2.2-3] Session Present is the only flag, and 1 when there is a session")
    void sessionPresent_isTheOnlyFlag() {
        assertThat(server.client().send(session("c")).next().at(0)).isZero();
        assertThat(server.client().send(session("c")).next().at(0)).isEqualTo(1);
    }

    @Test
    @DisplayName("[MQTT-3.2.2-2] Session Present is 0 after Clean Start")
    void sessionPresent_isZero_afterCleanStart() {
        server.connected(session("c")).close();

        assertThat(server.client().send(connect("c")).nextHex()).matches("20..0000.*");
    }

    @Test
    @DisplayName("[MQTT-3.2.2-6] Session Present is 0 in a refusal")
    void sessionPresent_isZero_inARefusal() {
        server.connected(session("narrow")).close();
        narrow.connected(session("c")).close();

        // The will has a QoS that is not supported.
        narrow.client()
                .send(connect(0x14, properties(0x11, u32(60)), "c", NO_PROPERTIES, "will", ""))
                .expectRefused(0x9B);
    }

    @ParameterizedTest
    @ValueSource(strings = {"80", "81", "82", "83", "84", "85", "86", "87", "88", "89", "8A", "8C", "90", "95", "97"})
    @DisplayName("[MQTT-3.2.2-8] The reason code is one of CONNACK")
    void reasonCode_isOfConnack(String code) {
        server.client().send(connect("refuse-" + code)).expectRefused(Integer.parseInt(code, 16));
    }

    @ParameterizedTest
    @ValueSource(strings = {"8B", "8D", "8E", "91", "92", "A1", "FF"})
    @DisplayName("[MQTT-3.2.2-8] A reason code that is none of CONNACK becomes 0x80")
    void otherReasonCode_becomes80(String code) {
        server.client().send(connect("refuse-" + code)).expectRefused(0x80);
    }

    @Test
    @DisplayName("[MQTT-3.2.2-9] [MQTT-3.2.2-10] A server without QoS 2 says so, and grants what it has")
    void maximumQos_isTold() {
        RawClient client = narrow.client().send(connect("c"));

        assertThat(client.next().propertiesAt(2)).contains("24:01");
        client.send(subscribe(1, "a", 2));
        assertThat(client.nextHex()).isEqualTo("900400010001");
    }

    @Test
    @DisplayName("[MQTT-3.2.2-11] A PUBLISH above the maximum QoS ends the connection")
    void qosAboveMaximum_endsTheConnection() {
        narrow.connected("c").send(publish(2, "a", 1, "")).expectDisconnect(0x9B);
    }

    @Test
    @DisplayName("[MQTT-3.2.2-12] A will above the maximum QoS is refused")
    void willAboveMaximumQos_isRefused() {
        narrow.client()
                .send(connect(0x16, NO_PROPERTIES, "c", NO_PROPERTIES, "will", ""))
                .expectRefused(0x9B);
    }

    @Test
    @DisplayName("[MQTT-3.2.2-15] A packet above the maximum size ends the connection")
    void packetAboveMaximum_endsTheConnection() {
        narrow.connected("c").send(publish(0, "a", 0, "x".repeat(10_000))).expectDisconnect(0x95);
    }

    @Test
    @DisplayName("[MQTT-3.2.2-19] A reason that does not fit into CONNACK is left out")
    void reason_isLeftOut() {
        RawClient client = server.client().send(connect(2, properties(0x27, u32(20)), "refuse-87"));

        assertThat(client.nextHex()).isEqualTo("2003008700");
        assertThat(server.client().send(connect("refuse-87")).next().propertiesAt(2))
                .hasSize(1);
    }
}

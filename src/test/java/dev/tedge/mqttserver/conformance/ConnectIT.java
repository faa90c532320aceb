package dev.tedge.mqttserver.conformance;

import static dev.tedge.mqttserver.conformance.Raw.NO_PROPERTIES;
import static dev.tedge.mqttserver.conformance.Raw.connect;
import static dev.tedge.mqttserver.conformance.Raw.hex;
import static dev.tedge.mqttserver.conformance.Raw.packet;
import static dev.tedge.mqttserver.conformance.Raw.properties;
import static dev.tedge.mqttserver.conformance.Raw.publish;
import static dev.tedge.mqttserver.conformance.Raw.session;
import static dev.tedge.mqttserver.conformance.Raw.u16;
import static dev.tedge.mqttserver.conformance.Raw.u32;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.mqttserver.ConnectRequest;
import dev.tedge.mqttserver.Payload;
import dev.tedge.mqttserver.ServerMessage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MQTT 5, 3.1: CONNECT, but for wills. */
class ConnectIT {

    @RegisterExtension
    final TestingServer server = new TestingServer();

    @Test
    @DisplayName("[MQTT-3.1.0-1] The first packet is CONNECT")
    void otherFirstPacket_closes() {
        server.client().send(Raw.PINGREQ).expectClosed();
        server.client().send(publish(0, "a", 0, "")).expectClosed();
    }

    @Test
    @DisplayName("[MQTT-3.1.0-2] A second CONNECT is a protocol error")
    void secondConnect_isAProtocolError() {
        server.connected("c").send(connect("c")).expectDisconnect(0x82);
        server.connected("c").send(packet(0x10, "MQTX", 9, 2, u16(60), "c")).expectDisconnect(0x82);
    }

    @Test
    @DisplayName("[MQTT-3.1.2-1] The name of the protocol is MQTT")
    void otherProtocolName_isNotAccepted() {
        RawClient client = server.client();
        client.send(packet(0x10, "MQTX", 5, 2, u16(60), NO_PROPERTIES, "c"));

        client.poll().ifPresent(answer -> assertThat(answer.at(1)).isNotZero());
        assertThat(server.requests).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 6, 255})
    @DisplayName("[MQTT-3.1.2-2] Another version of the protocol is refused")
    void otherVersion_isRefused(int version) {
        // An answer that clients of MQTT 3 understand: 1 is theirs for 0x84.
        server.client().send(packet(0x10, "MQTT", version, 2, u16(60), "c")).expectRefused(1);
    }

    @Test
    @DisplayName("[MQTT-3.1.2-3] The reserved flag is 0")
    void reservedConnectFlag_isMalformed() {
        server.client().send(connect(3, NO_PROPERTIES, "c")).expectNotAccepted(0x81);
    }

    @Test
    @DisplayName("[MQTT-3.1.2-4] [MQTT-3.1.4-4] Clean Start discards the session")
    void cleanStart_discardsTheSession() {
        server.connected(session("c")).subscribed("a", 1).close();

        RawClient client = server.connected("c");
        server.connected("p").published("a", "x");

        client.expectNothing();
    }

    @Test
    @DisplayName("[MQTT-3.1.2-5] Without Clean Start the session goes on")
    void session_goesOn() {
        server.connected(session("c")).subscribed("a", 1).close();
        server.connected("p").published("a", "kept");

        assertThat(server.connected(session("c")).nextPublish().text()).isEqualTo("a=kept");
    }

    @Test
    @DisplayName("[MQTT-3.1.2-6] Without Clean Start and without session a new one begins")
    void session_begins() {
        RawClient client = server.client().send(session("c"));

        assertThat(client.next().at(0)).isZero();
        client.subscribed("a", 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 0x80, 0x40, 0xC0})
    @DisplayName("[MQTT-3.1.2-16] [MQTT-3.1.2-17] [MQTT-3.1.2-18] [MQTT-3.1.2-19] User name and password are there"
            + " as the flags say")
    void userNameAndPassword_areAsTheFlagsSay(int flags) {
        boolean both = flags == 0xC0;
        Object[] tooMuch = both ? new Object[] {"c", "u", "p", "x"} : new Object[] {"c", "u", "p"};
        server.client().send(connect(2 | flags, NO_PROPERTIES, tooMuch)).expectNotAccepted(0x81);
        if (flags != 0) {
            Object[] tooFew = both ? new Object[] {"c", "u"} : new Object[] {"c"};
            server.client().send(connect(2 | flags, NO_PROPERTIES, tooFew)).expectNotAccepted(0x81);
        }
        assertThat(server.requests).isEmpty();
    }

    @Test
    @DisplayName("[MQTT-3.1.2-22] [MQTT-3.2.2-22] Silence of one and a half keep-alives ends the connection")
    void silence_endsTheConnection() {
        RawClient client = server.connected(packet(0x10, "MQTT", 5, 2, u16(1), NO_PROPERTIES, "c"));

        client.expectDisconnect(0x8D);
    }

    @Test
    @DisplayName("[MQTT-3.1.2-23] The session is kept after the connection if it has an expiry")
    void session_isKept() {
        server.connected(session("c")).close();
        server.connected(connect(0, NO_PROPERTIES, "d")).close();

        assertThat(server.client().send(session("c")).next().at(0)).isEqualTo(1);
        assertThat(server.client().send(session("d")).next().at(0)).isZero();
    }

    @Test
    @DisplayName(
            "[MQTT-3.1.2-24] [MQTT-3.1.2-25] What is larger than the client takes is left out as if it were" + " done")
    void tooLargePacket_isLeftOut() {
        RawClient client = server.connected(connect(2, properties(0x27, u32(20), 0x21, u16(1)), "c"))
                .subscribed("a", 1);

        server.connected("p").published("a", "x".repeat(13)).published("a", "x".repeat(12));

        assertThat(client.nextPublish().text()).isEqualTo("a=" + "x".repeat(12));
    }

    @Test
    @DisplayName("[MQTT-3.1.2-24] A client that takes no packet as large as its CONNACK is told so")
    void tooLargeConnack_isARefusal() {
        int size = server.client().send(connect("c")).next().hex().length() / 2;

        server.connected(connect(2, properties(0x27, u32(size)), "c")).expectNothing();
        server.client().send(connect(2, properties(0x27, u32(size - 1)), "c")).expectRefused(0x95);
        server.client().send(connect(2, properties(0x27, u32(40)), "")).expectRefused(0x95);
    }

    @Test
    @DisplayName("[MQTT-3.1.2-26] [MQTT-3.3.2-11] The server uses no topic alias above the client's maximum")
    void aliases_keepTheMaximum() {
        RawClient client =
                server.connected(connect(2, properties(0x22, u16(1)), "c")).subscribed("#", 0);

        server.connected("p").published("a", "1").published("b", "2").published("a", "3");

        assertThat(client.nextPublish().properties()).containsExactly("23:0001");
        assertThat(client.nextPublish().properties()).isEmpty();
        assertThat(client.nextPublish().properties()).containsExactly("23:0001");
    }

    @Test
    @DisplayName("[MQTT-3.1.2-27] The server uses no topic alias if the client has no maximum, or 0")
    void aliases_areNotUsed_unlessAskedFor() {
        for (byte[] properties : Raw.list(NO_PROPERTIES, properties(0x22, u16(0)))) {
            RawClient client = server.connected(connect(2, properties, "c")).subscribed("a", 0);
            server.server().publish(ServerMessage.of("a", Payload.of("x"), 0));
            assertThat(client.nextPublish().properties()).isEmpty();
        }
    }

    @Test
    @DisplayName("[MQTT-3.1.2-28] There is no response information unless it is asked for")
    void responseInformation_isNotGiven() {
        for (byte[] properties : Raw.list(NO_PROPERTIES, properties(0x19, 0))) {
            Packet connack = server.client().send(connect(2, properties, "c")).next();
            assertThat(connack.propertiesAt(2)).noneMatch(property -> property.startsWith("1A"));
        }
    }

    @Test
    @DisplayName("[MQTT-3.1.2-29] Who wants no problem information gets no reasons but in CONNACK and DISCONNECT")
    void problemInformation_isLeftOut() {
        RawClient client = server.connected(connect(2, properties(0x17, 0), "c"));

        client.send(publish(1, "refuse-87", 1, ""));
        assertThat(client.nextHex()).isEqualTo("400400018700");
        client.send(Raw.subscribe(2, "refuse-87", 0));
        assertThat(client.nextHex()).isEqualTo("900400020087");
        client.send(Raw.unsubscribe(3, "a/#/b"));
        assertThat(client.nextHex()).isEqualTo("B0040003008F");
        client.send(Raw.reply(0x62, 4));
        assertThat(client.nextHex()).isEqualTo("700400049200");
    }

    @Test
    @DisplayName("[MQTT-3.1.3-1] [MQTT-3.1.2-9] The fields of the payload come in their order")
    void payload_isReadInItsOrder() {
        server.connected(connect(0xEE, NO_PROPERTIES, "id", NO_PROPERTIES, "will", "message", "user", "secret"));

        ConnectRequest request = server.requests.get(0);
        assertThat(request.clientId()).isEqualTo("id");
        assertThat(request.will())
                .get()
                .isEqualTo(ServerMessage.of("will", Payload.of("message"), 1).retained());
        assertThat(request.credentials().username()).contains("user");
        assertThat(request.credentials().password()).contains(Payload.of("secret"));
    }

    @Test
    @DisplayName("[MQTT-3.1.3-11] [MQTT-3.1.3-12] Topic of the will and user name are strings")
    void stringsOfThePayload_areUtf8() {
        byte[] bad = hex("0002 61 C0");
        server.client()
                .send(connect(0x06, NO_PROPERTIES, "c", NO_PROPERTIES, bad, ""))
                .expectRefused(0x81);
        server.client().send(connect(0x82, NO_PROPERTIES, "c", bad)).expectRefused(0x81);
    }
}

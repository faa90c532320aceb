package dev.tedge.mqttserver.conformance;

import static dev.tedge.mqttserver.conformance.Raw.NO_PROPERTIES;
import static dev.tedge.mqttserver.conformance.Raw.hex;
import static dev.tedge.mqttserver.conformance.Raw.packet;
import static dev.tedge.mqttserver.conformance.Raw.properties;
import static dev.tedge.mqttserver.conformance.Raw.publish;
import static dev.tedge.mqttserver.conformance.Raw.reply;
import static dev.tedge.mqttserver.conformance.Raw.subscribe;
import static dev.tedge.mqttserver.conformance.Raw.unsubscribe;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MQTT 5, chapters 1 and 2: strings, numbers, fixed header, packet identifiers. */
class EncodingIT {

    @RegisterExtension
    final TestingServer server = new TestingServer();

    @ParameterizedTest
    @ValueSource(strings = {"61 C0 80", "61 ED A0 80", "61 FF", "61 E2 82"})
    @DisplayName("[MQTT-1.5.4-1] A string is well-formed UTF-8, without surrogates")
    void illFormedString_isMalformed(String bytes) {
        byte[] text = hex(bytes);
        server.connected("c")
                .send(packet(0x30, Raw.u16(text.length), text, NO_PROPERTIES))
                .expectDisconnect(0x81);
        server.client()
                .send(Raw.connect(2, NO_PROPERTIES, Raw.u16(text.length), text))
                .expectRefused(0x81);
    }

    @Test
    @DisplayName("[MQTT-1.5.4-2] A string has no null character")
    void nullCharacter_isMalformed() {
        server.connected("c").send(publish(0, "a\0b", 0, "")).expectDisconnect(0x81);
        server.connected("c").send(subscribe(1, "a\0b", 0)).expectDisconnect(0x81);
    }

    @Test
    @DisplayName("[MQTT-1.5.4-3] U+FEFF is a character as any other")
    void byteOrderMark_isKept() {
        RawClient client = server.connected("c").subscribed("\uFEFFa", 0);

        server.connected("p").published("a", "without").published("\uFEFFa", "with");

        assertThat(client.nextPublish().text()).isEqualTo("\uFEFFa=with");
    }

    @Test
    @DisplayName("[MQTT-1.5.5-1] A length takes the least number of bytes")
    void length_isAsShortAsCanBe() {
        RawClient client = server.connected("c").subscribed("a", 0);

        server.connected("p").published("a", "x".repeat(123)).published("a", "x".repeat(124));

        assertThat(client.next().length()).isEqualTo("7F");
        assertThat(client.next().length()).isEqualTo("8001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0001 C0 0001 76", "0001 6E 0001 C0", "0001 00 0001 76", "0001 6E 0001 00"})
    @DisplayName("[MQTT-1.5.7-1] Name and value of a string pair are strings")
    void stringPair_isOfStrings(String pair) {
        server.connected("c")
                .send(publish(0x30, "a", 0, properties(0x26, hex(pair)), ""))
                .expectDisconnect(0x81);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "41020001",
                "52020001",
                "60020001",
                "63020001",
                "6A020001",
                "71020001",
                "80070001000001 6100",
                "83070001000001 6100",
                "8A070001000001 6100",
                "A006000100000161",
                "AA06000100000161",
                "C100",
                "C800",
                "E100",
                "F100"
            })
    @DisplayName("[MQTT-2.1.3-1] Reserved flags are as they must be")
    void reservedFlag_isMalformed(String packet) {
        server.connected("c").send(hex(packet)).expectDisconnect(0x81);
    }

    @Test
    @DisplayName("[MQTT-2.1.3-1] Reserved flags of CONNECT are 0")
    void reservedFlagOfConnect_closes() {
        byte[] connect = Raw.connect("c");
        connect[0] |= 1;
        server.client().send(connect).expectClosed();
    }

    @Test
    @DisplayName("[MQTT-2.2.1-2] A PUBLISH with QoS 0 has no packet identifier")
    void qos0_hasNoPacketId() {
        RawClient client = server.connected("c").subscribed("a", 2);

        server.connected("p").send(publish(0, "a", 0, "x"));

        assertThat(client.nextHex()).isEqualTo("3005" + "000161" + "00" + "78");
    }

    @Test
    @DisplayName("[MQTT-2.2.1-3] A packet identifier of a client is not 0")
    void packetIdZero_isMalformed() {
        for (byte[] packet : List.of(publish(1, "a", 0, ""), subscribe(0, "a", 0), unsubscribe(0, "a"))) {
            server.connected("c").send(packet).expectDisconnect(0x81);
        }
    }

    @Test
    @DisplayName("[MQTT-2.2.1-4] [MQTT-4.3.2-1] [MQTT-4.3.3-1] A packet identifier of the server is unused and not 0")
    void packetIdOfServer_isUnused() {
        RawClient client = server.connected("c").subscribed("a", 1);
        RawClient publisher = server.connected("p");
        publisher.published("a", "open");
        int open = client.nextPublish().packetId();
        // More than there are identifiers, a hundred at a time.
        for (int i = 0; i < 660; i++) {
            byte[][] hundred = new byte[101][];
            for (int message = 0; message < 100; message++) {
                hundred[message] = publish(0x32, "a", 7, NO_PROPERTIES, "");
            }
            hundred[100] = Raw.PINGREQ;
            publisher.send(hundred);
            for (int answer = 0; answer <= 100; answer++) {
                publisher.next();
            }
            byte[][] replies = new byte[100][];
            for (int message = 0; message < 100; message++) {
                int id = client.nextPublish().packetId();
                assertThat(id != 0 && id != open).as("packet identifier " + id).isTrue();
                replies[message] = reply(0x40, id);
            }
            client.send(replies);
        }
    }

    @Test
    @DisplayName("[MQTT-2.2.1-5] An acknowledgement of a PUBLISH has its packet identifier")
    void acknowledgement_hasThePacketId() {
        RawClient client = server.connected("c").subscribed("a", 2);

        client.send(publish(1, "x", 0x1234, ""));
        assertThat(client.nextHex()).startsWith("40").contains("1234");
        client.send(publish(2, "x", 0x1235, ""));
        assertThat(client.nextHex()).startsWith("50").contains("1235");
        client.send(reply(0x62, 0x1235));
        assertThat(client.nextHex()).startsWith("70").contains("1235");
    }

    @Test
    @DisplayName("[MQTT-2.2.1-6] SUBACK and UNSUBACK have the packet identifier of the request")
    void subackAndUnsuback_haveThePacketId() {
        RawClient client = server.connected("c");

        client.send(subscribe(0x1234, "a", 0));
        assertThat(client.nextHex()).isEqualTo("9004" + "1234" + "00" + "00");
        client.send(unsubscribe(0x4321, "a"));
        assertThat(client.nextHex()).isEqualTo("B004" + "4321" + "00" + "00");
    }

    @Test
    @DisplayName("[MQTT-2.2.2-1] No properties are said with a length of 0")
    void noProperties_areALengthOfZero() {
        RawClient client = server.connected("c").subscribed("a", 1);

        server.connected("p").published("a", "");

        assertThat(client.nextHex()).isEqualTo("3206" + "000161" + "0001" + "00");
    }
}

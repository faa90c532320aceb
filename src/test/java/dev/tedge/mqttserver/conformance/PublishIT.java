package dev.tedge.mqttserver.conformance;

import static dev.tedge.mqttserver.conformance.Raw.NO_PROPERTIES;
import static dev.tedge.mqttserver.conformance.Raw.hex;
import static dev.tedge.mqttserver.conformance.Raw.packet;
import static dev.tedge.mqttserver.conformance.Raw.properties;
import static dev.tedge.mqttserver.conformance.Raw.publish;
import static dev.tedge.mqttserver.conformance.Raw.session;
import static dev.tedge.mqttserver.conformance.Raw.u16;
import static dev.tedge.mqttserver.conformance.Raw.u32;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MQTT 5, 3.3.1 and 3.3.2: flags, topic and properties of PUBLISH, but for RETAIN. */
class PublishIT {

    @RegisterExtension
    final TestingServer server = TestingServer.narrow();

    private RawClient publisher;

    @BeforeEach
    void connect() {
        publisher = server.connected("p");
    }

    private Packet.Publish forwarded(byte[] properties) {
        RawClient client = server.connected("c").subscribed("a", 1);
        publisher.published(0, "a", properties, "x");
        return client.nextPublish();
    }

    @Test
    @DisplayName("[MQTT-3.3.1-1] A PUBLISH that is sent again has DUP 1")
    void dup_isSet_onSecondDelivery() {
        RawClient first = server.connected(session("c")).subscribed("a", 1);
        publisher.published("a", "x");
        assertThat(first.nextPublish().dup()).isFalse();
        first.close();

        assertThat(server.connected(session("c")).nextPublish().dup()).isTrue();
    }

    @Test
    @DisplayName("[MQTT-3.3.1-2] [MQTT-4.3.1-1] A PUBLISH with QoS 0 has DUP 0")
    void dup_isZero_withQos0() {
        RawClient client = server.connected("c").subscribed("a", 0);
        publisher.published("a", "x");

        assertThat(client.nextPublish().first()).isEqualTo(0x30);
        publisher.send(publish(0x38, "a", 0, NO_PROPERTIES, "")).expectDisconnect(0x81);
    }

    @Test
    @DisplayName("[MQTT-3.3.1-3] [MQTT-4.3.2-2] DUP of what comes in says nothing for what goes out")
    void dup_isNotPassedOn() {
        RawClient client = server.connected("c").subscribed("a", 1);

        publisher.send(publish(0x3A, "a", 1, NO_PROPERTIES, ""));

        assertThat(client.nextPublish().first()).isEqualTo(0x32);
    }

    @Test
    @DisplayName("[MQTT-3.3.1-4] There is no QoS 3")
    void qos3_isMalformed() {
        publisher.send(publish(3, "a", 1, "")).expectDisconnect(0x81);
    }

    @Test
    @DisplayName("[MQTT-3.3.2-1] The topic is there, first, and a string")
    void topic_isAString() {
        publisher.send(packet(0x30, hex("0002 61 FF"), NO_PROPERTIES)).expectDisconnect(0x81);
        server.connected("p").send(packet(0x30)).expectDisconnect(0x81);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/+", "#", "a#", "+/b"})
    @DisplayName("[MQTT-3.3.2-2] [MQTT-4.7.0-1] The topic has no wildcards")
    void topic_hasNoWildcards(String topic) {
        publisher.send(publish(0, topic, 0, "")).expectDisconnect(0x90);
    }

    @Test
    @DisplayName("[MQTT-3.3.2-3] The topic that a client gets matches its filter")
    void topic_matchesTheFilter() {
        RawClient client = server.connected("c").subscribed("a/+", 0);

        publisher.published("b/x", "no").published("a/x/y", "no").published("a/x", "yes");

        assertThat(client.nextPublish().text()).isEqualTo("a/x=yes");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    @DisplayName("[MQTT-3.3.2-4] The payload format is passed on as it came")
    void payloadFormat_isPassedOn(int format) {
        assertThat(forwarded(properties(1, format)).properties()).containsExactly("01:0" + format);
    }

    @Test
    @DisplayName("[MQTT-3.3.2-5] A message whose time is over is not delivered")
    void expiredMessage_isNotDelivered() {
        server.connected(session("c")).subscribed("a", 1).close();
        publisher.published(0, "a", properties(2, u32(1)), "old").published("a", "new");
        server.passASecond();

        assertThat(server.connected(session("c")).nextPublish().text()).isEqualTo("a=new");
    }

    @Test
    @DisplayName("[MQTT-3.3.2-6] The expiry that a client gets is what remains")
    void expiry_isWhatRemains() {
        server.connected(session("c")).subscribed("a", 1).close();
        publisher.published(0, "a", properties(2, u32(100)), "x");
        server.passASecond();

        String expiry =
                server.connected(session("c")).nextPublish().properties().get(0);
        assertThat(expiry).startsWith("02:");
        assertThat(Integer.parseInt(expiry.substring(3), 16)).isBetween(1, 99);
    }

    @Test
    @DisplayName("[MQTT-3.3.2-7] Topic aliases end with the connection")
    void alias_endsWithTheConnection() {
        publisher.send(publish(0x30, "a", 0, properties(0x23, u16(1)), "x")).expectNothing();
        publisher.close();

        server.connected("p")
                .send(publish(0x30, "", 0, properties(0x23, u16(1)), "x"))
                .expectDisconnect(0x82);
    }

    @Test
    @DisplayName("[MQTT-3.3.2-8] There is no topic alias 0")
    void aliasZero_isInvalid() {
        publisher.send(publish(0x30, "a", 0, properties(0x23, u16(0)), "")).expectDisconnect(0x94);
    }

    @Test
    @DisplayName("[MQTT-3.3.2-9] [MQTT-3.2.2-17] A topic alias above the maximum is invalid")
    void aliasAboveMaximum_isInvalid() {
        publisher.send(publish(0x30, "a", 0, properties(0x23, u16(3)), "")).expectDisconnect(0x94);
    }

    @Test
    @DisplayName("[MQTT-3.3.2-12] Topic aliases up to the maximum are accepted")
    void aliases_areAccepted() {
        RawClient client = server.connected("c").subscribed("#", 0);
        publisher.send(publish(0x30, "a", 0, properties(0x23, u16(1)), "1"));
        publisher.send(publish(0x30, "b", 0, properties(0x23, u16(2)), "2"));
        publisher.send(publish(0x30, "", 0, properties(0x23, u16(1)), "3"));
        publisher.send(publish(0x30, "c", 0, properties(0x23, u16(1)), "4"));
        publisher.send(publish(0x30, "", 0, properties(0x23, u16(1)), "5"));

        for (String expected : new String[] {"a=1", "b=2", "a=3", "c=4", "c=5"}) {
            assertThat(client.nextPublish().text()).isEqualTo(expected);
        }
    }

    @Test
    @DisplayName("[MQTT-3.3.2-13] [MQTT-3.3.2-19] Response topic and content type are strings")
    void textProperties_areStrings() {
        for (int property : new int[] {8, 3}) {
            server.connected("p" + property)
                    .send(publish(0x30, "a", 0, properties(property, hex("0002 61 C0")), ""))
                    .expectDisconnect(0x81);
        }
    }

    @Test
    @DisplayName("[MQTT-3.3.2-14] A response topic has no wildcards")
    void responseTopic_hasNoWildcards() {
        publisher.send(publish(0x30, "a", 0, properties(8, "a/+"), "")).expectDisconnect(0x82);
    }

    @Test
    @DisplayName("[MQTT-3.3.2-15] [MQTT-3.3.2-16] [MQTT-3.3.2-20] Response topic, correlation data and content type are"
            + " passed on as they came")
    void requestProperties_arePassedOn() {
        byte[] all = properties(3, "é", 8, "re/ply", 9, hex("0004 00FF0A80"));

        assertThat(forwarded(all).properties())
                .containsExactlyInAnyOrder("03:0002C3A9", "08:000672652F706C79", "09:000400FF0A80");
    }

    @Test
    @DisplayName("[MQTT-3.3.2-17] [MQTT-3.3.2-18] User properties are passed on as they came, in their order")
    void userProperties_arePassedOn() {
        byte[] pairs = properties(0x26, "b", "1", 0x26, "a", "", 0x26, "b", "1", 0x26, "", "é");

        assertThat(forwarded(pairs).properties())
                .containsExactly("26:000162000131", "26:0001610000", "26:000162000131", "26:00000002C3A9");
    }
}

package dev.tedge.mqttserver.conformance;

import static dev.tedge.mqttserver.conformance.Raw.NO_PROPERTIES;
import static dev.tedge.mqttserver.conformance.Raw.connect;
import static dev.tedge.mqttserver.conformance.Raw.hex;
import static dev.tedge.mqttserver.conformance.Raw.properties;
import static dev.tedge.mqttserver.conformance.Raw.publish;
import static dev.tedge.mqttserver.conformance.Raw.reply;
import static dev.tedge.mqttserver.conformance.Raw.subscribe;
import static dev.tedge.mqttserver.conformance.Raw.u16;
import static dev.tedge.mqttserver.conformance.Raw.u32;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.mqttserver.MqttServerLimits;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MQTT 5, 3.3.4 to 3.7: what PUBLISH is answered with, and how many may be open. */
class PublishFlowIT {

    /** Client and reason: with a maximum of 30 bytes there is no room for the reason. */
    private static final byte[] SMALL = connect(2, properties(0x27, u32(30)), "small");

    @RegisterExtension
    final TestingServer server = new TestingServer();

    @RegisterExtension
    final TestingServer narrow = new TestingServer(
            MqttServerLimits.DEFAULTS.withPackets(new MqttServerLimits.Packets(2, 10_000, 2, 100, 0)));

    @Test
    @DisplayName("[MQTT-3.3.4-1] The answer to PUBLISH is as its QoS says")
    void answer_isAsTheQosSays() {
        RawClient client = server.connected("c");

        client.send(publish(0, "a", 0, "")).expectNothing();
        client.send(publish(1, "a", 1, ""));
        assertThat(client.nextHex()).startsWith("40");
        client.send(publish(2, "a", 2, ""));
        assertThat(client.nextHex()).startsWith("50");
    }

    @Test
    @DisplayName("[MQTT-3.3.4-2] Of several subscriptions that match the highest QoS counts")
    void qos_isTheHighest() {
        RawClient client =
                server.connected("c").subscribed("a/+", 0).subscribed("a/#", 2).subscribed("a/b", 1);

        server.connected("p").send(publish(2, "a/b", 1, "x"));

        assertThat(client.nextPublish().qos()).isEqualTo(2);
        client.expectNothing();
    }

    @Test
    @DisplayName("[MQTT-3.3.4-3] [MQTT-3.3.4-4] A message has the identifiers of all subscriptions that match")
    void identifiers_areAllThere() {
        RawClient client = server.connected("c");
        client.send(
                subscribe(1, properties(0x0B, 7), "a/+", 0),
                subscribe(2, properties(0x0B, hex("8001")), "a/#", 0),
                subscribe(3, NO_PROPERTIES, "a/b", 0),
                subscribe(4, properties(0x0B, 9), "other", 0));
        for (int i = 0; i < 4; i++) {
            client.next();
        }

        server.connected("p").published("a/b", "x");

        assertThat(client.nextPublish().properties()).containsExactlyInAnyOrder("0B:07", "0B:8001");
        client.expectNothing();
    }

    @Test
    @DisplayName("[MQTT-3.3.4-6] A client sends no subscription identifier with PUBLISH")
    void identifierInPublish_isAProtocolError() {
        server.connected("c")
                .send(publish(0x30, "a", 0, properties(0x0B, 1), ""))
                .expectDisconnect(0x82);
    }

    @Test
    @DisplayName("[MQTT-3.3.4-7] More open messages of a client than the Receive Maximum end the connection")
    void receiveMaximumOfServer_isKept() {
        RawClient client = narrow.client().send(connect("c"));
        assertThat(client.next().propertiesAt(2)).contains("21:0002");
        client.send(publish(2, "a", 1, ""), publish(2, "a", 2, ""));
        client.next();
        client.next();

        client.send(publish(2, "a", 3, "")).expectDisconnect(0x93);
    }

    @Test
    @DisplayName("[MQTT-3.3.4-9] [MQTT-4.9.0-1] [MQTT-4.9.0-2] The server keeps the Receive Maximum of the client")
    void receiveMaximumOfClient_isKept() {
        RawClient client =
                server.connected(connect(2, properties(0x21, u16(2)), "c")).subscribed("a", 2);
        RawClient publisher = server.connected("p");
        for (int i = 1; i <= 4; i++) {
            publisher.published("a", String.valueOf(i));
        }

        int first = client.nextPublish().packetId();
        int second = client.nextPublish().packetId();
        client.expectNothing();
        client.send(reply(0x40, second));
        assertThat(client.nextPublish().text()).isEqualTo("a=3");
        client.expectNothing();
        client.send(reply(0x40, first));
        assertThat(client.nextPublish().text()).isEqualTo("a=4");
    }

    @Test
    @DisplayName("[MQTT-3.3.4-10] [MQTT-4.9.0-3] Other packets are not held up by the Receive Maximum")
    void otherPackets_areNotHeldUp() {
        RawClient client =
                server.connected(connect(2, properties(0x21, u16(1)), "c")).subscribed("a", 1);
        RawClient publisher = server.connected("p");
        publisher.published("a", "1").published("a", "2");
        client.nextPublish();

        client.expectNothing();
        client.send(subscribe(9, "b", 0));
        assertThat(client.nextHex()).isEqualTo("900400090000");
        client.send(publish(1, "x", 9, ""));
        assertThat(client.nextHex()).startsWith("40").contains("0009");
    }

    @ParameterizedTest
    @ValueSource(strings = {"80", "83", "87", "90", "91", "97", "99"})
    @DisplayName("[MQTT-3.4.2-1] [MQTT-3.5.2-1] The reason code is one of PUBACK and PUBREC")
    void reasonCode_isPassedOn(String code) {
        RawClient client = server.connected("c");
        client.send(publish(1, "refuse-" + code, 1, ""), publish(2, "refuse-" + code, 2, ""));

        assertThat(client.next().bodyHex()).startsWith("0001" + code);
        assertThat(client.next().bodyHex()).startsWith("0002" + code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"81", "85", "8E", "92", "95", "FF"})
    @DisplayName("[MQTT-3.4.2-1] [MQTT-3.5.2-1] A reason code that is none of PUBACK and PUBREC becomes 0x80")
    void otherReasonCode_becomes80(String code) {
        RawClient client = server.connected("c");
        client.send(publish(1, "refuse-" + code, 1, ""), publish(2, "refuse-" + code, 2, ""));

        assertThat(client.next().bodyHex()).startsWith("000180");
        assertThat(client.next().bodyHex()).startsWith("000280");
    }

    @ParameterizedTest
    @CsvSource({"1, 40", "2, 50"})
    @DisplayName("[MQTT-3.4.2-2] [MQTT-3.5.2-2] A reason that does not fit into PUBACK or PUBREC is left out")
    void reason_isLeftOut(int qos, String type) {
        RawClient small = server.connected(SMALL).send(publish(qos, "refuse-87", 1, ""));
        assertThat(small.nextHex()).isEqualTo(type + "0400018700");

        RawClient client = server.connected("c").send(publish(qos, "refuse-87", 1, ""));
        assertThat(client.next().propertiesAt(3)).hasSize(1).first().asString().startsWith("1F:");
    }

    @Test
    @DisplayName("[MQTT-3.6.1-1] A PUBREL with other flags is malformed")
    void otherFlagsOfPubrel_areMalformed() {
        for (int flags : new int[] {0, 1, 3, 4, 6, 8, 10}) {
            server.connected("c").send(reply(0x60 | flags, 1)).expectDisconnect(0x81);
        }
    }

    @Test
    @DisplayName("[MQTT-3.6.2-1] [MQTT-3.7.2-1] The reason code of PUBREL and PUBCOMP is 0x00 or 0x92")
    void reasonCode_isOfPubrelAndPubcomp() {
        RawClient client = server.connected("c").subscribed("a", 2);
        client.send(publish(2, "a", 5, "x"));
        int id = client.nextPublish().packetId();
        assertThat(client.nextHex()).isEqualTo("50020005");

        client.send(reply(0x50, id), reply(0x62, 5), reply(0x50, 77), reply(0x62, 78));

        assertThat(client.nextHex()).isEqualTo("620200" + "%02X".formatted(id));
        assertThat(client.nextHex()).isEqualTo("70020005");
        assertThat(client.next().bodyHex()).startsWith("004D92");
        assertThat(client.next().bodyHex()).startsWith("004E92");
    }

    @Test
    @DisplayName("[MQTT-3.6.2-2] [MQTT-3.7.2-2] A reason that does not fit into PUBREL or PUBCOMP is left out")
    void reasonOfPubrelAndPubcomp_isLeftOut() {
        for (byte[] packet : List.of(reply(0x50, 77), reply(0x62, 77))) {
            assertThat(server.connected(SMALL).send(packet).next().bodyHex()).isEqualTo("004D9200");
            assertThat(server.connected("c").send(packet).next().propertiesAt(3))
                    .hasSize(1);
        }
    }
}

package dev.tedge.mqttserver.conformance;

import static dev.tedge.mqttserver.conformance.Raw.connect311;
import static dev.tedge.mqttserver.conformance.Raw.hex;
import static dev.tedge.mqttserver.conformance.Raw.packet;
import static dev.tedge.mqttserver.conformance.Raw.publish311;
import static dev.tedge.mqttserver.conformance.Raw.reply;
import static dev.tedge.mqttserver.conformance.Raw.subscribe311;
import static dev.tedge.mqttserver.conformance.Raw.u16;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MQTT 3.1.1, where it is not the same as MQTT 5, but for CONNECT. */
class Mqtt311IT {

    private static final byte[] CLEAN = connect311(2, "c");
    private static final byte[] LASTING = connect311(0, "c");

    @RegisterExtension
    final TestingServer server = new TestingServer();

    private RawClient publisher() {
        return server.connected(connect311(2, "p"));
    }

    @Test
    @DisplayName("[3.1.1 MQTT-3.1.2-4] [3.1.1 MQTT-3.1.2-5] [3.1.1 MQTT-3.2.2-2] [3.1.1 MQTT-3.2.2-3] A session"
            + " without CleanSession is kept with its messages")
    void session_isKept() {
        RawClient first = server.client().send(LASTING);
        assertThat(first.nextHex()).isEqualTo("20020000");
        first.subscribed311("a", 1).close();
        publisher().send(publish311(0x32, "a", 1, "kept")).next();

        RawClient second = server.client().send(LASTING);

        assertThat(second.nextHex()).isEqualTo("20020100");
        assertThat(second.next().text311()).isEqualTo("a=kept");
    }

    @Test
    @DisplayName("[3.1.1 MQTT-3.1.2-6] [3.1.1 MQTT-3.2.2-1] CleanSession discards the session, and begins one that"
            + " ends")
    void cleanSession_endsWithTheConnection() {
        server.connected(LASTING).subscribed311("a", 1).close();
        RawClient clean = server.client().send(CLEAN);
        assertThat(clean.nextHex()).isEqualTo("20020000");
        clean.close();

        assertThat(server.client().send(LASTING).nextHex()).isEqualTo("20020000");
    }

    @Test
    @DisplayName("[3.1.1 MQTT-3.1.2-7] Retained messages outlive the session")
    void retained_outlivesTheSession() {
        server.connected(CLEAN)
                .send(publish311(0x31, "a", 0, "kept"), Raw.DISCONNECT)
                .expectClosed();

        assertThat(publisher().subscribed311("a", 0).next().text311()).isEqualTo("a=kept");
    }

    @Test
    @DisplayName("[3.1.1 MQTT-3.1.2-12] Without will none is published")
    void noWill_isNotPublished() {
        RawClient watcher = publisher().subscribed311("#", 0);

        server.connected(CLEAN).close();
        server.connected(CLEAN).expectNothing();

        watcher.expectNothing();
    }

    @Test
    @DisplayName("[3.1.1 MQTT-3.3.1-6] [3.1.1 MQTT-3.3.1-7] [3.1.1 MQTT-3.3.1-8] A new subscription gets the last"
            + " retained message, flagged")
    void retained_comesFlagged() {
        RawClient publisher = publisher();
        publisher.send(publish311(0x33, "a", 1, "first")).next();
        publisher.send(publish311(0x31, "a", 0, "second"), Raw.PINGREQ).next();

        Packet packet = server.connected(CLEAN).subscribed311("a", 1).next();

        assertThat(packet.first()).isEqualTo(0x31);
        assertThat(packet.text311()).isEqualTo("a=second");
    }

    @Test
    @DisplayName("[3.1.1 MQTT-3.3.1-9] An old subscription gets messages unflagged")
    void retained_comesUnflagged() {
        RawClient client = server.connected(CLEAN).subscribed311("a", 0);

        publisher().send(publish311(0x31, "a", 0, "x"));

        assertThat(client.next().first()).isEqualTo(0x30);
    }

    @Test
    @DisplayName("[3.1.1 MQTT-3.3.5-2] A PUBLISH that is not allowed is acknowledged, or ends the connection")
    void refusedPublish_isAcknowledged() {
        RawClient client = server.connected(CLEAN).send(publish311(0x32, "refuse-87", 1, ""));
        assertThat(client.nextHex()).isEqualTo("40020001");
        client.send(publish311(0x34, "refuse-87", 2, ""));
        assertThat(client.nextHex()).isEqualTo("50020002");
        client.send(reply(0x62, 2));
        assertThat(client.nextHex()).isEqualTo("70020002");

        client.send(publish311(0x32, "end-87", 1, "")).expectClosed();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 8, 0x10, 0x40, 0x80})
    @DisplayName("[3.1.1 MQTT-3.8.3-4] Reserved bits of the QoS are 0, and there is no QoS 3")
    void reservedBits_areMalformed(int qos) {
        server.connected(CLEAN).send(subscribe311(1, "a", qos)).expectClosed();
    }

    @Test
    @DisplayName("[3.1.1 MQTT-3.8.3-3] [3.1.1 MQTT-3.10.3-2] SUBSCRIBE and UNSUBSCRIBE have a filter")
    void noFilter_closes() {
        server.connected(CLEAN).send(hex("82 02 0001")).expectClosed();
        server.connected(CLEAN).send(hex("A2 02 0001")).expectClosed();
    }

    @Test
    @DisplayName("[3.1.1 MQTT-3.9.3-2] [3.1.1 MQTT-3.8.4-5] A return code is the QoS or 0x80")
    void suback_hasItsReturnCodes() {
        RawClient client = server.connected(CLEAN);

        client.send(subscribe311(1, "a", 0, "b", 1, "c", 2, "refuse-87", 0, "d/#/e", 0));

        assertThat(client.nextHex()).isEqualTo("90070001" + "0001028080");
    }

    @Test
    @DisplayName("[3.1.1 MQTT-3.10.4-4] [3.1.1 MQTT-3.10.4-5] UNSUBACK has nothing but the packet identifier")
    void unsuback_hasNoCodes() {
        RawClient client = server.connected(CLEAN).send(packet(0xA2, u16(0x0102), "a", "b"));

        assertThat(client.nextHex()).isEqualTo("B0020102");
    }

    @Test
    @DisplayName("[3.1.1 MQTT-3.14.4-3] DISCONNECT removes the will")
    void will_isRemoved_byDisconnect() {
        RawClient watcher = publisher().subscribed311("will", 0);
        server.connected(connect311(6, "c", "will", "gone"))
                .send(Raw.DISCONNECT)
                .expectClosed();
        watcher.expectNothing();

        server.connected(connect311(6, "c", "will", "gone")).close();
        assertThat(watcher.next().text311()).isEqualTo("will=gone");
    }

    @Test
    @DisplayName("[3.1.1 MQTT-4.4.0-1] What is not acknowledged is sent again after a reconnect, with its identifier")
    void unacknowledged_isSentAgain() {
        RawClient first = server.connected(LASTING).subscribed311("a", 1);
        publisher().send(publish311(0x32, "a", 1, "x")).next();
        String sent = first.nextHex();
        assertThat(sent).startsWith("32");
        first.close();

        assertThat(server.connected(LASTING).nextHex()).isEqualTo("3A" + sent.substring(2));
    }
}

package dev.tedge.mqttserver.conformance;

import static dev.tedge.mqttserver.conformance.Raw.connect;
import static dev.tedge.mqttserver.conformance.Raw.properties;
import static dev.tedge.mqttserver.conformance.Raw.publish;
import static dev.tedge.mqttserver.conformance.Raw.reply;
import static dev.tedge.mqttserver.conformance.Raw.session;
import static dev.tedge.mqttserver.conformance.Raw.u32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** MQTT 5, 4.1 to 4.6 but 4.3: sessions, sending again, order. */
class SessionIT {

    @RegisterExtension
    final TestingServer server = new TestingServer();

    @Test
    @DisplayName("[MQTT-4.1.0-1] A session is not discarded while its client is connected")
    void session_lives_whileConnected() {
        // It ends with the connection, or 1 s after it.
        RawClient none = server.connected("none").subscribed("a", 1);
        RawClient second =
                server.connected(connect(0, properties(0x11, u32(1)), "second")).subscribed("a", 1);
        server.passASecond();

        server.connected("p").published("a", "x");

        assertThat(none.nextPublish().text()).isEqualTo("a=x");
        assertThat(second.nextPublish().text()).isEqualTo("a=x");
    }

    @Test
    @DisplayName("[MQTT-4.1.0-2] A session is discarded when its time after the connection is over")
    void session_ends() {
        server.connected(connect(0, properties(0x11, u32(1)), "c"))
                .subscribed("a", 1)
                .close();

        RawClient publisher = server.connected("p");
        await().until(() -> {
            publisher.send(publish(1, "a", 1, ""));
            // No matching subscribers.
            return publisher.nextHex().startsWith("4004000110");
        });
        assertThat(server.client().send(session("c")).next().at(0)).isZero();
    }

    @Test
    @DisplayName("[MQTT-4.2-1] Packets come through TCP, in pieces of any size")
    void packets_comeInPieces() {
        RawClient client = server.client();
        for (byte one : connect("c")) {
            client.send(new byte[] {one});
        }
        assertThat(client.next().type()).isEqualTo(Packet.CONNACK);
        client.expectNothing();
    }

    @Test
    @DisplayName("[MQTT-4.4.0-1] What is not acknowledged is sent again after a reconnect, with its identifiers,"
            + " and at no other time")
    void unacknowledged_isSentAgain() {
        RawClient first = server.connected(session("c")).subscribed("a", 2);
        RawClient publisher = server.connected("p");
        publisher.send(publish(2, "a", 1, "released"), publish(1, "a", 2, "one"), publish(2, "a", 3, "two"));
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.add(first.nextPublish().packetId());
        }
        first.send(reply(0x50, ids.get(0))).next();
        first.expectNothing();
        first.close();

        RawClient second = server.connected(session("c"));
        assertThat(second.nextHex()).isEqualTo("6202%04X".formatted(ids.get(0)));
        for (int i = 1; i < 3; i++) {
            Packet.Publish again = second.nextPublish();
            assertThat(again.packetId()).isEqualTo(ids.get(i));
            assertThat(again.dup()).isTrue();
        }
        second.expectNothing();
    }

    @Test
    @DisplayName("[MQTT-4.4.0-2] A message that the client refuses is not sent again")
    void refusedMessage_isNotSentAgain() {
        RawClient first = server.connected(session("c")).subscribed("a", 2);
        RawClient publisher = server.connected("p");
        publisher.send(publish(1, "a", 1, "one"), publish(2, "a", 2, "two"));
        first.send(reply(0x40, first.nextPublish().packetId(), 0x83));
        first.send(reply(0x50, first.nextPublish().packetId(), 0x83));
        first.expectNothing();
        first.close();

        server.connected(session("c")).expectNothing();
    }

    @Test
    @DisplayName("[MQTT-4.5.0-1] A message is added to the sessions of all that have subscribed")
    void message_isAddedToAllSessions() {
        server.connected(session("one")).subscribed("a/+", 1).close();
        server.connected(session("two")).subscribed("#", 2).close();
        server.connected(session("none")).subscribed("b", 2).close();

        server.connected("p").published("a/b", "x");

        assertThat(server.connected(session("one")).nextPublish().text()).isEqualTo("a/b=x");
        assertThat(server.connected(session("two")).nextPublish().text()).isEqualTo("a/b=x");
        server.connected(session("none")).expectNothing();
    }

    @Test
    @DisplayName("[MQTT-4.6.0-5] [MQTT-4.6.0-6] Messages of a client to a topic keep their order")
    void messages_keepTheirOrder() {
        for (int qos = 0; qos <= 2; qos++) {
            RawClient client = server.connected("c").subscribed("a", qos);
            RawClient publisher = server.connected("p");
            byte[][] all = new byte[50][];
            for (int i = 0; i < all.length; i++) {
                all[i] = publish(qos, "a", i + 1, String.valueOf(i));
            }
            publisher.send(all);
            for (int i = 0; i < all.length; i++) {
                assertThat(client.nextPublish().text()).isEqualTo("a=" + i);
            }
        }
    }
}

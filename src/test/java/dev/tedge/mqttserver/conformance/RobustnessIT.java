package dev.tedge.mqttserver.conformance;

import static dev.tedge.mqttserver.conformance.Raw.NO_PROPERTIES;
import static dev.tedge.mqttserver.conformance.Raw.connect;
import static dev.tedge.mqttserver.conformance.Raw.connect311;
import static dev.tedge.mqttserver.conformance.Raw.hex;
import static dev.tedge.mqttserver.conformance.Raw.join;
import static dev.tedge.mqttserver.conformance.Raw.packet;
import static dev.tedge.mqttserver.conformance.Raw.properties;
import static dev.tedge.mqttserver.conformance.Raw.publish;
import static dev.tedge.mqttserver.conformance.Raw.publish311;
import static dev.tedge.mqttserver.conformance.Raw.reply;
import static dev.tedge.mqttserver.conformance.Raw.subscribe;
import static dev.tedge.mqttserver.conformance.Raw.u16;
import static dev.tedge.mqttserver.conformance.Raw.u32;
import static dev.tedge.mqttserver.conformance.Raw.unsubscribe;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients that do not know MQTT, or mean no good: nobody else notices, and nothing stays behind. */
class RobustnessIT {

    private static final Set<Integer> REASONS =
            Set.of(0x81, 0x82, 0x8D, 0x8E, 0x90, 0x93, 0x94, 0x95, 0x98, 0x9B, 0xA1);

    private static final List<byte[]> CONNECTS = List.of(
            connect("c"),
            connect(
                    0xCE,
                    properties(0x11, u32(9), 0x21, u16(9), 0x27, u32(9_999), 0x22, u16(9), 0x26, "n", "v"),
                    "client",
                    properties(0x18, u32(1), 0x01, 1, 0x03, "t", 0x08, "r", 0x09, "d", 0x26, "n", "v"),
                    "will",
                    "gone",
                    "user",
                    "password"),
            connect311(0xCE, "client", "will", "gone", "user", "password"));

    private static final List<byte[]> PACKETS = List.of(
            publish(0, "a/b", 0, "payload"),
            publish(
                    0x32,
                    "a/b",
                    7,
                    properties(0x01, 1, 0x02, u32(9), 0x23, u16(1), 0x08, "r", 0x09, "d", 0x26, "n", "v", 0x03, "t"),
                    "payload"),
            publish(2, "a/b", 8, "payload"),
            publish311(0x34, "a/b", 8, "payload"),
            reply(0x40, 1),
            packet(0x50, u16(1), 0x10, properties(0x1F, "why", 0x26, "n", "v")),
            reply(0x62, 8),
            reply(0x70, 1, 0x92),
            subscribe(2, properties(0x0B, 5, 0x26, "n", "v"), "a/+", 1, "#", 0x2A, "$share/g/a", 2),
            packet(0x82, u16(3), "a/#", 1),
            unsubscribe(4, "a/+", "#"),
            Raw.PINGREQ,
            packet(0xE0, 4, properties(0x11, u32(0), 0x1F, "why")),
            packet(0xF0, 0x18, properties(0x15, "magic")));

    @RegisterExtension
    final TightServer server = new TightServer();

    /** Sends what a client may be sent, and reads until the server has closed: in the end it must. */
    private void inflict(byte[] connect, byte[] packet) {
        try (RawClient client = new RawClient(server.port())) {
            client.send(connect, packet).noMore();
            for (Optional<Packet> answer = client.poll(); answer.isPresent(); answer = client.poll()) {
                Packet found = answer.get();
                assertThat(found.type()).as(found.hex()).isIn(2, 3, 4, 5, 6, 7, 9, 11, 13, 14);
                if (found.type() == Packet.DISCONNECT) {
                    assertThat(found.at(0)).as(found.hex()).isIn(REASONS);
                }
            }
        }
    }

    @Test
    void packetsThatAreCutOff_harmNobody() {
        for (byte[] connect : CONNECTS) {
            for (int length = 0; length < connect.length; length++) {
                inflict(Arrays.copyOf(connect, length), new byte[0]);
            }
            for (byte[] packet : PACKETS) {
                for (int length = 1; length < packet.length; length++) {
                    byte[] cutOff = Arrays.copyOf(packet, length);
                    inflict(connect, cutOff);
                    // The same with a length that fits, if it is long enough to have one.
                    if (length > 1) {
                        cutOff[1] = (byte) (length - 2);
                        inflict(connect, cutOff);
                    }
                }
            }
        }
    }

    @Test
    void packetsWithABitThatIsWrong_harmNobody() {
        for (byte[] connect : CONNECTS) {
            flip(connect, flipped -> inflict(flipped, Raw.PINGREQ));
        }
        for (byte[] packet : PACKETS) {
            flip(packet, flipped -> inflict(CONNECTS.get(0), flipped));
        }
    }

    private static void flip(byte[] packet, Consumer<byte[]> use) {
        for (int bit = 0; bit < packet.length * 8; bit++) {
            byte[] flipped = packet.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            use.accept(flipped);
        }
    }

    /** The same packets in each run, as far as it gets in a minute. */
    @Test
    void randomPackets_harmNobody() {
        Random random = new Random(20_240_229);
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        for (int i = 0; System.nanoTime() < end; i++) {
            byte[] connect = CONNECTS.get(random.nextInt(CONNECTS.size()));
            byte[] body = new byte[random.nextInt(60)];
            random.nextBytes(body);
            // Half of them have a type and a length that fit, the others nothing.
            byte[] noise = i % 2 == 0 ? packet(random.nextInt(256), body) : body;
            inflict(i % 7 == 0 ? noise : connect, noise);
        }
    }

    @Test
    void propertiesInGreatNumber_areTaken_orRefusedForTheirSize() {
        byte[] many = new byte[50_000];
        for (int i = 0; i < many.length; i += 5) {
            many[i] = 0x26;
        }
        try (RawClient client = new RawClient(server.port())) {
            client.send(connect(2, properties(many), "many"));
            assertThat(client.next().at(1)).isZero();
            client.subscribed("a", 0).send(publish(0x30, "a", 0, properties(many), "x"));
            assertThat(client.nextPublish().properties()).hasSize(10_000);
        }
        inflict(connect("c"), publish(0x30, "a", 0, properties(new byte[50_000]), "x"));
        inflict(connect("c"), publish(0x30, "a", 0, properties(hex("01 01 ".repeat(10_000))), "x"));
        try (RawClient client = new RawClient(server.port())) {
            client.send(connect("c")).next();
            client.send(publish(0x30, "a", 0, properties(join(many, many, many)), "x"))
                    .expectDisconnect(0x95);
        }
    }

    @Test
    void filtersInGreatNumber_areTaken() {
        byte[][] filters = new byte[10_000][];
        for (int i = 0; i < filters.length; i++) {
            filters[i] = join("f/" + i, 1);
        }
        try (RawClient client = new RawClient(server.port())) {
            client.send(connect("c")).next();
            client.send(subscribe(1, NO_PROPERTIES, (Object[]) filters));
            assertThat(client.next().body().size()).isEqualTo(3 + filters.length);
        }
    }

    @Test
    void clientsThatDoNotRead_takeNoMoreThanTheirShare() {
        server.expectWarning("There is no room for more messages");
        List<RawClient> deaf = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            RawClient client = new RawClient(server.port());
            deaf.add(client.send(connect("deaf" + i)));
            client.next();
            client.subscribed("flood", i % 2);
        }
        try (RawClient publisher = new RawClient(server.port())) {
            publisher.send(connect("publisher")).next();
            // To all together more than ten times what there is room for, and what the sockets take.
            String payload = "x".repeat(90_000);
            while (server.droppedMessages() < 2_000) {
                publisher.published("flood", payload);
            }
            publisher.expectNothing();
        }
        deaf.forEach(RawClient::close);
    }

    @Test
    void thousandClients_connectSubscribeAndPublish() {
        int number = TightServer.CONNECTIONS;
        for (int round = 0; round < 2; round++) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < number; i++) {
                clients.add(new RawClient(server.port()).send(connect("c" + i), subscribe(1, "t/" + i, 1)));
            }
            for (RawClient client : clients) {
                assertThat(client.next().at(1)).isZero();
                assertThat(client.nextHex()).isEqualTo("900400010001");
            }
            try (RawClient oneTooMany = new RawClient(server.port())) {
                oneTooMany.send(connect("one too many")).expectRefused(0x97);
            }
            for (int i = 0; i < number; i++) {
                clients.get(i).send(publish(0, "t/" + (i + 1) % number, 0, "from " + i));
            }
            for (int i = 0; i < number; i++) {
                assertThat(clients.get(i).nextPublish().payload()).isEqualTo("from " + (i + number - 1) % number);
                if (i % 2 == 0) {
                    clients.get(i).send(Raw.DISCONNECT);
                }
            }
            clients.forEach(RawClient::close);
            server.awaitEmpty();
        }
    }
}

package dev.tedge.link.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tedge.link.session.InboundMessage;
import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.LinkFailure.Kind;
import dev.tedge.link.session.OutboundMessage;
import dev.tedge.link.session.ReasonCodes;
import dev.tedge.link.session.Session;
import dev.tedge.link.session.SessionConfig;
import dev.tedge.link.session.Subscription;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no decent broker does, or does too seldom for a test. */
class WireSessionIT {

    private static final String CLIENT = "wire-session";
    private static final String ACCEPTED = "20 03 00 00 00";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Events events = new Events();
    private ScriptedPeer peer;

    @BeforeEach
    void listen() throws IOException {
        peer = new ScriptedPeer();
    }

    @AfterEach
    void leaveNothingBehind() throws IOException {
        peer.close();
        await("the end of the client's threads")
                .atMost(PATIENCE)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().endsWith(CLIENT)));
    }

    private SessionConfig.Builder config() {
        return SessionConfig.to("127.0.0.1", peer.port(), CLIENT);
    }

    private Session open(String connAck) throws Exception {
        return open(config().build(), connAck);
    }

    private Session open(SessionConfig config, String connAck) throws Exception {
        Session handle = WireSession.open(config, events);
        peer.accept(connAck);
        assertThat(events.next()).isEqualTo("opened");
        return handle;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "closed without a word,       '',             CLOSED,  closed the connection without a reason",
        "refused,                     20 03 00 87 00, REFUSED, not authorized (0x87)",
        "a broker for MQTT 3.1.1,     20 02 00 01,    REFUSED, unsupported protocol version (0x84)",
        "another packet,              d0 00,          CLOSED,  does not speak MQTT 5",
        "a CONNACK of another world,  20 03 00 77 00, CLOSED,  does not speak MQTT 5"
    })
    void whatIsNotAccepted_isExplained(String what, String answer, Kind kind, String words) throws Exception {
        WireSession.open(config().build(), events);
        peer.accept(answer).hangUp();

        LinkFailure failure = events.nextFailure();
        assertThat(failure.kind()).as(what).isEqualTo(kind);
        assertThat(failure.text()).contains(words).contains("127.0.0.1:" + peer.port());
    }

    @Test
    void abort_whileTheBrokerThinks_endsTheAttempt_andNobodyIsTold() throws Exception {
        Session handle = WireSession.open(config().build(), events);
        peer.accept("");

        handle.abort();

        assertThat(events.heard()).isEmpty();
    }

    @Test
    void aRefusal_isHeardBeforeTheEnd() throws Exception {
        Session session = open(ACCEPTED);
        session.publish(message("a", 1), code -> events.add("answered " + code));
        byte[] publish = peer.expect(PacketType.PUBLISH);
        peer.send("40 03 " + packetId(publish, "a") + " 87").send("e0 01 87").hangUp();

        assertThat(events.next()).isEqualTo("answered 135");
        LinkFailure failure = events.nextFailure();
        assertThat(failure.kind()).isEqualTo(Kind.ENDED_BY_BROKER);
        assertThat(failure.reasonCode()).isEqualTo(ReasonCodes.NOT_AUTHORIZED);
        assertThatThrownBy(() -> session.publish(message("a", 1), code -> {}))
                .isInstanceOf(Session.SessionClosed.class);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a message without a topic, 30 03 00 00 00",
        "a type that is for servers, 10 00",
        "a length that is none,     30 ff ff ff ff 01",
        "a SUBACK that is cut,      90 01 00",
        "a DISCONNECT of no reason, e0 02 77 00"
    })
    void whatIsNotMqtt_endsTheSession_andTheBrokerIsToldWhy(String what, String bytes) throws Exception {
        open(ACCEPTED);
        peer.send(bytes);

        assertThat(events.nextFailure().text()).as(what).contains("does not speak MQTT 5");
        assertThat(peer.expect(PacketType.DISCONNECT)).startsWith((byte) 0x81);
        peer.expectEnd();
    }

    @Test
    void qos2_goesBothWays() throws Exception {
        Session session = open(ACCEPTED);
        session.publish(message("a", 2), code -> events.add("answered " + code));
        String id = packetId(peer.expect(PacketType.PUBLISH), "a");
        peer.send("50 02 " + id);
        assertThat(HexFormat.of().formatHex(peer.expect(PacketType.PUBREL))).isEqualTo(id);
        peer.send("70 02 " + id);
        assertThat(events.next()).isEqualTo("answered 0");

        peer.send("34 06 0001 62 0007 00");
        assertThat(events.next()).isEqualTo("arrived b");
        session.acknowledge(events.lastMessage());
        assertThat(peer.expect(PacketType.PUBREC)).containsExactly(0, 7);
        peer.send("62 02 0007");
        assertThat(peer.expect(PacketType.PUBCOMP)).containsExactly(0, 7);
        session.disconnect(false);
    }

    @Test
    void qos2_thatIsRefused_isAnswered() throws Exception {
        Session session = open(ACCEPTED);
        session.publish(message("a", 2), code -> events.add("answered " + code));
        peer.send("50 03 " + packetId(peer.expect(PacketType.PUBLISH), "a") + " 97");

        assertThat(events.next()).isEqualTo("answered 151");
        session.abort();
    }

    @Test
    void qos0_isDoneWhenItIsWritten() throws Exception {
        Session session = open(ACCEPTED);
        session.publish(message("a", 0), code -> events.add("answered " + code));

        assertThat(peer.expect(PacketType.PUBLISH)).containsExactly(0, 1, 'a', 0, 'x');
        assertThat(events.next()).isEqualTo("answered 0");
        session.abort();
    }

    @Test
    void theBrokersLimits_areKept() throws Exception {
        // Maximum QoS 1, Retain Available 0, Maximum Packet Size 100, Topic Alias Maximum 1, wildcards not available.
        Session session = open("20 11 00 00 0e 24 01 25 00 27 00000064 22 0001 28 00");

        assertThatThrownBy(() -> session.publish(message("a", 2), code -> {})).hasMessageContaining("QoS 1 at most");
        assertThatThrownBy(() -> session.publish(new OutboundMessage("a", new byte[1], 1, true), code -> {}))
                .hasMessageContaining("no retained messages");
        assertThatThrownBy(() -> session.publish(new OutboundMessage("a", new byte[100], 1, false), code -> {}))
                .hasMessageContaining("larger than the 100 bytes");
        session.subscribe(List.of(new Subscription("a/#", 1)), codes -> events.add("subscribed " + codes));
        assertThat(events.next()).isEqualTo("subscribed [143]");

        session.publish(message("long/topic", 1), code -> {});
        session.publish(message("long/topic", 1), code -> {});
        int first = peer.expect(PacketType.PUBLISH).length;
        assertThat(peer.expect(PacketType.PUBLISH)).hasSize(first - "long/topic".length());
        session.abort();
    }

    @ParameterizedTest
    @CsvSource({"''", "a/+", "a/#", "a\0b"})
    void aTopic_thatCannotBePublishedTo_isRefused(String topic) throws Exception {
        Session session = open(ACCEPTED);

        assertThatThrownBy(() -> session.publish(message(topic, 1), code -> {}))
                .isInstanceOf(Session.RefusedBySession.class);
        session.abort();
    }

    @Test
    void theBrokersKeepAlive_isKept_andAnAnswerIsAwaitedNoLonger() throws Exception {
        // Server Keep Alive: 1 s; ours is 60 s.
        open("20 06 00 00 03 13 0001");
        peer.expect(PacketType.PINGREQ);
        peer.send("d0 00");
        peer.expect(PacketType.PINGREQ);

        LinkFailure failure = events.nextFailure();
        assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(failure.text()).contains("no answer to our ping").contains("within 1 s");
    }

    @Test
    void aBrokerThatDoesNotRead_isGivenUp_andHoldsUpNobody() throws Exception {
        Session session = open(config().keepAlive(Duration.ofSeconds(1)).build(), ACCEPTED);
        byte[] large = new byte[1 << 20];
        for (int i = 0; i < 20; i++) {
            session.publish(new OutboundMessage("a", large, 1, false), code -> {});
        }

        assertThat(events.nextFailure().kind()).isEqualTo(Kind.TIMEOUT);
    }

    @Test
    void goodbye_comesAfterAllThatWasSent() throws Exception {
        Session session = open(ACCEPTED);
        session.publish(message("a", 1), code -> {});
        session.disconnect(true);

        peer.expect(PacketType.PUBLISH);
        assertThat(peer.expect(PacketType.DISCONNECT)).startsWith((byte) 0x04);
        peer.expectEnd();
        assertThat(events.heard()).isEmpty();
    }

    private static OutboundMessage message(String topic, int qos) {
        return new OutboundMessage(topic, new byte[] {'x'}, qos, false);
    }

    /** In hexadecimal digits. */
    private static String packetId(byte[] publish, String topic) {
        int from = 2 + topic.getBytes(StandardCharsets.UTF_8).length;
        return HexFormat.of().formatHex(publish, from, from + 2);
    }

    private static final class Events implements Session.Listener {

        private final BlockingQueue<String> names = new LinkedBlockingQueue<>();
        private final BlockingQueue<LinkFailure> failures = new LinkedBlockingQueue<>();
        private final BlockingQueue<InboundMessage> messages = new LinkedBlockingQueue<>();

        void add(String name) {
            names.add(name);
        }

        String next() throws InterruptedException {
            String name = names.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(name).as("what happens next").isNotNull();
            return name;
        }

        LinkFailure nextFailure() throws InterruptedException {
            assertThat(next()).isEqualTo("ended");
            return failures.remove();
        }

        InboundMessage lastMessage() {
            return messages.remove();
        }

        List<String> heard() {
            return List.copyOf(names);
        }

        @Override
        public void opened(Session session, Session.Grant grant) {
            add("opened");
        }

        @Override
        public void arrived(Session session, InboundMessage message) {
            messages.add(message);
            add("arrived " + message.topic());
        }

        @Override
        public void ended(LinkFailure failure) {
            failures.add(failure);
            add("ended");
        }
    }
}

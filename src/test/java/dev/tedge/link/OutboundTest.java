package dev.tedge.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.LinkFailure.Kind;
import dev.tedge.link.session.MessageProperties;
import dev.tedge.link.session.OutboundMessage;
import dev.tedge.link.session.ReasonCodes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboundTest {

    private static final LinkFailure NETWORK = new LinkFailure(Kind.TIMEOUT, "no network");
    private static final LinkFailure SILENT = new LinkFailure(Kind.CLOSED, "closed");
    private static final LinkFailure POLICY =
            new LinkFailure(Kind.ENDED_BY_BROKER, "not authorized", ReasonCodes.NOT_AUTHORIZED);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final List<String> outcomes = new ArrayList<>();
    private final List<Runnable> timers = new ArrayList<>();
    private final Outbound outbound =
            new Outbound("aws", 3, Pace.UNLIMITED, Runnable::run, (task, delay) -> timers.add(task));

    @Test
    void messages_leaveInOrder_withinTheWindow() {
        TestingSession session = attach();
        publish("a", "b", "c", "d", "e");

        assertThat(session.published()).containsExactly("a", "b", "c");
        session.answer(0);
        assertThat(session.published()).containsExactly("a", "b", "c", "d");
        assertThat(outcomes).containsExactly("a ok");
        assertThat(outbound.pending()).isEqualTo(4);
    }

    @Test
    void window_isNoLargerThanTheBrokerGrants() {
        TestingSession session = new TestingSession();
        outbound.attach(session, 1);
        publish("a", "b");

        assertThat(session.published()).containsExactly("a");
    }

    @Test
    void messageThatHasExpired_isNotSent_andHoldsUpNothing() {
        OutboundMessage expired = new OutboundMessage("late", new byte[0], 1, false)
                .with(MessageProperties.NONE.withExpiry(1), System.nanoTime() - LONG.toNanos());
        outbound.publish(expired, noting("late"));
        publish("b");

        assertThat(attach().published()).containsExactly("b");
        assertThat(outcomes)
                .containsExactly("late failed: 'late' was not sent: its message expiry has passed while it waited");
        assertThat(outbound.pending()).isEqualTo(1);
    }

    @Test
    void messages_wait_whileThereIsNoConnection() {
        publish("a", "b");
        assertThat(outcomes).isEmpty();

        assertThat(attach().published()).containsExactly("a", "b");
    }

    @Test
    void answers_count_alsoWhenTheNextMessageHasFoundTheConnectionClosed() {
        TestingSession session = attach();
        publish("refused", "taken");
        session.close();
        publish("late");
        session.answer(ReasonCodes.NOT_AUTHORIZED);
        session.answer(0);
        outbound.detach(POLICY, LONG);

        assertThat(outcomes)
                .containsExactly("refused failed: 'refused' was refused: not authorized (0x87)", "taken ok");
        assertThat(attach().published()).containsExactly("late");
    }

    @Test
    void unacknowledged_areSentAgain_beforeWhatCameLater() {
        attach();
        publish("a", "b", "c", "d");
        outbound.detach(NETWORK, LONG);
        publish("e");

        TestingSession next = attach();
        next.answer(0);
        next.answer(0);
        assertThat(next.published()).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void messageForOneConnection_isGivenBack_whenItEnds() {
        attach();
        publish("a");
        outbound.publish(forOneConnection("sent"), noting("sent"));
        publish("b");
        outbound.publish(forOneConnection("waiting"), noting("waiting"));
        outbound.detach(NETWORK, LONG);
        outbound.publish(forOneConnection("late"), noting("late"));

        String failed = "%1$s failed: The link 'aws' has lost its connection";
        assertThat(outcomes)
                .containsExactly(failed.formatted("sent"), failed.formatted("waiting"), failed.formatted("late"));
        assertThat(attach().published()).containsExactly("a", "b");
    }

    private static OutboundMessage forOneConnection(String topic) {
        return new OutboundMessage(topic, new byte[0], 1, true).forOneConnection();
    }

    @Test
    void anAnswer_fromAnEarlierConnection_isNotTaken() {
        TestingSession first = attach();
        publish("a");
        outbound.detach(NETWORK, LONG);
        attach();

        first.answer(0);
        assertThat(outcomes).isEmpty();
    }

    @Test
    void aRefusedMessage_fails_andTheNextIsSent() {
        TestingSession session = attach();
        publish("a", "b", "c", "d");
        session.answer(ReasonCodes.NOT_AUTHORIZED);

        assertThat(outcomes).containsExactly("a failed: 'a' was refused: not authorized (0x87)");
        assertThat(session.published()).endsWith("d");
    }

    @Test
    void quotaExceeded_isTriedAgain_later_andInOrder() {
        TestingSession session = attach();
        publish("a", "b", "c", "d");
        session.answer(ReasonCodes.QUOTA_EXCEEDED);
        session.answer(ReasonCodes.QUOTA_EXCEEDED);
        assertThat(session.published()).containsExactly("a", "b", "c");

        timers.forEach(Runnable::run);
        assertThat(session.published()).containsExactly("a", "b", "c", "a", "b");
        assertThat(outcomes).isEmpty();
    }

    @Test
    void aMessageThatEndsTheConnection_isFoundOut_andTheOthersArrive() {
        attach();
        publish("good", "poison", "fine");
        outbound.detach(POLICY, LONG);

        TestingSession alone = attach();
        assertThat(alone.published()).containsExactly("good");
        alone.answer(0);
        assertThat(alone.published()).containsExactly("good", "poison");
        outbound.detach(POLICY, SHORT);

        TestingSession after = attach();
        after.answer(0);
        assertThat(outcomes)
                .containsExactly(
                        "good ok",
                        "poison failed: 'poison' was refused: each time it is sent, the connection ends: not authorized",
                        "fine ok");
    }

    @Test
    void aSilentEnd_needsThreeProofs_toBlameAMessage() {
        attach();
        publish("suspect");
        outbound.detach(SILENT, SHORT);
        for (int proof = 1; proof <= 3; proof++) {
            assertThat(outcomes).isEmpty();
            assertThat(attach().published()).containsExactly("suspect");
            outbound.detach(SILENT, SHORT);
        }
        assertThat(outcomes).singleElement().asString().startsWith("suspect failed");
    }

    @Test
    void qosZero_isNotSentAgain_whenItMayBeTheReason() {
        attach();
        publishQosZero("at-most-once");
        publish("good");
        outbound.detach(POLICY, LONG);
        assertThat(outcomes).singleElement().asString().startsWith("at-most-once failed");

        attach().answer(0);
        assertThat(outcomes).last().isEqualTo("good ok");
    }

    @Test
    void aTransientRefusal_isTriedAgain_aFewTimes() {
        TestingSession session = attach();
        publish("a");
        for (int refusal = 1; refusal <= 5; refusal++) {
            assertThat(outcomes).isEmpty();
            session.answer(ReasonCodes.UNSPECIFIED);
            timers.forEach(Runnable::run);
        }
        assertThat(outcomes).singleElement().asString().startsWith("a failed");
    }

    @Test
    void theLongestWait_isOfTheOldestInFlight() {
        assertThat(outbound.longestWait()).isZero();
        TestingSession session = attach();
        publish("a");
        assertThat(outbound.longestWait()).isPositive();
        session.answer(0);
        assertThat(outbound.longestWait()).isZero();
    }

    @Test
    void aLostNetwork_blamesNobody_howeverOften() {
        publish("a");
        for (int i = 0; i < 10; i++) {
            attach();
            outbound.detach(NETWORK, SHORT);
        }
        assertThat(outcomes).isEmpty();
    }

    @Test
    void aFullWaitingRoom_givesBack_whatItCannotTake() {
        for (int i = 0; i <= Outbound.MOST_WAITING; i++) {
            publish("a");
        }
        assertThat(outcomes).containsExactly("a failed: Too many messages wait for the link 'aws'");
    }

    @Test
    void close_givesBackAll_inOrder() {
        attach();
        publish("a", "b", "c", "d");
        outbound.close();
        publish("e");

        assertThat(outcomes).hasSize(5).allMatch(outcome -> outcome.endsWith("The link 'aws' is stopped"));
        assertThat(outcomes).extracting(outcome -> outcome.charAt(0)).containsExactly('a', 'b', 'c', 'd', 'e');
    }

    private TestingSession attach() {
        TestingSession session = new TestingSession();
        outbound.attach(session, 65_535);
        return session;
    }

    private void publish(String... topics) {
        for (String topic : topics) {
            outbound.publish(new OutboundMessage(topic, new byte[0], 1, false), noting(topic));
        }
    }

    private void publishQosZero(String topic) {
        outbound.publish(new OutboundMessage(topic, new byte[0], 0, false), noting(topic));
    }

    private Publisher.Callback noting(String topic) {
        return new Publisher.Callback() {
            @Override
            public void delivered() {
                outcomes.add(topic + " ok");
            }

            @Override
            public void failed(Exception failure) {
                outcomes.add(topic + " failed: " + failure.getMessage());
            }
        };
    }
}

package dev.tedge.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.link.session.OutboundMessage;
import dev.tedge.link.session.ReasonCodes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchedSessionTest {

    private final TestingSession session = new TestingSession();
    private final List<Integer> answers = new ArrayList<>();
    private long now = 42;
    private final WatchedSession watched = new WatchedSession(session, () -> now);

    @Test
    void messages_andAnswers_pass() throws Exception {
        publish("a", 1);
        session.answer(0);

        assertThat(session.published()).containsExactly("a");
        assertThat(answers).containsExactly(0);
    }

    @Test
    void whatIsUnanswered_isSuspect_theLatestFirst_eachTopicOnce() throws Exception {
        publish("a", 1);
        publish("b", 1);
        publish("c", 1);
        publish("b", 1);
        assertThat(watched.unanswered()).containsExactly("b", "c", "a");

        session.answer(0);
        assertThat(watched.unanswered()).containsExactly("b", "c");
    }

    @Test
    void aTopicThatTheBrokerTakes_isNotSuspect() throws Exception {
        publish("a", 1);
        session.answer(0);
        publish("a", 1);
        publish("b", 1);

        assertThat(watched.unanswered()).containsExactly("b");
    }

    @Test
    void qosZero_isSuspect_forAWhile() throws Exception {
        publish("a", 0);
        session.answer(0);
        publish("b", 1);
        assertThat(watched.unanswered()).containsExactly("b", "a");

        now += Duration.ofSeconds(11).toNanos();
        assertThat(watched.unanswered()).isEmpty();
    }

    @Test
    void aRefusal_isRemembered_forAWhile() throws Exception {
        publish("a", 1);
        session.answer(ReasonCodes.NOT_AUTHORIZED);
        publish("b", 1);
        session.answer(ReasonCodes.QUOTA_EXCEEDED);
        assertThat(watched.refused()).containsExactly("a");

        now += Duration.ofSeconds(11).toNanos();
        assertThat(watched.refused()).isEmpty();
    }

    private void publish(String topic, int qos) throws Exception {
        now++;
        watched.publish(new OutboundMessage(topic, new byte[0], qos, false), answers::add);
    }
}

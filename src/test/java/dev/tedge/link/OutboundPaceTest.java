package dev.tedge.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.link.session.InboundMessage;
import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.LinkFailure.Kind;
import dev.tedge.link.session.OutboundMessage;
import dev.tedge.link.session.ReasonCodes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How fast messages leave, and when they leave again. */
class OutboundPaceTest {

    private static final LinkFailure NETWORK = new LinkFailure(Kind.TIMEOUT, "no network");

    private final TestingPace pace = new TestingPace();
    private final List<Duration> delays = new ArrayList<>();
    private final Deque<Runnable> timers = new ArrayDeque<>();
    private final List<String> outcomes = new ArrayList<>();
    private final TestingSession session = new TestingSession();
    private final Outbound outbound = new Outbound("aws", 10, pace, Runnable::run, (task, delay) -> {
        timers.add(task);
        delays.add(delay);
    });

    @Test
    void aMessage_waitsAsLongAsThePaceSays() {
        outbound.attach(session, 100);
        publish("a");
        pace.wait = Duration.ofMillis(11);
        publish("b", "c");
        assertThat(session.published()).containsExactly("a");
        assertThat(delays).containsExactly(Duration.ofMillis(11));

        pace.wait = Duration.ZERO;
        timers.remove().run();
        assertThat(session.published()).containsExactly("a", "b", "c");
    }

    @Test
    void whatIsSentAgain_isPacedToo_andCounted() {
        outbound.attach(session, 100);
        publish("a", "b");
        outbound.detach(NETWORK, Duration.ofMinutes(1));
        pace.wait = Duration.ofMillis(11);
        TestingSession next = new TestingSession();
        outbound.attach(next, 100);
        assertThat(next.published()).isEmpty();

        pace.wait = Duration.ZERO;
        timers.remove().run();
        assertThat(next.published()).containsExactly("a", "b");
        assertThat(outbound.resent()).isEqualTo(2);
    }

    @Test
    void quotaExceeded_isToldToThePace() {
        outbound.attach(session, 100);
        publish("a");
        session.answer(ReasonCodes.QUOTA_EXCEEDED);
        assertThat(pace.exceeded).isEqualTo(1);
    }

    @Test
    void aTransientRefusal_isTriedAgain_afterLongerAndLonger() {
        outbound.attach(session, 100);
        publish("a");
        for (int refusal = 1; refusal <= 5; refusal++) {
            assertThat(outcomes).isEmpty();
            session.answer(ReasonCodes.UNSPECIFIED);
            timers.forEach(Runnable::run);
            timers.clear();
        }
        assertThat(delays)
                .containsExactly(
                        Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(8));
        assertThat(outcomes).containsExactly("a failed: 'a' was refused: unspecified error (0x80)");
    }

    @Test
    void aTransientRefusal_isTriedAgainAfterItsTime_alsoWhileThePaceMakesUsWait() {
        outbound.attach(session, 100);
        publish("a");
        pace.wait = Duration.ofMillis(11);
        publish("b");
        session.answer(ReasonCodes.UNSPECIFIED);
        assertThat(delays).containsExactly(Duration.ofMillis(11), Duration.ofSeconds(1));

        pace.wait = Duration.ZERO;
        timers.remove().run();
        assertThat(session.published()).containsExactly("a");
        timers.remove().run();
        assertThat(session.published()).containsExactly("a", "a", "b");
        assertThat(outbound.resent()).isZero();
    }

    private void publish(String... topics) {
        for (String topic : topics) {
            outbound.publish(new OutboundMessage(topic, new byte[0], 1, false), new Publisher.Callback() {
                @Override
                public void delivered() {
                    outcomes.add(topic + " ok");
                }

                @Override
                public void failed(Exception failure) {
                    outcomes.add(topic + " failed: " + failure.getMessage());
                }
            });
        }
    }

    /** Says what the test wants. */
    private static final class TestingPace implements Pace {

        private Duration wait = Duration.ZERO;
        private int exceeded;

        @Override
        public Duration publish(OutboundMessage message) {
            return wait;
        }

        @Override
        public void received(InboundMessage message) {}

        @Override
        public void quotaExceeded() {
            exceeded++;
        }

        @Override
        public Duration connect() {
            return Duration.ZERO;
        }
    }
}

package dev.tedge.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.LinkFailure.Kind;
import dev.tedge.link.session.OutboundMessage;
import dev.tedge.link.session.ReasonCodes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ForbiddenTopicsTest {

    private static final LinkFailure POLICY =
            new LinkFailure(Kind.ENDED_BY_BROKER, "not authorized", ReasonCodes.NOT_AUTHORIZED);
    private static final LinkFailure NETWORK = new LinkFailure(Kind.TIMEOUT, "no network");

    private final AtomicLong now = new AtomicLong();
    private final ForbiddenTopics forbidden = new ForbiddenTopics(now::get);

    @Test
    void topic_isRemembered_whenTheConnectionEndsAfterTheRefusal() {
        forbidden.answered(message("a", false), ReasonCodes.NOT_AUTHORIZED);
        assertThat(forbidden.refusal(message("a", false))).isEmpty();

        forbidden.ended(POLICY);

        assertThat(forbidden.refusal(message("a", false)).orElseThrow())
                .hasMessage(
                        "'a' was refused: not authorized (0x87): not sent, as the connection has ended over a message"
                                + " to the same topic within the last minute");
        assertThat(forbidden.refusal(message("b", false))).isEmpty();
    }

    @Test
    void topicThatIsForbiddenForRetained_takesOthers() {
        forbidden.blamed(message("a", true), POLICY);

        assertThat(forbidden.refusal(message("a", true))).isPresent();
        assertThat(forbidden.refusal(message("a", false))).isEmpty();
    }

    @Test
    void topic_isNotRemembered_whenTheRefusalCostNoConnection() {
        forbidden.answered(message("a", false), ReasonCodes.NOT_AUTHORIZED);
        forbidden.ended(NETWORK);
        forbidden.answered(message("b", false), ReasonCodes.QUOTA_EXCEEDED);
        forbidden.ended(POLICY);
        forbidden.answered(message("c", false), ReasonCodes.NOT_AUTHORIZED);
        now.addAndGet(Duration.ofSeconds(11).toNanos());
        forbidden.ended(POLICY);

        assertThat(forbidden.refusal(message("a", false))).isEmpty();
        assertThat(forbidden.refusal(message("b", false))).isEmpty();
        assertThat(forbidden.refusal(message("c", false))).isEmpty();
    }

    @Test
    void topic_isTriedAgain_afterAWhile_orWhenToldSo() {
        forbidden.blamed(message("a", false), POLICY);
        now.addAndGet(ForbiddenTopics.REMEMBERED.toNanos() - 1);
        assertThat(forbidden.refusal(message("a", false))).isPresent();
        now.addAndGet(1);
        assertThat(forbidden.refusal(message("a", false))).isEmpty();

        forbidden.blamed(message("a", false), POLICY);
        forbidden.forget();
        assertThat(forbidden.refusal(message("a", false))).isEmpty();
    }

    private static OutboundMessage message(String topic, boolean retain) {
        return new OutboundMessage(topic, new byte[0], 1, retain);
    }
}

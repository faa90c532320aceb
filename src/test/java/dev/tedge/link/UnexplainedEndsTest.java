package dev.tedge.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.LinkFailure.Kind;
import dev.tedge.link.session.ReasonCodes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnexplainedEndsTest {

    private static final LinkFailure SILENT = new LinkFailure(Kind.CLOSED, "closed", 0, true, List.of());
    private static final LinkFailure BROKEN = new LinkFailure(Kind.CLOSED, "connection reset");
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final List<String> NONE = List.of();

    private final UnexplainedEnds ends = new UnexplainedEnds();

    @Test
    void aSilentEnd_namesWhatWasSent_threeAtMost() {
        LinkFailure explained = ends.explained(SILENT, LONG, List.of("d", "c", "b", "a"));

        assertThat(explained.suspects()).containsExactly("d", "c", "b");
        assertThat(explained.suspectsInWords()).isEqualTo("'d', 'c', 'b'");
    }

    @Test
    void suspects_areOneLine() {
        assertThat(ends.explained(SILENT, LONG, List.of("a\nb", "c")).suspectsInWords())
                .isEqualTo("'a?b', 'c'");
    }

    @Test
    void anEndThatMayBlameAPacket_namesWhatWasSent() {
        LinkFailure forbidden = new LinkFailure(Kind.ENDED_BY_BROKER, "no", ReasonCodes.NOT_AUTHORIZED);

        assertThat(ends.explained(forbidden, LONG, List.of("a")).suspects()).containsExactly("a");
    }

    @Test
    void otherEnds_blameNothing() {
        List<LinkFailure> innocent = List.of(
                BROKEN,
                new LinkFailure(Kind.TIMEOUT, "no answer"),
                new LinkFailure(Kind.ENDED_BY_BROKER, "bye", ReasonCodes.SERVER_SHUTTING_DOWN),
                new LinkFailure(Kind.ENDED_BY_BROKER, "slowly", ReasonCodes.QUOTA_EXCEEDED));

        assertThat(innocent)
                .allSatisfy(failure ->
                        assertThat(ends.explained(failure, SHORT, List.of("a"))).isEqualTo(failure));
    }

    @Test
    void theThirdPuzzlingEnd_isATakeOver() {
        assertThat(kindAfter(SILENT, SHORT, NONE)).isEqualTo(Kind.CLOSED);
        assertThat(kindAfter(SILENT, SHORT, NONE)).isEqualTo(Kind.CLOSED);
        LinkFailure third = ends.explained(SILENT, SHORT, NONE);

        assertThat(third.kind()).isEqualTo(Kind.TAKEN_OVER);
        assertThat(third.text()).contains("another client may be using the same client id");
        assertThat(kindAfter(SILENT, SHORT, NONE)).isEqualTo(Kind.TAKEN_OVER);
    }

    @Test
    void anEndWithAnotherExplanation_isNoneOfThem() {
        for (int round = 0; round < 3; round++) {
            assertThat(kindAfter(SILENT, SHORT, NONE)).isEqualTo(Kind.CLOSED);
            assertThat(kindAfter(SILENT, SHORT, NONE)).isEqualTo(Kind.CLOSED);
            assertThat(kindAfter(SILENT, LONG, NONE)).isEqualTo(Kind.CLOSED);
            assertThat(kindAfter(SILENT, SHORT, List.of("a"))).isEqualTo(Kind.CLOSED);
            assertThat(kindAfter(BROKEN, SHORT, NONE)).isEqualTo(Kind.CLOSED);
            assertThat(kindAfter(SILENT, Duration.ZERO, NONE)).isEqualTo(Kind.CLOSED);
        }
    }

    private Kind kindAfter(LinkFailure failure, Duration uptime, List<String> suspects) {
        return ends.explained(failure, uptime, suspects).kind();
    }
}

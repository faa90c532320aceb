package dev.tedge.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.shadow.DesiredTwins.Publication;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the local broker is to retain. */
class DesiredTwinsTest {

    private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();
    private static final ObjectNode A = JsonNodeFactory.instance.objectNode().put("a", 1);

    private final DesiredTwins desired = new DesiredTwins();

    @Test
    void name_isOnDisk_beforeItIsPublished() {
        assertThat(desired.want(A)).isTrue();
        assertThat(desired.due()).isEmpty();

        desired.written();

        assertThat(desired.due()).hasSize(1);
        assertThat(desired.due()).as("once").isEmpty();
    }

    @Test
    void whatIsWantedNoMore_isCleared_andThenForgotten() {
        desired.want(A);
        desired.written();
        Publication first = desired.due().get(0);

        desired.want(NOTHING);
        Publication clearing = desired.due().get(0);

        assertThat(clearing.value.isMissingNode()).isTrue();
        assertThat(desired.delivered(first)).isFalse();
        assertThat(desired.names()).containsExactly("a");
        assertThat(desired.delivered(clearing)).isTrue();
        assertThat(desired.names()).isEmpty();
    }

    @Test
    void whatIsWantedAgain_isNotForgotten_byALateAcknowledgement() {
        desired.want(A);
        desired.written();
        desired.due();
        desired.want(NOTHING);
        Publication clearing = desired.due().get(0);
        desired.want(A);
        desired.due();

        assertThat(desired.delivered(clearing)).isFalse();
        assertThat(desired.names()).containsExactly("a");
    }

    @Test
    void whatAnEarlierProcessHasPublished_staysUntilItIsKnownWhatIsDesired() {
        desired.suspect(List.of("a", "b"));
        desired.written();
        assertThat(desired.due()).isEmpty();

        desired.want(A);

        assertThat(desired.due().stream().map(publication -> publication.fragment + publication.value))
                .containsExactly("a1", "b");
    }

    @Test
    void whatWasNeverPublished_isForgotten_whenItIsWantedNoMore() {
        desired.want(A);
        desired.written();

        desired.want(NOTHING);
        assertThat(desired.names()).isEmpty();

        assertThat(desired.want(A)).as("to be written anew").isTrue();
        assertThat(desired.due()).isEmpty();
    }

    @Test
    void whatTheBrokerHasRefused_isForgotten_whenItIsWantedNoMore() {
        desired.want(A);
        desired.written();
        Publication first = desired.due().get(0);
        assertThat(desired.refused(first)).as("still wanted").isFalse();
        assertThat(desired.due()).as("not at once").isEmpty();
        desired.retry(first);
        Publication second = desired.due().get(0);
        desired.refused(second);

        desired.want(NOTHING);

        assertThat(desired.names()).isEmpty();
        assertThat(desired.due()).isEmpty();
    }

    @Test
    void whatTheBrokerRefuses_whenItIsWantedNoMore_isForgotten_withTheLastAnswer() {
        desired.want(A);
        desired.written();
        Publication value = desired.due().get(0);
        desired.want(NOTHING);
        Publication clearing = desired.due().get(0);

        assertThat(desired.refused(value)).as("the other one is under way").isFalse();
        assertThat(desired.names()).containsExactly("a");
        assertThat(desired.refused(clearing)).isTrue();
        assertThat(desired.names()).isEmpty();
    }

    @Test
    void whatTheBrokerMayHave_isKept_alsoWhenItRefusesToClearIt() {
        desired.want(A);
        desired.written();
        desired.lost(desired.due().get(0));
        desired.want(NOTHING);

        Publication clearing = desired.due().get(0);
        assertThat(desired.refused(clearing)).isFalse();

        assertThat(desired.names()).containsExactly("a");
        desired.retry(clearing);
        assertThat(desired.due()).hasSize(1);
    }

    @Test
    void whatMayBeLost_isDueAgain() {
        desired.want(A);
        desired.written();
        desired.due();

        desired.forgetShown();

        assertThat(desired.due()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "+", "#", "a\u0000", "a\n", "\ud800", "\uffff"})
    void nameThatNoTopicCanHave_isToldOnce(String name) {
        ObjectNode delta = JsonNodeFactory.instance.objectNode().put(name, 1);

        assertThat(desired.want(delta)).isFalse();

        assertThat(desired.unusable()).containsExactly(name);
        assertThat(desired.unusable()).isEmpty();
    }
}

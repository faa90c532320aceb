package dev.tedge.simulator.refusal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tedge.mqttserver.Verdict;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptTest {

    private static final String REASON = "'a/b' is answered by the script";
    private static final Verdict QUOTA = Verdict.discard(0x97, REASON);
    private static final Verdict UNSPECIFIED = Verdict.discard(0x80, REASON);

    private final Script script = new Script();

    @Test
    void answer_isGiven_soManyTimes() {
        script.add("a/+", ScriptedAnswer.puback(0x97).times(2));

        assertThat(script.next("c")).isEmpty();
        assertThat(script.next("a/b")).contains(QUOTA);
        assertThat(script.next("a/b")).contains(QUOTA);
        assertThat(script.next("a/b")).isEmpty();
    }

    @Test
    void answer_isGivenForEver_untilCleared() {
        script.add("a/b", ScriptedAnswer.hangUp());

        assertThat(Stream.generate(() -> script.next("a/b")).limit(1_000))
                .allMatch(next -> next.equals(Optional.of(Verdict.hangUp(REASON))));
        script.clear();
        assertThat(script.next("a/b")).isEmpty();
    }

    @Test
    void answers_areUsedUp_inTheirOrder() {
        script.add("#", ScriptedAnswer.puback(0x97).times(1));
        script.add("a/b", ScriptedAnswer.puback(0x80).times(1));
        script.add("a/b", ScriptedAnswer.hangUp().times(1));

        assertThat(script.next("a/b")).contains(QUOTA);
        assertThat(script.next("a/b")).contains(UNSPECIFIED);
        assertThat(script.next("a/b")).contains(Verdict.hangUp(REASON));
        assertThat(script.next("a/b")).isEmpty();
    }

    @Test
    void filter_mustBeOne() {
        assertThatThrownBy(() -> script.add("a/#/b", ScriptedAnswer.hangUp())).hasMessageContaining("a/#/b");
        assertThatThrownBy(() -> script.add("$share/g/a", ScriptedAnswer.hangUp()))
                .hasMessageContaining("shared");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x7F, 0x82, 0x93, 0x100})
    void code_mustBeOneOfPuback(int code) {
        assertThatThrownBy(() -> ScriptedAnswer.puback(code))
                .hasMessage("PUBACK cannot refuse with reason code 0x" + Integer.toHexString(code));
    }

    @Test
    void times_mustBePositive() {
        assertThatThrownBy(() -> ScriptedAnswer.hangUp().times(0)).hasMessage("times must be at least 1, but is 0");
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(Refusal.ANSWER, true, Verdict.refuse(0x87, "no")),
                Arguments.of(Refusal.ANSWER, false, Verdict.refuseAndDisconnect(0x87, "no")),
                Arguments.of(Refusal.ANSWER_AND_DISCONNECT, true, Verdict.refuseAndDisconnect(0x87, "no")),
                Arguments.of(Refusal.ANSWER_AND_DISCONNECT, false, Verdict.refuseAndDisconnect(0x87, "no")),
                Arguments.of(Refusal.DISCONNECT, true, Verdict.disconnect(0x87, "no")),
                Arguments.of(Refusal.DISCONNECT, false, Verdict.disconnect(0x87, "no")));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusal_endsTheConnection_whenItCannotBeAnswered(Refusal refusal, boolean answerable, Verdict expected) {
        assertThat(refusal.verdict(0x87, "no", answerable)).isEqualTo(expected);
    }
}

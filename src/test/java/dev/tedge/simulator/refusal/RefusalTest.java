package dev.tedge.simulator.refusal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tedge.mqttserver.Verdict;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {

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

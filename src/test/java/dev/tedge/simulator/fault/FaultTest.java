package dev.tedge.simulator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FaultTest {

    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of("refuse 0x97 thinedge/#", Fault.refuse(0x97, "thinedge/#")),
                Arguments.of("refuse 0x97 a 3x", Fault.refuse(0x97, "a").times(3)),
                Arguments.of("drop a/+/b", Fault.drop("a/+/b")),
                Arguments.of("half-close a 1x", Fault.halfClose("a").times(1)),
                Arguments.of("delay 500ms a", Fault.delay(Duration.ofMillis(500), "a")),
                Arguments.of(
                        "delay 2s a b 2x",
                        Fault.delay(Duration.ofSeconds(2), "a b").times(2)),
                Arguments.of("duplicate #", Fault.duplicate("#")),
                Arguments.of("reorder $aws/#", Fault.reorder("$aws/#")),
                Arguments.of("restart 3s", Fault.restart(Duration.ofSeconds(3))),
                Arguments.of("expire-certificate", Fault.expireCertificate()),
                Arguments.of(
                        "expire-certificate 60s", new Fault.ExpireCertificate(Optional.of(Duration.ofMinutes(1)))));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void text_isReadAndWritten(String text, Fault fault) {
        assertThat(Fault.parse(text)).isEqualTo(fault);
        assertThat(fault).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            restart               | restart 2s
            '  drop   a  '        | drop a
            refuse 151 a          | refuse 0x97 a
            delay 1m a            | delay 60s a
            """)
    void text_mayBeWrittenInOtherWays(String text, String same) {
        assertThat(Fault.parse(text)).hasToString(same);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                | After '' there must be a kind of fault: refuse, drop, half-close, delay, duplicate, reorder
            explode a         | There is no fault 'explode': say refuse, drop, half-close
            drop              | After 'drop' there must be a topic filter such as thinedge/#
            drop a/#/b        | filter 'a/#/b' has '#' before its end
            drop $share/g/a   | filter '$share/g/a' is a shared one
            drop a 0x         | times must be at least 1, but is 0
            refuse            | After 'refuse' there must be a reason code such as 0x97
            refuse x a        | 'x' is no reason code: give a number such as 0x97
            refuse 0x82 a     | PUBACK cannot refuse with reason code 0x82
            delay soon a      | 'soon' is no time: give a whole number with ms, s or m, such as 500ms
            delay 0ms a       | The delay must be more than 0 and at most 600s, but is 0s
            delay 11m a       | The delay must be more than 0 and at most 600s, but is 660s
            restart 2         | '2' is no time
            restart 1h        | '1h' is no time
            """)
    void text_thatIsNone_isRefusedWithAReason(String text, String reason) {
        assertThatThrownBy(() -> Fault.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(reason);
    }
}

package dev.tedge.mqttserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tedge.mqttserver.MessageProperties.UserProperty;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MessagePropertiesTest {

    private static final String LONGEST = "ü".repeat(32_767) + "x";

    private static MessageProperties of(String contentType, String responseTopic, Payload correlation) {
        return new MessageProperties(
                Optional.empty(),
                Optional.empty(),
                Optional.of(contentType),
                Optional.of(responseTopic),
                Optional.of(correlation),
                List.of());
    }

    static Stream<Arguments> badStrings() {
        return Stream.of(
                Arguments.of("a\0b", "contains the null character"),
                Arguments.of("a\uD83D", "contains half of a surrogate pair"),
                Arguments.of("\uDE00a", "contains half of a surrogate pair"),
                Arguments.of(LONGEST + "x", "is longer than 65535 bytes"));
    }

    @ParameterizedTest
    @MethodSource("badStrings")
    void badString_isRefused_whereverItIs(String text, String fault) {
        assertThatThrownBy(() -> MessageProperties.NONE.withContentType(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("contentType " + fault);
        assertThatThrownBy(() -> of("", text, Payload.EMPTY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("responseTopic " + fault);
        assertThatThrownBy(() -> new UserProperty(text, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("name of a user property " + fault);
        assertThatThrownBy(() -> new UserProperty("", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("value of a user property " + fault);
        assertThatThrownBy(() -> ServerMessage.of(text, Payload.EMPTY, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void responseTopic_isATopic() {
        assertThatThrownBy(() -> of("", "a/#", Payload.EMPTY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("responseTopic contains a wildcard");
        assertThatThrownBy(() -> of("", "", Payload.EMPTY)).hasMessage("responseTopic is empty");
    }

    @Test
    void correlationData_isLimited() {
        assertThatThrownBy(() -> MessageProperties.NONE.withCorrelationData(Payload.copyOf(new byte[65_536])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("correlationData is longer than 65535 bytes");
    }

    @Test
    void longestThatPacketsCanHold_isTaken() {
        assertThatCode(() -> of(LONGEST, LONGEST, Payload.copyOf(new byte[65_535])))
                .doesNotThrowAnyException();
        assertThat(new UserProperty(LONGEST, "\uD83D\uDE00").value()).isEqualTo("\uD83D\uDE00");
    }
}

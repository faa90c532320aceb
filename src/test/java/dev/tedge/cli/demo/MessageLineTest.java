package dev.tedge.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageLineTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a usual message         | [a/b] {"x":1}  | a/b   | {"x":1}
            no payload              | [a/b]          | a/b   | ''
            a payload with brackets | [a/b] [1] [2]  | a/b   | [1] [2]
            a topic with brackets   | [a/[b]] 1      | a/[b] | 1
            a topic with a space    | [a b] 1        | a b   | 1
            """)
    void line_isReadAsMessage(String reason, String line, String topic, String payload) {
        MessageLine message = MessageLine.parse(line);

        assertThat(message.topic()).isEqualTo(topic);
        assertThat(message.payload()).isEqualTo(payload);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b 1", "[a/b", "[] 1", "[a/b]1", " [a/b] 1"})
    void otherLine_isRefused_withTheRightForm(String line) {
        assertThatThrownBy(() -> MessageLine.parse(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'[topic] payload'")
                .hasMessageContaining(line);
    }

    @Test
    void utf8_isShownAsItIs() {
        assertThat(MessageLine.of("a", ByteBuffer.wrap("Grüße 🙂".getBytes(StandardCharsets.UTF_8))))
                .hasToString("[a] Grüße 🙂");
    }

    @Test
    void otherBytes_areShownInBase64_asByMqttSub() {
        assertThat(MessageLine.of("a", ByteBuffer.wrap(new byte[] {(byte) 0xff, 0})))
                .hasToString("[a] <ERR=NON-UTF8> /wA=");
    }
}

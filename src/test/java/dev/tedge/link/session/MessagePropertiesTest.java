package dev.tedge.link.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tedge.message.Payload;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessagePropertiesTest {

    private static final MessageProperties ALL = new MessageProperties(
            Optional.of("antwort/grün"),
            Optional.of(Payload.of(new byte[] {0, -1})),
            new MessageProperties.Format(Optional.of("text/plain"), true),
            OptionalLong.of(0xFFFF_FFFFL),
            List.of(new UserProperty("b", "geheim"), new UserProperty("a", ""), new UserProperty("b", "2")));

    static Stream<MessageProperties> some() {
        return Stream.of(MessageProperties.NONE, MessageProperties.NONE.withExpiry(0), ALL);
    }

    @ParameterizedTest
    @MethodSource("some")
    void bytes_areReadAsTheyWereWritten(MessageProperties properties) {
        byte[] written = PropertyBytes.write(properties);

        assertThat(PropertyBytes.read(written)).isEqualTo(properties);
        assertThat(PropertyBytes.size(properties)).isEqualTo(written.length);
    }

    @Test
    void bytes_thatEndTooEarly_areRefused() {
        byte[] written = PropertyBytes.write(ALL);
        written[written.length - 2] = 9;

        assertThatThrownBy(() -> PropertyBytes.read(written)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PropertyBytes.read(new byte[] {0x55})).hasMessage("unknown property 85");
    }

    @Test
    void text_doesNotHoldTheContent() {
        assertThat(ALL).hasToString("MessageProperties[" + PropertyBytes.size(ALL) + " bytes, expiry 4294967295 s]");
        assertThat(ALL.userProperties().toString()).doesNotContain("geheim");
    }

    @Test
    void expiry_runsDown_fromWhereItCounts() {
        long start = 1_000;
        OutboundMessage message =
                new OutboundMessage("t", new byte[0], 1, false).with(MessageProperties.NONE.withExpiry(10), start);

        assertThat(left(message, start)).hasValue(10);
        assertThat(left(message, start + Duration.ofMillis(9_100).toNanos())).hasValue(1);
        assertThat(message.isExpired(start + Duration.ofSeconds(10).toNanos() - 1))
                .isFalse();
        assertThat(message.isExpired(start + Duration.ofSeconds(10).toNanos())).isTrue();
        assertThat(left(message, start + Duration.ofSeconds(20).toNanos())).hasValue(1);
    }

    @Test
    void messageWithoutExpiry_neverExpires() {
        OutboundMessage plain = new OutboundMessage("t", new byte[0], 1, false);

        assertThat(plain.isExpired(Long.MAX_VALUE)).isFalse();
        assertThat(plain.with(MessageProperties.NONE, 0).isExpired(Long.MAX_VALUE))
                .isFalse();
        assertThat(plain.propertiesAt(0)).isEmpty();
        assertThat(plain.propertiesSize()).isZero();
    }

    private static OptionalLong left(OutboundMessage message, long nanos) {
        return message.propertiesAt(nanos).orElseThrow().expirySeconds();
    }
}

package dev.tedge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.link.session.MessageProperties;
import dev.tedge.link.session.OutboundMessage;
import dev.tedge.message.CloudTopic;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AwsRulesTest {

    private static final String TOPIC = "thinedge/x/td/a";
    private static final String SHADOW = "$aws/things/x/shadow/update";

    static Stream<Arguments> accepted() {
        return Stream.of(
                Arguments.of("empty payload", TOPIC, 0, 1),
                Arguments.of("QoS 0", TOPIC, 1, 0),
                Arguments.of("128 KiB", TOPIC, 131_072, 1),
                Arguments.of("shadow of 8 KiB", SHADOW, 8192, 1),
                Arguments.of("topic of 256 bytes", "n".repeat(256), 1, 1),
                Arguments.of("Basic Ingest of 128 KiB", "$aws/rules/r/a", 131_072, 1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accepted")
    void check_accepts(String reason, String topic, int size, int qos) {
        assertThat(AwsRules.check(topic, size, qos)).isEqualTo(new GuardOutcome.Accepted(new CloudTopic(topic)));
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(
                        "more than 128 KiB",
                        TOPIC,
                        131_073,
                        1,
                        "Payload of 131073 bytes is too large: AWS IoT Core allows at most 131072."),
                Arguments.of(
                        "shadow of more than 8 KiB",
                        SHADOW,
                        8193,
                        1,
                        "Shadow document of 8193 bytes is too large: AWS IoT Core allows at most 8192."),
                Arguments.of(
                        "named shadow of more than 8 KiB",
                        "$aws/things/x/shadow/name/n/update",
                        8193,
                        1,
                        "Shadow document of 8193 bytes is too large: AWS IoT Core allows at most 8192."),
                Arguments.of("QoS 2", TOPIC, 1, 2, "QoS 2 is not supported by AWS IoT Core: use 0 or 1."),
                Arguments.of(
                        "9 levels",
                        "thinedge/x/td/1/2/3/4/5/6",
                        1,
                        1,
                        "AWS topic \"thinedge/x/td/1/2/3/4/5/6\" has 8 slashes, but AWS IoT Core allows at most 7."),
                Arguments.of(
                        "topic of 257 bytes",
                        "n".repeat(257),
                        1,
                        1,
                        "AWS topic \"" + "n".repeat(257)
                                + "\" has 257 bytes in UTF-8, but AWS IoT Core allows at most 256."),
                Arguments.of("no topic", "", 1, 1, "AWS topic must not be empty."));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void check_refuses_withTheLimit(String reason, String topic, int size, int qos, String message) {
        assertThat(AwsRules.check(topic, size, qos)).isEqualTo(new GuardOutcome.Refused(message));
    }

    @Test
    void properties_countTowardsThePacket() {
        MessageProperties type = new MessageProperties(
                Optional.empty(),
                Optional.empty(),
                new MessageProperties.Format(Optional.of("text/plain"), false),
                OptionalLong.empty(),
                List.of());

        assertThat(AwsRules.check(message(128 * 1024 - 13, type))).isInstanceOf(GuardOutcome.Accepted.class);
        assertThat(AwsRules.check(message(128 * 1024 - 12, type)))
                .isEqualTo(new GuardOutcome.Refused(
                        "Payload and properties of 131073 bytes are too large: AWS IoT Core allows at most 131072."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1/2/3/4/5/6/7/8/9", "$aws/x", "a/#"})
    void responseTopic_keepsTheRulesOfTopics(String topic) {
        MessageProperties response = new MessageProperties(
                Optional.of(topic),
                Optional.empty(),
                MessageProperties.Format.UNKNOWN,
                OptionalLong.empty(),
                List.of());

        assertThat(AwsRules.check(message(1, response)))
                .isInstanceOfSatisfying(
                        GuardOutcome.Refused.class,
                        refused -> assertThat(refused.reason())
                                .startsWith("The response topic can't be used: AWS topic \"" + topic));
    }

    private static OutboundMessage message(int size, MessageProperties properties) {
        return new OutboundMessage(TOPIC, new byte[size], 1, false).with(properties, 0);
    }

    static Stream<String> reserved() {
        return Stream.of("$aws/things/x/shadow/update/accepted", "$aws/events/presence/connected/x", "$SYS/x");
    }

    @ParameterizedTest
    @MethodSource("reserved")
    void check_refusesReservedTopics(String topic) {
        assertThat(AwsRules.check(topic, 1, 1))
                .isInstanceOfSatisfying(
                        GuardOutcome.Refused.class,
                        refused -> assertThat(refused.reason()).contains(topic).contains("is reserved"));
    }
}

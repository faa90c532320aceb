package dev.tedge.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalTopicTest {

    private static final String MAIN = "te/device/main//";

    static Stream<Arguments> channels() {
        return Stream.of(
                Arguments.of("measurement", "/m/t", new Channel.Measurement("t")),
                Arguments.of("measurement without type", "/m/", new Channel.Measurement("")),
                Arguments.of("event", "/e/login", new Channel.Event("login")),
                Arguments.of("alarm", "/a/hot", new Channel.Alarm("hot")),
                Arguments.of("type with emoji and blanks", "/a/ 🔥 ", new Channel.Alarm(" 🔥 ")),
                Arguments.of("health", "/status/health", new Channel.Health()),
                Arguments.of("other status", "/status/x", new Channel.Other("status/x")),
                Arguments.of("registration", "", new Channel.Other("")),
                Arguments.of("metadata of a measurement", "/m/t/meta", new Channel.Other("m/t/meta")),
                Arguments.of("measurement without slash", "/m", new Channel.Other("m")),
                Arguments.of("twin", "/twin/name", new Channel.Other("twin/name")),
                Arguments.of("command", "/cmd/restart/1", new Channel.Other("cmd/restart/1")),
                Arguments.of("unknown letter", "/x/t", new Channel.Other("x/t")),
                Arguments.of("health and more", "/status/health/x", new Channel.Other("status/health/x")),
                Arguments.of("empty levels", "///", new Channel.Other("//")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("channels")
    void parse_tellsTheChannel(String reason, String channel, Channel expected) {
        LocalTopic topic = LocalTopic.parse(MAIN + channel).orElseThrow();

        assertThat(topic).isEqualTo(new LocalTopic("te", new EntityId("device", "main", "", ""), expected));
        assertThat(topic.channel().path()).isEqualTo(channel.isEmpty() ? "" : channel.substring(1));
    }

    static Stream<Arguments> entities() {
        return Stream.of(
                Arguments.of("service", "te/device/main/service/x/m/t", "te", "device/main/service/x"),
                Arguments.of("other root", "tedge/a/b/c/d/m/t", "tedge", "a/b/c/d"),
                Arguments.of("all empty", "te/////m/t", "te", "///"),
                Arguments.of("root empty", "/a/b/c/d/m/t", "", "a/b/c/d"),
                Arguments.of("nothing but slashes", "/////m/", "", "///"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("entities")
    void parse_tellsRootAndEntity(String reason, String text, String root, String entity) {
        LocalTopic topic = LocalTopic.parse(text).orElseThrow();

        assertThat(topic.root()).isEqualTo(root);
        assertThat(topic.entity()).isEqualTo(EntityId.of(entity));
    }

    @ParameterizedTest
    @ValueSource(strings = {"te", "te/errors", "te/device/main", "te/device/main/", "/", "///"})
    void parse_isEmpty_whenTheTopicIsTooShortForAnEntity(String topic) {
        assertThat(LocalTopic.parse(topic)).isEmpty();
    }

    static Stream<Arguments> noTopics() {
        return Stream.of(
                Arguments.of("empty", "", "topic must not be empty."),
                Arguments.of(
                        "plus sign",
                        "te/+/main///m/",
                        "topic \"te/+/main///m/\" must not contain '+', but has it at index 3."),
                Arguments.of("number sign", "te/#", "topic \"te/#\" must not contain '#', but has it at index 3."),
                Arguments.of(
                        "null character",
                        "te/\0",
                        "topic \"te/\\u0000\" must not contain the null character (U+0000), but has it at index 3."),
                Arguments.of(
                        "half an emoji",
                        "te/\ud83d/x",
                        "topic \"te/\\ud83d/x\" must be valid UTF-16, but has half a surrogate pair at index 3."),
                Arguments.of(
                        "other half of an emoji",
                        "te/\ude00",
                        "topic \"te/\\ude00\" must be valid UTF-16, but has half a surrogate pair at index 3."),
                Arguments.of(
                        "long, cut between two emoji",
                        "a" + "😀".repeat(200) + "#",
                        "topic \"a" + "😀".repeat(149) + "…\" must not contain '#', but has it at index 401."),
                Arguments.of(
                        "longer than MQTT can say",
                        "ü".repeat(32_768),
                        "topic \"" + "ü".repeat(300)
                                + "…\" must not be longer than 65535 bytes in UTF-8, but has 65536."));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noTopics")
    void parse_namesTheFault_whenTheTextIsNoTopic(String reason, String text, String message) {
        assertThatThrownBy(() -> LocalTopic.parse(text))
                .isInstanceOf(InvalidTopicException.class)
                .hasMessage(message);
    }
}

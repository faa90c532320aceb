package dev.tedge.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CloudTopicTest {

    private static final String NAME_OF_256_BYTES = "n".repeat(256);

    static Stream<Arguments> allowed() {
        return Stream.of(
                Arguments.of("mapped measurement", "thinedge/x/td/device:main/m/t"),
                Arguments.of("empty last level", "thinedge/x/td/device:main/m/"),
                Arguments.of("7 slashes", "thinedge/x/td/1/2/3/4/5"),
                Arguments.of("7 slashes and nothing else", "///////"),
                Arguments.of("256 bytes", NAME_OF_256_BYTES),
                Arguments.of("256 bytes of emoji", "😀".repeat(64)),
                Arguments.of("blanks", "a b/ c "),
                Arguments.of("dollar further back", "a/$b"),
                Arguments.of("shadow request", "$aws/things/x/shadow/get"),
                Arguments.of("shadow update", "$aws/things/x/shadow/update"),
                Arguments.of("request to a named shadow", "$aws/things/x/shadow/name/n/delete"),
                Arguments.of("next job", "$aws/things/x/jobs/start-next"),
                Arguments.of("progress of a job", "$aws/things/x/jobs/j-1/update"),
                Arguments.of("look at the next job", "$aws/things/x/jobs/$next/get"),
                Arguments.of("device metrics", "$aws/things/x/defender/metrics/json"),
                Arguments.of("part of a file", "$aws/things/x/streams/s/get/cbor"),
                Arguments.of("location", "$aws/device_location/x/get_position_estimate"),
                Arguments.of("new certificate", "$aws/certificates/create-from-csr/json"),
                Arguments.of("provisioning", "$aws/provisioning-templates/t/provision/json"),
                Arguments.of("Basic Ingest", "$aws/rules/r/a"),
                Arguments.of("Basic Ingest without topic", "$aws/rules/r"),
                Arguments.of("Basic Ingest with 7 slashes after the rule", "$aws/rules/r/0/1/2/3/4/5/6/7"),
                Arguments.of("Basic Ingest with empty levels", "$aws/rules/r//a//"),
                Arguments.of("Basic Ingest with 256 bytes after the rule", "$aws/rules/r/" + NAME_OF_256_BYTES));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("allowed")
    void topic_isAccepted(String reason, String topic) {
        assertThat(new CloudTopic(topic).value()).isEqualTo(topic);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("empty", "", "AWS topic must not be empty."),
                Arguments.of(
                        "8 slashes",
                        "thinedge/x/td/1/2/3/4/5/6",
                        "AWS topic \"thinedge/x/td/1/2/3/4/5/6\" has 8 slashes, but AWS IoT Core allows at most 7."),
                Arguments.of(
                        "Basic Ingest with 8 slashes after the rule",
                        "$aws/rules/r/0/1/2/3/4/5/6/7/8",
                        "AWS topic \"$aws/rules/r/0/1/2/3/4/5/6/7/8\" has 8 slashes, but AWS IoT Core allows at most 7."),
                Arguments.of(
                        "257 bytes",
                        NAME_OF_256_BYTES + "n",
                        "AWS topic \"" + NAME_OF_256_BYTES
                                + "n\" has 257 bytes in UTF-8, but AWS IoT Core allows at most 256."),
                Arguments.of(
                        "86 characters of 3 bytes",
                        "€".repeat(86),
                        "AWS topic \"" + "€".repeat(86)
                                + "\" has 258 bytes in UTF-8, but AWS IoT Core allows at most 256."),
                Arguments.of("wildcard", "a/+", "AWS topic \"a/+\" must not contain '+', but has it at index 2."),
                Arguments.of(
                        "wildcard at the end", "a/#", "AWS topic \"a/#\" must not contain '#', but has it at index 2."),
                Arguments.of(
                        "null character",
                        "a\0",
                        "AWS topic \"a\\u0000\" must not contain the null character (U+0000), but has it at index 1."),
                Arguments.of(
                        "half an emoji",
                        "a\ud83d",
                        "AWS topic \"a\\ud83d\" must be valid UTF-16, but has half a surrogate pair at index 1."));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void topic_isRefused_withTheLimitThatItBreaks(String reason, String topic, String message) {
        assertThatThrownBy(() -> new CloudTopic(topic))
                .isInstanceOf(InvalidTopicException.class)
                .hasMessage(message);
    }

    static Stream<Arguments> reserved() {
        return Stream.of(
                Arguments.of("answer of the shadow service", "$aws/things/x/shadow/update/accepted"),
                Arguments.of("unknown shadow operation", "$aws/things/x/shadow/put"),
                Arguments.of("shadow without operation", "$aws/things/x/shadow"),
                Arguments.of("shadow of a thing without name", "$aws/things//shadow/get"),
                Arguments.of("named shadow without name", "$aws/things/x/shadow/name//get"),
                Arguments.of("presence event", "$aws/events/presence/connected/x"),
                Arguments.of("notice of a job", "$aws/things/x/jobs/notify"),
                Arguments.of("Basic Ingest without rule", "$aws/rules/"),
                Arguments.of("Basic Ingest with empty rule", "$aws/rules//a"),
                Arguments.of("only the prefix", "$aws"),
                Arguments.of("broker statistics", "$SYS/broker"),
                Arguments.of("other dollar topic", "$mine/a"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reserved")
    void topic_isRefused_whenReserved(String reason, String topic) {
        assertThatThrownBy(() -> new CloudTopic(topic))
                .isInstanceOf(InvalidTopicException.class)
                .hasMessageStartingWith("AWS topic \"" + topic + "\" is reserved: ");
    }
}

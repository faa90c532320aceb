package dev.tedge.mapping;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tedge.message.CloudTopic;
import dev.tedge.message.Payload;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules for topics, skipping and sizes; those for {@code time} are in {@link TimeMemberTest}. */
class TelemetryMapperTest {

    private static final String MEASUREMENT = "te/device/main///m/t";
    private static final String STAMP = "\"time\":1617822000.0";
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2021-04-07T19:00:00Z"));

    private final TelemetryMapper mapper = new TelemetryMapper(MappingSettings.defaults("x"), CLOCK);
    private final TelemetryMapper untimed = new TelemetryMapper(untimed(131_072), CLOCK);
    private final TelemetryMapper limited =
            new TelemetryMapper(new MappingSettings("x", Optional.of(TimestampFormat.UNIX), 128), CLOCK);

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            measurement without type    | te/device/main///m/                              | device:main/m/
            measurement                 | te/device/main///m/test-type                     | device:main/m/test-type
            measurement of a service    | te/device/main/service/test_service/m/test-type  | device:main:service:test_service/m/test-type
            measurement of a child      | te/device/child///m/test-type                    | device:child/m/test-type
            child's service             | te/device/child/service/s/m/test-type            | device:child:service:s/m/test-type
            event                       | te/device/main///e/event-type                    | device:main/e/event-type
            event of a child            | te/device/child///e/event-type                   | device:child/e/event-type
            event of a service          | te/device/main/service/s/e/event-type            | device:main:service:s/e/event-type
            event of a child's service  | te/device/child/service/s/e/event-type           | device:child:service:s/e/event-type
            alarm                       | te/device/main///a/alarm-type                    | device:main/a/alarm-type
            alarm of a child            | te/device/child///a/alarm-type                   | device:child/a/alarm-type
            alarm of a service          | te/device/main/service/s/a/alarm-type            | device:main:service:s/a/alarm-type
            alarm of a child's service  | te/device/child/service/s/a/alarm-type           | device:child:service:s/a/alarm-type
            health of a service         | te/device/main/service/s/status/health           | device:main:service:s/status/health
            health of a child's service | te/device/child/service/s/status/health          | device:child:service:s/status/health
            own entity scheme           | te/factory/hall/cell/robot/m/t                   | factory:hall:cell:robot/m/t
            other root                  | tedge/device/main///m/t                          | device:main/m/t
            no entity at all            | te/////m/t                                       | /m/t
            emoji and blanks            | te/device/my 🤖///m/ °C                          | device:my 🤖/m/ °C
            type that looks like a path | te/device/main///m/..                            | device:main/m/..
            """)
    void map_namesTheTopicOnAws(String reason, String local, String cloud) {
        assertThat(mapper.map(local, Payload.ofText("{\"time\":1}")))
                .isEqualTo(mapped("thinedge/x/td/" + cloud, "{\"time\":1}"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            metadata        | te/device/main///m/t/meta
            twin            | te/device/main///twin/name
            registration    | te/device/main//
            command         | te/device/main///cmd/restart/1
            other status    | te/device/main///status/flows
            short           | te/errors
            no slash        | te
            unknown letter  | te/device/main///x/t
            long            | te/device/main/service/s/m/t/u/v
            """)
    void map_skipsWhatIsNotTelemetry(String reason, String topic) {
        assertThat(mapper.map(topic, Payload.ofText("{}"))).isInstanceOf(MappingResult.Skipped.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1"})
    void map_skipsHealthOfMosquittoBridges_forAnyServiceName(String payload) {
        for (String service : new String[] {"mosquitto-aws-bridge", "anything"}) {
            assertThat(mapper.map("te/device/main/service/" + service + "/status/health", Payload.ofText(payload)))
                    .isEqualTo(new MappingResult.Skipped("health status of a mosquitto bridge"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"status\":\"up\"}", "{\"status\":\"down\"}", "", "2", "10", "1 ", "up"})
    void map_keepsOtherHealthPayloads(String payload) {
        assertThat(untimed.map("te/device/main/service/s/status/health", Payload.ofText(payload)))
                .isEqualTo(mapped("thinedge/x/td/device:main:service:s/status/health", payload));
    }

    @Test
    void map_keepsZeroAndOne_whenTheyAreNoHealth() {
        assertThat(mapper.map(MEASUREMENT, Payload.ofText("1")))
                .isEqualTo(mapped("thinedge/x/td/device:main/m/t", "1"));
    }

    static Stream<Arguments> passing() {
        return Stream.of(
                Arguments.of("text", Payload.ofText("not json")),
                Arguments.of("nothing (an alarm is cleared)", Payload.ofText("")),
                Arguments.of("array", Payload.ofText("[1,2]")),
                Arguments.of("number", Payload.ofText("23.0")),
                Arguments.of("string", Payload.ofText("\"x\"")),
                Arguments.of("null", Payload.ofText("null")),
                Arguments.of("blanks", Payload.ofText(" \n")),
                Arguments.of("object cut short", Payload.ofText("{\"a\":1")),
                Arguments.of("one brace", Payload.ofText("{")),
                Arguments.of("two objects", Payload.ofText("{}{}")),
                Arguments.of("two objects on two lines", Payload.ofText("{}\n{}\n")),
                Arguments.of("object and text", Payload.ofText("{\"a\":1} x")),
                Arguments.of("comment", Payload.ofText("{/*a*/}")),
                Arguments.of("single quotes", Payload.ofText("{'a':1}")),
                Arguments.of("comma too many", Payload.ofText("{\"a\":1,}")),
                Arguments.of("not a number", Payload.ofText("{\"a\":NaN}")),
                Arguments.of("leading zero", Payload.ofText("{\"a\":01}")),
                Arguments.of("byte order mark", Payload.ofText("\ufeff{\"a\":1}")),
                Arguments.of("invalid UTF-8 in a string", Payload.of("{\"a\":\"\u00e9\"}".getBytes(ISO_8859_1))),
                Arguments.of("overlong UTF-8", Payload.of("{\"a\":\"\u00c0\u00af\"}".getBytes(ISO_8859_1))),
                Arguments.of("surrogate in UTF-8", Payload.of("{\"a\":\"\u00ed\u00a0\u0080\"}".getBytes(ISO_8859_1))),
                Arguments.of("UTF-8 cut short", Payload.of("{\"a\":1}\u00f0\u009f".getBytes(ISO_8859_1))),
                Arguments.of("UTF-16, low byte first", Payload.of("{\0\"\0a\0\"\0:\0001\0}\0".getBytes(ISO_8859_1))),
                Arguments.of("UTF-16, high byte first", Payload.of("\0{\0\"\0a\0\"\0:\0001\0}".getBytes(ISO_8859_1))),
                Arguments.of("binary", Payload.of(new byte[] {(byte) 0xff, 0, '{', '}', (byte) 0x80})));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("passing")
    void map_leavesTheBytes_whenTheyAreNoJsonObject(String reason, Payload payload) {
        assertThat(mapper.map(MEASUREMENT, payload))
                .isEqualTo(new MappingResult.Mapped(new CloudTopic("thinedge/x/td/device:main/m/t"), payload));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"a\":1}", "{\"time\":\"2021-04-07T19:00:00+02:00\"}", "{\"time\":null}"})
    void map_leavesTheBytes_whenTimestampsAreOff(String json) {
        assertThat(untimed.map(MEASUREMENT, Payload.ofText(json)))
                .isEqualTo(mapped("thinedge/x/td/device:main/m/t", json));
    }

    static Stream<Arguments> sizesThatFit() {
        return Stream.of(
                Arguments.of("the limit", "a".repeat(128)),
                Arguments.of("the limit with the time", object(128 - STAMP.length() - 1)),
                Arguments.of("the limit as the time gets shorter by 22", isoTimeInObjectOf(150)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sizesThatFit")
    void map_countsTheBytesThatAwsGets(String reason, String payload) {
        assertThat(limited.map(MEASUREMENT, Payload.ofText(payload)))
                .isInstanceOfSatisfying(
                        MappingResult.Mapped.class,
                        mapped -> assertThat(mapped.payload().size()).isEqualTo(128));
    }

    static Stream<Arguments> sizesThatDoNotFit() {
        return Stream.of(
                Arguments.of("one over", "a".repeat(129), 129),
                Arguments.of("one over with the time", object(129 - STAMP.length() - 1), 129),
                Arguments.of("one over although the time gets shorter", isoTimeInObjectOf(151), 129),
                Arguments.of("so far over that it is not read", object(200 * 1024), 200 * 1024));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sizesThatDoNotFit")
    void map_rejectsWhatIsTooLarge(String reason, String payload, int size) {
        assertThat(limited.map(MEASUREMENT, Payload.ofText(payload)))
                .isEqualTo(new MappingResult.Rejected("Payload is too large >128: it has %d bytes.".formatted(size)));
    }

    @Test
    void map_rejects_whenTheTopicIsTooLongForAws() {
        String type = "°".repeat(120);

        assertThat(mapper.map("te/device/main///m/" + type, Payload.ofText("{}")))
                .isEqualTo(new MappingResult.Rejected("AWS topic \"thinedge/x/td/device:main/m/" + type
                        + "\" has 268 bytes in UTF-8, but AWS IoT Core allows at most 256."));
    }

    @Test
    void map_rejects_whenTheTopicIsNone() {
        assertThat(mapper.map("te/device/+///m/t", Payload.ofText("{}")))
                .isEqualTo(new MappingResult.Rejected(
                        "topic \"te/device/+///m/t\" must not contain '+', but has it at index 10."));
        assertThat(mapper.map("", Payload.ofText("{}")))
                .isEqualTo(new MappingResult.Rejected("topic must not be empty."));
    }

    @Test
    void settings_areRefused_whenNoTopicCanBeMadeOfThem() {
        assertThatThrownBy(() -> MappingSettings.defaults("")).hasMessageContaining("device id");
        assertThatThrownBy(() -> MappingSettings.defaults("a/b")).hasMessageContaining("\"a/b\"");
        assertThatThrownBy(() -> untimed(0)).hasMessageContaining("but is 0");
        assertThatThrownBy(() -> new TelemetryMapper(MappingSettings.defaults("a+"), CLOCK))
                .hasMessageContaining("thinedge/a+/td");
    }

    private static MappingSettings untimed(int maxPayloadSize) {
        return new MappingSettings("x", Optional.empty(), maxPayloadSize);
    }

    private static MappingResult mapped(String topic, String payload) {
        return new MappingResult.Mapped(new CloudTopic(topic), Payload.ofText(payload));
    }

    /** A JSON object of the size. */
    private static String object(int size) {
        return "{\"a\":\"" + "b".repeat(size - 8) + "\"}";
    }

    /** A JSON object of the size whose time gets shorter by 22 bytes as a number. */
    private static String isoTimeInObjectOf(int size) {
        String start = "{\"time\":\"2021-04-07T19:00:00.000000+00:00\"";
        return start + " ".repeat(size - start.length() - 1) + "}";
    }
}

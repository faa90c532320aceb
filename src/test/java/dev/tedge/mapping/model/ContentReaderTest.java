package dev.tedge.mapping.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.message.Channel;
import dev.tedge.message.EntityId;
import dev.tedge.message.Payload;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentReaderTest {

    private static final Instant SEVEN = Instant.parse("2021-04-07T19:00:00Z");

    @Test
    void measurement_isTakenApart() {
        assertThat(read("m/t", """
                {"t": 21.50, "time": "2021-04-07T21:00:00+02:00", "n": 123456789012345678901234567890, "none": {},
                 "room": {"humidity": 4e1, "time": 7}, "properties": {"unit": "°C", "deep": {"a": [1]}}}
                """)).isInstanceOfSatisfying(Reading.Valid.class, valid -> {
            Content.Measurement measurement = (Content.Measurement) valid.content();
            assertThat(measurement.values())
                    .containsExactly(
                            Map.entry("t", new BigDecimal("21.50")),
                            Map.entry("n", new BigDecimal("123456789012345678901234567890")));
            assertThat(measurement.groups().keySet()).containsExactly("none", "room");
            assertThat(measurement.groups().get("room"))
                    .isEqualTo(Map.of("humidity", new BigDecimal("4E+1"), "time", BigDecimal.valueOf(7)));
            assertThat(measurement.time()).isEqualTo(SEVEN);
            assertThat(valid.json().at("/properties/deep/a/0").intValue()).isEqualTo(1);
            assertThat(measurement).hasToString("Measurement[2 values, 2 groups]");
        });
    }

    @Test
    void event_isTakenApart() {
        assertThat(content("e/t", "{\"time\":1617822000,\"text\":\"door\",\"x\":1}"))
                .isEqualTo(new Content.Event("door", SEVEN));
    }

    @Test
    void alarm_isTakenApart() {
        assertThat(content("a/t", "{\"severity\":\"major\",\"text\":\"hot\",\"where\":\"here\"}"))
                .isEqualTo(new Content.Alarm(Severity.MAJOR, "hot", null));
        assertThat(Severity.MAJOR).hasToString("major");
    }

    @Test
    void registration_isTakenApart() {
        assertThat(content("", """
                {"@type":"child-device","@parent":"device/main//","@id":"x","name":"n","type":"t","a":1}
                """))
                .isEqualTo(
                        new Content.Registration(EntityKind.CHILD_DEVICE, EntityId.of("device/main//"), "x", "n", "t"));
        assertThat(EntityKind.CHILD_DEVICE).hasToString("child-device");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "null", "\"text\"", "[]", "{\"a\":null}"})
    void twin_isAnyJson(String json) {
        assertThat(read("twin/firmware", json))
                .isInstanceOfSatisfying(
                        Reading.Valid.class,
                        valid -> assertThat(valid.content()).isInstanceOf(Content.Twin.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/t", "twin/x", ""})
    void emptyPayload_clears(String channel) {
        assertThat(content(channel, "")).isEqualTo(new Content.Cleared());
    }

    @ParameterizedTest
    @ValueSource(strings = {"status/health", "cmd/restart/1", "m/t/meta", "config", "signal/sync"})
    void channelWithoutRules_isFree(String channel) {
        assertThat(read(channel, "\0 anything")).isEqualTo(new Reading.Free());
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            m/t | {}
            m/t | {"time":1,"a":-0.5e-7}
            m/t | {"a":1e99999}
            m/t | {"properties":{"a":{"b":{"c":null}}}}
            m/t | {"time":"1996-12-19T16:39:57.5-08:00"}
            e/t | {}
            e/t | {"text":""}
            a/  | {"severity":"warning"}
            a/  | {"severity":"critical","time":1.5}
            ''  | {"@type":"device"}
            ''  | {"@type":"service","@parent":"a/b/c/d"}
            """)
    void payload_keepsTheRules(String channel, String json) {
        assertThat(read(channel, json)).isInstanceOf(Reading.Valid.class);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            m/t | {"temperature":"secret"}        | member "temperature" is text; measurements have numbers only, other data goes below "properties"
            m/t | {"a":null}                      | member "a" is null; measurements have numbers only, other data goes below "properties"
            m/t | {"a":[1]}                       | member "a" is a list; measurements have numbers only, other data goes below "properties"
            m/t | {"a":{"b":true}}                | member "b" of "a" is true or false; measurements have numbers only, other data goes below "properties"
            m/t | {"a":{"b":{"c":1}}}             | member "b" of "a" is an object; measurements have objects of numbers one level deep only, other data goes below "properties"
            m/t | {"properties":"secret"}         | member "properties" is text; it must be an object
            m/t | {"time":"secret"}               | member "time" is neither a time as in RFC 3339, such as "2021-04-07T19:00:00Z", nor a number of seconds since 1970
            m/t | {"time":1e99999}                | member "time" is neither a time as in RFC 3339, such as "2021-04-07T19:00:00Z", nor a number of seconds since 1970
            m/t | {"time":null}                   | member "time" is neither a time as in RFC 3339, such as "2021-04-07T19:00:00Z", nor a number of seconds since 1970
            m/t | [1]                             | the payload is not a JSON object, as a measurement must be
            m/t | ''                              | the payload is empty, but a measurement is JSON
            m/t | secret                          | the payload is not JSON at line 1, column 7, but a measurement is
            m/t | {"a":1} secret                  | the payload is not JSON at line 1, column 15, but a measurement is
            m/t | {"a":1,"a":2}                   | the payload is not JSON at line 1, column 11, but a measurement is
            m/t | {"a\\nb":""}                    | member "a b" is text; measurements have numbers only, other data goes below "properties"
            e/t | {"text":1}                      | member "text" is a number; it must be text
            e/t | 7                               | the payload is not a JSON object, as an event must be
            a/t | {"severity":"secret"}           | member "severity" is none of critical, major, minor, warning
            a/t | {"severity":"MAJOR"}            | member "severity" is none of critical, major, minor, warning
            a/t | {"severity":1}                  | member "severity" is none of critical, major, minor, warning
            a/t | x                               | the payload is not JSON at line 1, column 2, but an alarm is
            ''  | {}                              | member "@type" is missing; it must be one of device, child-device, service
            ''  | {"@type":"robot"}               | member "@type" is none of device, child-device, service
            ''  | {"@type":"device","@parent":"device/main"} | member "@parent" is no entity such as "device/main//"
            ''  | {"@type":"device","name":1}     | member "name" is a number; it must be text
            twin/x | {                            | the payload is not JSON at line 1, column 2, but twin data is
            """)
    void payload_breaksARule_thatIsNamed_withoutItsValue(String channel, String json, String reason) {
        assertThat(reason(read(channel, json))).isEqualTo(reason);
        assertThat(reason).doesNotContain("secret");
    }

    @Test
    void bytesThatAreNoUtf8_areNamed() {
        Payload payload = Payload.of(new byte[] {'"', (byte) 0xff, '"'});

        assertThat(reason(ContentReader.read(Channel.of("e/t"), payload)))
                .isEqualTo("the payload is not text in UTF-8, but an event is JSON");
    }

    @Test
    void payload_isInvalid_whenItIsTooDeep() {
        assertThat(read("e/t", "{\"a\":" + "[".repeat(60_000))).isInstanceOf(Reading.Invalid.class);
    }

    @Test
    void longName_isCut() {
        assertThat(read("m/t", "{\"" + "n".repeat(1000) + "\":null}"))
                .isInstanceOfSatisfying(
                        Reading.Invalid.class,
                        invalid ->
                                assertThat(invalid.reason()).startsWith("member \"" + "n".repeat(60) + "…\" is null"));
    }

    private static Content content(String channel, String payload) {
        return ((Reading.Valid) read(channel, payload)).content();
    }

    private static String reason(Reading reading) {
        return ((Reading.Invalid) reading).reason();
    }

    private static Reading read(String channel, String payload) {
        return ContentReader.read(Channel.of(channel), Payload.ofText(payload));
    }
}

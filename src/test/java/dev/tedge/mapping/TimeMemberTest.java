package dev.tedge.mapping;

import static dev.tedge.mapping.TimestampFormat.RFC3339;
import static dev.tedge.mapping.TimestampFormat.UNIX;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tedge.message.Payload;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TimeMemberTest {

    private static final Instant NOW = Instant.parse("2021-04-07T19:00:00Z");

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            empty object             | {}                              | {"time":T}
            blanks in it             | { }                             | {"time":T }
            one member               | {"temperature": 10}             | {"temperature": 10,"time":T}
            blanks before the brace  | { "a" : 1 }                     | { "a" : 1,"time":T }
            blanks around            | `  {"a":1}  `                   | `  {"a":1,"time":T}  `
            order is kept            | {"z":1,"a":2,"m":3}             | {"z":1,"a":2,"m":3,"time":T}
            duplicates are kept      | {"a":1,"a":2}                   | {"a":1,"a":2,"time":T}
            digits are kept          | {"a":1e3,"b":23.0,"c":-0}       | {"a":1e3,"b":23.0,"c":-0,"time":T}
            large numbers are kept   | {"a":123456789012345678901234567890.12345678901234567890} | {"a":123456789012345678901234567890.12345678901234567890,"time":T}
            huge exponent is kept    | {"a":1e999999999999}            | {"a":1e999999999999,"time":T}
            escapes are kept         | {"a":"\\u00e9\\/\\n","\\u0062":1} | {"a":"\\u00e9\\/\\n","\\u0062":1,"time":T}
            emoji                    | {"🌡":"°C"}                     | {"🌡":"°C","time":T}
            half an emoji, escaped   | {"a":"\\ud83d"}                 | {"a":"\\ud83d","time":T}
            braces in a string       | {"a":"}{"}                      | {"a":"}{","time":T}
            time further down        | {"a":{"time":1}}                | {"a":{"time":1},"time":T}
            time in an array         | {"a":[{"time":1}]}              | {"a":[{"time":1}],"time":T}
            time as a value          | {"a":"time"}                    | {"a":"time","time":T}
            other case               | {"Time":1,"TIME":2}             | {"Time":1,"TIME":2,"time":T}
            longer name              | {"times":1,"_time":2}           | {"times":1,"_time":2,"time":T}
            empty name               | {"":1}                          | {"":1,"time":T}
            """)
    void stamp_addsTheTime_asLastMember(String reason, String json, String stamped) {
        assertThat(stamp(UNIX, json)).isEqualTo(stamped.replace(":T", ":1617822000.0"));
        assertThat(stamp(RFC3339, json)).isEqualTo(stamped.replace(":T", ":\"2021-04-07T19:00:00Z\""));
    }

    @Test
    void stamp_keepsLinesAndTabs() {
        assertThat(stamp(UNIX, "{\r\n\t\"a\": 1\r\n}\r\n")).isEqualTo("{\r\n\t\"a\": 1,\"time\":1617822000.0\r\n}\r\n");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            whole second          | 2021-04-07T19:00:00Z           | 1617822000.0    | 2021-04-07T19:00:00Z
            milliseconds          | 2021-04-07T19:00:00.123Z       | 1617822000.123  | 2021-04-07T19:00:00.123Z
            half a second         | 2021-04-07T19:00:00.500Z       | 1617822000.5    | 2021-04-07T19:00:00.500Z
            nanoseconds are cut   | 2021-04-07T19:00:00.123999999Z | 1617822000.123  | 2021-04-07T19:00:00.123Z
            before 1970           | 1969-12-31T23:59:59.500Z       | -0.5            | 1969-12-31T23:59:59.500Z
            """)
    void stamp_takesTheTimeOfTheClock_inMilliseconds(String reason, String now, String unix, String rfc3339) {
        Payload empty = Payload.ofText("{}");

        assertThat(new TimeMember(UNIX).stamp(empty, Instant.parse(now)))
                .isEqualTo(Payload.ofText("{\"time\":" + unix + "}"));
        assertThat(new TimeMember(RFC3339).stamp(empty, Instant.parse(now)))
                .isEqualTo(Payload.ofText("{\"time\":\"" + rfc3339 + "\"}"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            as the tests of thin-edge.io | {"time":"2025-12-16T09:37:55.135+00:00"}    | {"time":1765877875.135}
            whole second                 | {"time":"2025-12-16T09:37:55Z"}             | {"time":1765877875.0}
            other zone                   | {"time":"2023-12-08T12:00:46+02:00"}        | {"time":1702029646.0}
            zone of half an hour         | {"time":"2023-12-08T15:30:46+05:30"}        | {"time":1702029646.0}
            nine digits                  | {"time":"2023-12-08T10:00:46.123456789Z"}   | {"time":1702029646.123456789}
            ten digits                   | {"time":"2023-12-08T10:00:46.1234567899Z"}  | {"time":1702029646.123456789}
            many digits, zone            | {"time":"2023-12-08T12:00:46.5000000000000000000000000000000+02:00"} | {"time":1702029646.5}
            leap second                  | {"time":"2016-12-31T23:59:60Z"}             | {"time":1483228799.999999999}
            leap second with fraction    | {"time":"2015-06-30T23:59:60.25Z"}          | {"time":1435708799.999999999}
            leap second in a zone        | {"time":"2017-01-01T01:29:60+01:30"}        | {"time":1483228799.999999999}
            small letters                | {"time":"2023-12-08t10:00:46z"}             | {"time":1702029646.0}
            before 1970                  | {"time":"1969-12-31T23:59:59.5Z"}           | {"time":-0.5}
            year 0                       | {"time":"0000-01-01T00:00:00Z"}             | {"time":-62167219200.0}
            year 9999                    | {"time":"9999-12-31T23:59:59Z"}             | {"time":253402300799.0}
            29 February                  | {"time":"2024-02-29T00:00:00Z"}             | {"time":1709164800.0}
            escaped name                 | {"\\u0074ime":"2025-12-16T09:37:55Z"}       | {"\\u0074ime":1765877875.0}
            escaped digits               | {"time":"\\u0032025-12-16T09:37:55Z"}       | {"time":1765877875.0}
            members around, blanks       | { "b" : 1e3 , "time" : "2025-12-16T09:37:55Z" , "a" : [] } | { "b" : 1e3 , "time" : 1765877875.0 , "a" : [] }
            emoji before it              | {"🌡":"°","time":"2025-12-16T09:37:55Z","é":1} | {"🌡":"°","time":1765877875.0,"é":1}
            twice                        | {"time":"2025-12-16T09:37:55Z","a":1,"time":"2025-12-16T09:37:56Z"} | {"time":1765877875.0,"a":1,"time":1765877876.0}
            twice, the first is right    | {"time":1,"a":1,"time":"2025-12-16T09:37:56Z"} | {"time":1,"a":1,"time":1765877876.0}
            twice, the second is right   | {"time":"2025-12-16T09:37:56Z","time":1}    | {"time":1765877876.0,"time":1}
            """)
    void stamp_writesSeconds_inPlaceOfText(String reason, String json, String stamped) {
        assertThat(stamp(UNIX, json)).isEqualTo(stamped);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            whole second                 | {"time":1702029646}                   | {"time":"2023-12-08T10:00:46Z"}
            milliseconds                 | {"time":1768404563.338}               | {"time":"2026-01-14T15:29:23.338Z"}
            finer than milliseconds      | {"time":1768404563.338999999}         | {"time":"2026-01-14T15:29:23.338Z"}
            exponent                     | {"time":1.702029646e9}                | {"time":"2023-12-08T10:00:46Z"}
            large exponent of a fraction | {"time":0.00000001702029646E+17}      | {"time":"2023-12-08T10:00:46Z"}
            zero                         | {"time":0}                            | {"time":"1970-01-01T00:00:00Z"}
            less than a millisecond      | {"time":1e-999999999}                 | {"time":"1970-01-01T00:00:00Z"}
            before 1970                  | {"time":-1.5}                         | {"time":"1969-12-31T23:59:58.500Z"}
            year 0                       | {"time":-62167219200}                 | {"time":"0000-01-01T00:00:00Z"}
            end of year 9999             | {"time":253402300799.9999}            | {"time":"9999-12-31T23:59:59.999Z"}
            members around, blanks       | { "b" : 1e3 , "time" : 0 , "a" : [] } | { "b" : 1e3 , "time" : "1970-01-01T00:00:00Z" , "a" : [] }
            number before the brace      | {"time":0}                            | {"time":"1970-01-01T00:00:00Z"}
            twice                        | {"time":0,"time":1}                   | {"time":"1970-01-01T00:00:00Z","time":"1970-01-01T00:00:01Z"}
            """)
    void stamp_writesText_inPlaceOfSeconds(String reason, String json, String stamped) {
        assertThat(stamp(RFC3339, json)).isEqualTo(stamped);
    }

    static Stream<Arguments> kept() {
        return Stream.of(
                Arguments.of("number", UNIX, "{\"time\":1702029646}"),
                Arguments.of("number with many digits", UNIX, "{\"time\":1702029646.0000000001}"),
                Arguments.of("number that is no time", UNIX, "{\"time\":-1e999}"),
                Arguments.of("text", RFC3339, "{\"time\":\"2023-12-08T10:00:46Z\"}"),
                Arguments.of("text with zone", RFC3339, "{\"time\":\"2023-12-08T12:00:46+02:00\"}"),
                Arguments.of("text that is no time", RFC3339, "{\"time\":\"oops\"}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kept")
    void stamp_keepsTheTime_whenTheNotationIsRight(String reason, TimestampFormat format, String json) {
        assertThat(stamp(format, json)).isEqualTo(json);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            no time at all       | "oops"                          | a string, but not a time as in RFC 3339
            empty text           | ""                              | a string, but not a time as in RFC 3339
            date only            | "2023-12-08"                    | a string, but not a time as in RFC 3339
            no zone              | "2023-12-08T10:00:46"           | a string, but not a time as in RFC 3339
            no seconds           | "2023-12-08T10:00Z"             | a string, but not a time as in RFC 3339
            point without digits | "2023-12-08T10:00:00.Z"         | a string, but not a time as in RFC 3339
            comma for a point    | "2023-12-08T10:00:00,5Z"        | a string, but not a time as in RFC 3339
            leap second at noon  | "2016-12-31T12:00:60Z"          | a string, but not a time as in RFC 3339
            leap second midmonth | "2016-12-30T23:59:60Z"          | a string, but not a time as in RFC 3339
            no such second       | "2016-12-31T23:59:61Z"          | a string, but not a time as in RFC 3339
            no such day          | "2023-02-29T10:00:46Z"          | a string, but not a time as in RFC 3339
            no such hour         | "2023-02-28T24:00:00Z"          | a string, but not a time as in RFC 3339
            year of five digits  | "12023-02-28T10:00:00Z"         | a string, but not a time as in RFC 3339
            seconds in a string  | "1702029646"                    | a string, but not a time as in RFC 3339
            null                 | null                            | neither a number nor a string
            boolean              | true                            | neither a number nor a string
            object               | {"time":"2023-12-08T10:00:46Z"} | neither a number nor a string
            array                | ["2023-12-08T10:00:46Z"]        | neither a number nor a string
            """)
    void stamp_namesTheFault_whenSecondsCannotBeWritten(String reason, String time, String fault) {
        assertThatThrownBy(() -> stamp(UNIX, "{\"a\":1,\"time\":" + time + "}"))
                .isInstanceOf(MappingException.class)
                .hasMessageStartingWith("Failed to format message timestamp as unix: the member \"time\" is " + fault);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            milliseconds by mistake   | 1702029646000       | a number, but not of seconds between the years 0 and 9999
            first second of 10000     | 253402300800        | a number, but not of seconds between the years 0 and 9999
            last second before year 0 | -62167219201        | a number, but not of seconds between the years 0 and 9999
            huge                      | 1e999999999         | a number, but not of seconds between the years 0 and 9999
            huge beyond counting      | 1e99999999999999    | a number, but not of seconds between the years 0 and 9999
            null                      | null                | neither a number nor a string
            empty object              | {}                  | neither a number nor a string
            """)
    void stamp_namesTheFault_whenTextCannotBeWritten(String reason, String time, String fault) {
        assertThatThrownBy(() -> stamp(RFC3339, "{\"time\":" + time + "}"))
                .isInstanceOf(MappingException.class)
                .hasMessage("Failed to format message timestamp as rfc3339: the member \"time\" is " + fault + ".");
    }

    @Test
    void stamp_namesTheFault_whenOneOfTwoTimesIsNone() {
        assertThatThrownBy(() -> stamp(UNIX, "{\"time\":null,\"time\":1}")).isInstanceOf(MappingException.class);
        assertThatThrownBy(() -> stamp(UNIX, "{\"time\":1,\"time\":null}")).isInstanceOf(MappingException.class);
    }

    @Test
    void stamp_keepsDeepNesting() {
        String deep = "{\"a\":" + "[".repeat(50_000) + "]".repeat(50_000) + "}";

        assertThat(stamp(UNIX, deep)).isEqualTo(deep.substring(0, deep.length() - 1) + ",\"time\":1617822000.0}");
    }

    @Test
    void stamp_keepsVeryLongNumbersAndNames() {
        String digits = "9".repeat(60_000);
        String longOnes = "{\"" + "n".repeat(60_000) + "\":" + digits + "." + digits + "}";

        assertThat(stamp(UNIX, longOnes))
                .isEqualTo(longOnes.substring(0, longOnes.length() - 1) + ",\"time\":1617822000.0}");
        assertThatThrownBy(() -> stamp(RFC3339, "{\"time\":" + digits + "}")).isInstanceOf(MappingException.class);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"unix, UNIX", "rfc3339, RFC3339", "rfc-3339, RFC3339"})
    void format_isKnownByTheWordOfTheSetting(String word, TimestampFormat format) {
        assertThat(TimestampFormat.of(word)).isEqualTo(format);
    }

    @Test
    void format_isRefused_whenUnknown() {
        assertThatThrownBy(() -> TimestampFormat.of("iso"))
                .hasMessage("timestamp format \"iso\" must be \"unix\" or \"rfc-3339\".");
    }

    private static String stamp(TimestampFormat format, String json) {
        return new String(
                new TimeMember(format).stamp(Payload.ofText(json), NOW).toByteArray(), UTF_8);
    }
}

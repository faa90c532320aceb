package dev.tedge.mapping.series;

import static dev.tedge.mapping.series.TestingMessages.message;
import static dev.tedge.mapping.series.TestingMessages.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tedge.mapping.AddMember;
import dev.tedge.mapping.MappingException;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The steps that put messages into another form. */
class FormsTest {

    private static final String TOPIC = "te/device/main///m/t";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            '21.50\\n' | 21.50
            ' 21.5'   | 21.5
            +3        | 3
            +.5       | 0.5
            .5        | 0.5
            -2.5e-3   | -2.5e-3
            007       | 7
            """)
    void plainNumber_becomesAMeasurement(String payload, String number) {
        Exchange exchange = message("sensors/t", payload.replace("\\n", "\n"));
        new PlainNumber("t").process(exchange);

        assertThat(text(exchange)).isEqualTo("{\"t\":" + number + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hot", "21,5", "+-3", "+", ".", "NaN", "1 2", "0x10", "1e999999999"})
    void plainNumber_refusesWhatIsNone(String payload) {
        assertThatThrownBy(() -> new PlainNumber("t").process(message("sensors/t", payload)))
                .isInstanceOf(MappingException.class)
                .hasMessage("The payload is not a number, such as 21.5.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1700000000.123:41.50   | {"cpu":{"percent":41.50},"time":1700000000.123}
            1700000000:1:-2.5e-3   | {"cpu":{"percent_val1":1,"percent_val2":-2.5e-3},"time":1700000000}
            1700000000:nan:7       | {"cpu":{"percent_val2":7},"time":1700000000}
            1700000000:007         | {"cpu":{"percent":7},"time":1700000000}
            """)
    void collectd_becomesJson(String line, String json) {
        Exchange exchange = message("collectd/host/cpu/percent", line + "\0");
        new CollectdLine().process(exchange);

        assertThat(text(exchange)).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "17", "17:", "17:x", "x:17", "17:1:"})
    void collectd_refusesOtherForms(String line) {
        assertThatThrownBy(() -> new CollectdLine().process(message("collectd/host/cpu/percent", line)))
                .isInstanceOf(MappingException.class);
        assertThatThrownBy(() -> new CollectdLine().process(message("collectd/cpu", "17:1")))
                .isInstanceOf(MappingException.class);
    }

    @Test
    void collectd_endsTheRoute_whenNothingIsKnown() throws Exception {
        assertThat(TestingMessages.passes(new CollectdLine(), "collectd/host/cpu/percent", "17:nan"))
                .isFalse();
    }

    @Test
    void names_areRememberedUntilTheRegistrationEnds() {
        RegisteredNames names = new RegisteredNames();

        names.remember("device/main//", "{\"name\":\"Robot \\\"7\\\"\"}".getBytes(UTF_8));
        assertThat(names.nameOf("device/main//")).isEqualTo("Robot \"7\"");
        assertThat(names.nameOf("device/other//")).isEmpty();

        names.remember("device/main//", new byte[0]);
        assertThat(names.nameOf("device/main//")).isEmpty();
        assertThatThrownBy(() -> names.remember("device/main//", "x".getBytes(UTF_8)))
                .isInstanceOf(MappingException.class);
        assertThatThrownBy(() -> names.remember("device/main//", "[]".getBytes(UTF_8)))
                .isInstanceOf(MappingException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"t": 1.10 } | {"t": 1.10,"site":"hall \\"3\\"" }
            {}           | {"site":"hall \\"3\\""}
            {"site":1}   | {"site":1}
            21           | 21
            """)
    void member_isAdded_toObjectsThatHaveNone(String payload, String expected) {
        Exchange exchange = message(TOPIC, payload);
        exchange.getIn().setHeader("where", "hall \"3\"");
        new AddMember("site", "where").process(exchange);

        assertThat(text(exchange)).isEqualTo(expected);
    }

    @Test
    void member_isNotAdded_withoutItsHeader() {
        Exchange exchange = message(TOPIC, "{}");
        new AddMember("site", "where").process(exchange);

        assertThat(text(exchange)).isEqualTo("{}");
    }
}

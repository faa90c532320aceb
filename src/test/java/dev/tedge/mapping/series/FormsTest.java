package dev.tedge.mapping.series;

import static dev.tedge.mapping.series.TestingMessages.message;
import static dev.tedge.mapping.series.TestingMessages.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tedge.mapping.AddMember;
import dev.tedge.mapping.MappingException;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The steps and strategies that put messages into another form. */
class FormsTest {

    private static final String TOPIC = "te/device/main///m/t";

    @Test
    void minMaxMean_sumsUpEachTopic_withTheDigitsAsTheyWere() {
        assertThat(summed(
                        message("a", "{\"t\":1.10,\"x\":{\"y\":1},\"time\":1}"),
                        message("b", "{\"t\":5}"),
                        message("a", "{\"t\":1.0,\"text\":\"left out\",\"time\":\"later\"}"),
                        message("a", "{\"t\":1.5}")))
                .containsExactly(
                        "a {\"t\":{\"min\":1.0,\"max\":1.5,\"mean\":1.2,\"count\":3},"
                                + "\"x\":{\"y\":{\"min\":1,\"max\":1,\"mean\":1,\"count\":1}},\"time\":\"later\"}",
                        "b {\"t\":{\"min\":5,\"max\":5,\"mean\":5,\"count\":1}}");
    }

    @Test
    void minMaxMean_givesAMeanOfSixteenDigits() {
        assertThat(summed(message("a", "{\"t\":1}"), message("a", "{\"t\":1}"), message("a", "{\"t\":2}")))
                .containsExactly("a {\"t\":{\"min\":1,\"max\":2,\"mean\":1.333333333333333,\"count\":3}}");
    }

    @Test
    void minMaxMean_passesOnWhatHasNoNumber() {
        assertThat(summed(message("a", "not JSON"), message("a", "{\"t\":\"x\"}"), message("a", "{\"t\":1e999999999}")))
                .containsExactly("a not JSON", "a {\"t\":\"x\"}", "a {\"t\":1e999999999}");
    }

    @Test
    void minMaxMean_endsEarly_withTooManySeries() {
        MinMaxMean strategy = new MinMaxMean();
        Exchange all = null;
        int taken = 0;
        for (; taken < 5_000; taken++) {
            Exchange next = message("t" + taken, "{\"t\":1}");
            if (strategy.preComplete(all, next)) {
                break;
            }
            all = strategy.aggregate(all, next);
        }

        assertThat(taken).isEqualTo(1_000);
    }

    @Test
    void batch_keepsPayloadsByteByByte() {
        JsonBatch strategy = new JsonBatch(10, 1_000);

        assertThat(text(gathered(
                        strategy,
                        message("a", "{\"t\": 1.10, \"t\":2e400}"),
                        message("b\"", "[1]"),
                        message("c", "not JSON"),
                        message("d", ""),
                        message("e", new byte[] {(byte) 0xFF}))))
                .isEqualTo("[{\"topic\":\"a\",\"payload\":{\"t\": 1.10, \"t\":2e400}},"
                        + "{\"topic\":\"b\\\"\",\"payload\":[1]},"
                        + "{\"topic\":\"c\",\"text\":\"not JSON\"},"
                        + "{\"topic\":\"d\",\"text\":\"\"},"
                        + "{\"topic\":\"e\",\"base64\":\"/w==\"}]");
    }

    @Test
    void batch_isCompleteBeforeItGetsTooLarge() {
        Exchange next = message("a", "1");
        JsonBatch strategy = new JsonBatch(3, 60);
        Exchange two = gathered(strategy, false, message("a", "1"), message("a", "1"));
        int size = "[{\"topic\":\"a\",\"payload\":1},{\"topic\":\"a\",\"payload\":1}]".length();

        assertThat(new JsonBatch(3, size).preComplete(gathered(strategy, false, message("a", "1")), next))
                .isFalse();
        assertThat(new JsonBatch(3, size - 1).preComplete(gathered(strategy, false, message("a", "1")), next))
                .isTrue();
        assertThat(new JsonBatch(2, 1_000).preComplete(two, next)).isTrue();
        assertThat(new JsonBatch(3, 1_000).preComplete(two, next)).isFalse();
        assertThat(strategy.preComplete(null, next)).isFalse();
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

    private static List<String> summed(Exchange... messages) {
        List<String> lines = new ArrayList<>();
        List<?> summaries = gathered(new MinMaxMean(), messages).getMessage().getBody(List.class);
        for (Object each : summaries) {
            Message message = (Message) each;
            lines.add(message.getHeader("CamelMqttTopic") + " " + new String(message.getBody(byte[].class), UTF_8));
        }
        return lines;
    }

    private static Exchange gathered(AggregationStrategy strategy, Exchange... messages) {
        return gathered(strategy, true, messages);
    }

    private static Exchange gathered(AggregationStrategy strategy, boolean complete, Exchange... messages) {
        Exchange all = strategy.aggregate(null, messages[0]);
        for (int i = 1; i < messages.length; i++) {
            all = strategy.aggregate(all, messages[i]);
        }
        if (complete) {
            strategy.onCompletion(all);
        }
        return all;
    }
}

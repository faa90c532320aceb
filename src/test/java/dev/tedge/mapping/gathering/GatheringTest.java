package dev.tedge.mapping.gathering;

import static dev.tedge.mapping.series.TestingMessages.message;
import static dev.tedge.mapping.series.TestingMessages.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tedge.mapping.MappingException;
import dev.tedge.mapping.series.TestingMessages;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.junit.jupiter.api.Test;

/** The strategies that make one message of many. */
class GatheringTest {

    @Test
    void minMaxMean_sumsUpEachTopic_withTheDigitsAsTheyWere() {
        assertThat(summed(
                        message("a", "{\"t\":1.10,\"x\":{\"y\":1},\"time\":1}"),
                        message("b", "{\"t\":5}"),
                        message("a", "{\"t\":1.0,\"text\":\"left out\",\"time\":\"2021-04-07T19:00:00Z\"}"),
                        message("a", "{\"time\":\"oops\",\"t\":1.2}"),
                        message("a", "{\"t\":1.5}")))
                .containsExactly(
                        "a {\"t\":{\"min\":1.0,\"max\":1.5,\"mean\":1.2,\"count\":4},"
                                + "\"x\":{\"y\":{\"min\":1,\"max\":1,\"mean\":1,\"count\":1}},\"time\":\"2021-04-07T19:00:00Z\"}",
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
    void minMaxMean_endsEarly_beforeMuchIsPassedOn() {
        MinMaxMean strategy = new MinMaxMean();
        String large = "x".repeat(100_000);
        Exchange all = null;
        int taken = 0;
        while (!strategy.preComplete(all, message("a", large))) {
            all = strategy.aggregate(all, message("a", large));
            taken++;
        }

        assertThat(taken).isEqualTo(11);
    }

    @Test
    void gathered_isBounded_whileItIsNotSent() {
        JsonBatch strategy = new JsonBatch(1, 131_072);
        Exchange large = message("a", "x".repeat(100_000));
        List<Exchange> unsent = new ArrayList<>();
        while (unsent.size() < 84) {
            assertThat(strategy.preComplete(null, large)).isFalse();
            unsent.add(gathered(strategy, message("a", "x".repeat(100_000))));
        }

        assertThat(unsent.get(0).getProperty("tedgeGathered")).isEqualTo(true);
        assertThatThrownBy(() -> strategy.preComplete(null, large)).isInstanceOf(RejectedExecutionException.class);
        TestingMessages.arrives(unsent.get(0));
        assertThat(strategy.preComplete(null, large)).isFalse();
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
                        message("e", new byte[] {(byte) 0xFF}),
                        message("f", "7\0"),
                        message("g", "\uFEFF7"))))
                .isEqualTo("[{\"topic\":\"a\",\"payload\":{\"t\": 1.10, \"t\":2e400}},"
                        + "{\"topic\":\"b\\\"\",\"payload\":[1]},"
                        + "{\"topic\":\"c\",\"text\":\"not JSON\"},"
                        + "{\"topic\":\"d\",\"text\":\"\"},"
                        + "{\"topic\":\"e\",\"base64\":\"/w==\"},"
                        + "{\"topic\":\"f\",\"text\":\"7\\u0000\"},"
                        + "{\"topic\":\"g\",\"text\":\"\uFEFF7\"}]");
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

    @Test
    void batch_isNeverLargerThanAwsTakes() {
        JsonBatch strategy = new JsonBatch(500, 1_000_000);
        int wrapping = "[{\"topic\":\"a\",\"text\":\"\"}]".length();
        Exchange most = message("a", "x".repeat(131_072 - wrapping));
        Exchange more = message("a", "x".repeat(131_072 - wrapping + 1));

        assertThat(strategy.fits(most)).isTrue();
        assertThat(text(gathered(strategy, most))).hasSize(131_072);
        assertThat(strategy.fits(more)).isFalse();
        assertThatThrownBy(() -> strategy.aggregate(null, more)).isInstanceOf(MappingException.class);
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

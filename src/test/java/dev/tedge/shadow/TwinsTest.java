package dev.tedge.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwinsTest {

    private final Twins twins = new Twins();

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "no JSON; {; it is no JSON",
                "two values; 1 2; it is no JSON",
                "a number beyond all measure; 1e99999999999; it is no JSON",
                "too deep; {\"b\":{\"c\":{\"d\":{\"e\":{\"f\":{\"g\":{\"h\":{\"i\":1}}}}}}}}; it has more than the 8 levels that AWS takes",
                "null in an array; [[null]]; AWS takes no null in an array",
            })
    void whatAwsWouldNotTake_isLeftOut_andSoIsWhatWasThere(String reason, String payload, String problem) {
        set("a", "1");

        assertThat(set("a", payload).problem()).hasValue(problem);

        assertThat(twins.patch(JsonNodeFactory.instance.objectNode().put("a", 1), false))
                .hasToString("{\"a\":null}");
    }

    @Test
    void deepest_isTaken() {
        assertThat(set("a", "{\"b\":{\"c\":{\"d\":{\"e\":{\"f\":{\"g\":{\"h\":1}}}}}}}")
                        .problem())
                .isEmpty();
    }

    @Test
    void whatDoesNotFit_isLeftOut_andFitsWhenAnotherIsSmaller() {
        assertThat(set("a", text(5_000)).problem()).isEmpty();
        assertThat(set("b", text(5_000)).problem()).isPresent();
        assertThat(set("c", text(1_000)).problem()).isEmpty();

        assertThat(set("a", text(10)).problem()).isEmpty();

        assertThat(set("b", text(5_000)).problem()).isEmpty();
    }

    @Test
    void sameAgain_isNoChange() {
        assertThat(set("a", "{\"x\":1}").changed()).isTrue();
        assertThat(set("a", " {\"x\" : 1} ").changed()).isFalse();
        assertThat(set("a", "").changed()).isTrue();
        assertThat(set("a", "").changed()).isFalse();
    }

    @Test
    void numbers_areAsTheyWereWritten() {
        set("a", "1.10");
        set("b", "12345678901234567890123456789");

        assertThat(twins.patch(JsonNodeFactory.instance.objectNode(), false))
                .hasToString("{\"a\":1.10,\"b\":12345678901234567890123456789}");
    }

    private Twins.Change set(String fragment, String payload) {
        return twins.set(fragment, payload.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(int length) {
        return '"' + "x".repeat(length) + '"';
    }
}

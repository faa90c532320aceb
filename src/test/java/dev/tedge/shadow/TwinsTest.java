package dev.tedge.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
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
    void whatIsNowhere_needNotBeRemoved() {
        Optional<ObjectNode> reported =
                Optional.of(JsonNodeFactory.instance.objectNode().put("theirs", 1));

        assertThat(twins.set("a", new byte[0], reported).changed()).isFalse();
        assertThat(twins.set("a", bytes("{"), reported).changed()).isFalse();
        assertThat(twins.isEmpty()).isTrue();
        assertThat(twins.set("theirs", new byte[0], reported).changed()).isTrue();
    }

    @Test
    void sameProblem_isToldOnce_untilAGoodValueComes() {
        assertThat(set("a", "{").problem()).isPresent();
        assertThat(set("a", "}").problem()).isEmpty();
        assertThat(set("a", "[null]").problem()).as("another problem").isPresent();
        set("a", "1");
        assertThat(set("a", "[null]").problem()).isPresent();
    }

    @Test
    void nameThatIsTooLong_isNotKept_evenWithoutAValue() {
        String name = "n".repeat(1_001);

        assertThat(set(name, "").changed()).isFalse();
        assertThat(set(name, "1").problem()).hasValue("its name has more than 1000 characters");
        assertThat(twins.isEmpty()).isTrue();
    }

    @Test
    void numbers_areAsTheyWereWritten() {
        set("a", "1.10");
        set("b", "12345678901234567890123456789");

        assertThat(twins.patch(JsonNodeFactory.instance.objectNode(), false))
                .hasToString("{\"a\":1.10,\"b\":12345678901234567890123456789}");
    }

    private Twins.Change set(String fragment, String payload) {
        return twins.set(fragment, payload.getBytes(StandardCharsets.UTF_8), Optional.empty());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(int length) {
        return '"' + "x".repeat(length) + '"';
    }
}

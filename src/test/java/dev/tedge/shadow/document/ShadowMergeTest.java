package dev.tedge.shadow.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShadowMergeTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "the same; {\"a\":1}; {\"a\":1}; nothing",
                "the same number written otherwise; 1.0; 1; nothing",
                "another number; 1; 1.1; 1.1",
                "a new member; {}; {\"a\":1}; {\"a\":1}",
                "a member less; {\"a\":1,\"b\":2}; {\"b\":2}; {\"a\":null}",
                "deep below; {\"a\":{\"b\":{\"c\":1,\"d\":2}}}; {\"a\":{\"b\":{\"d\":3}}};"
                        + " {\"a\":{\"b\":{\"c\":null,\"d\":3}}}",
                "an array as a whole; {\"a\":[1,2]}; {\"a\":[1]}; {\"a\":[1]}",
                "an object for a value; {\"a\":1}; {\"a\":{\"b\":2}}; {\"a\":{\"b\":2}}",
                "a value for an object; {\"a\":{\"b\":2}}; {\"a\":1}; {\"a\":1}",
                "nothing left; {\"a\":1}; nothing; null",
                "nothing there; nothing; {\"a\":1}; {\"a\":1}",
                "neither; nothing; nothing; nothing",
            },
            delimiter = ';')
    void patch_saysOnlyWhatDiffers(String reason, String from, String to, String patch) {
        assertThat(ShadowMerge.patch(normal(from), normal(to))).isEqualTo(read(patch));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "the same; {\"a\":1}; {\"a\":1.0}; nothing",
                "not reported; {\"a\":1}; {\"b\":1}; {\"a\":1}",
                "more is reported; {\"a\":{\"b\":1}}; {\"a\":{\"b\":1,\"c\":2}}; nothing",
                "a part is reported; {\"a\":{\"b\":1,\"c\":2}}; {\"a\":{\"b\":1}}; {\"a\":{\"c\":2}}",
                "an array as a whole; {\"a\":[1,2]}; {\"a\":[1]}; {\"a\":[1,2]}",
            },
            delimiter = ';')
    void delta_isWhatIsDesired_andNotReported(String reason, String desired, String reported, String delta) {
        assertThat(ShadowMerge.delta(normal(desired), normal(reported))).isEqualTo(read(delta));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "null; null; nothing",
                "an empty object; {}; nothing",
                "nulls inside; {\"a\":null,\"b\":{\"c\":{}},\"d\":0}; {\"d\":0}",
                "arrays stay; [{},{}]; [{},{}]",
            },
            delimiter = ';')
    void normal_leavesOutWhatAShadowCantHold(String reason, String value, String kept) {
        assertThat(normal(value)).isEqualTo(read(kept));
    }

    /** What AWS does with the patch is spelled out here once more. */
    @Test
    void patch_makesOneValueTheOther_whateverTheyAre() {
        Random random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            JsonNode from = ShadowMerge.normal(anyObject(random, 3));
            JsonNode to = ShadowMerge.normal(anyObject(random, 3));
            JsonNode patch = ShadowMerge.patch(from, to);

            JsonNode merged = patch.isMissingNode() ? from : asAws(from, patch);

            assertThat(ShadowMerge.same(ShadowMerge.normal(merged), to))
                    .as("%s by %s is %s, not %s", from, patch, merged, to)
                    .isTrue();
            assertThat(ShadowMerge.same(ShadowMerge.merge(from, patch), to)).isTrue();
            assertThat(ShadowMerge.patch(to, to).isMissingNode()).isTrue();
        }
    }

    @Test
    void delta_isNothing_onceItIsReported() {
        Random random = new Random(43);
        for (int i = 0; i < 20_000; i++) {
            JsonNode desired = ShadowMerge.normal(anyObject(random, 3));
            JsonNode reported = ShadowMerge.normal(anyObject(random, 3));
            JsonNode delta = ShadowMerge.delta(desired, reported);

            JsonNode followed = ShadowMerge.merge(reported, delta);

            assertThat(ShadowMerge.delta(desired, followed).isMissingNode())
                    .as("%s of %s is %s", desired, reported, delta)
                    .isTrue();
        }
    }

    private static JsonNode asAws(JsonNode value, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) {
            return patch;
        }
        ObjectNode result = value instanceof ObjectNode object ? object.deepCopy() : JSON.objectNode();
        for (Map.Entry<String, JsonNode> change : changes.properties()) {
            if (change.getValue().isNull()) {
                result.remove(change.getKey());
            } else {
                result.set(change.getKey(), asAws(result.path(change.getKey()), change.getValue()));
            }
        }
        return result;
    }

    private static ObjectNode anyObject(Random random, int depth) {
        ObjectNode object = JSON.objectNode();
        int members = random.nextInt(4);
        for (int i = 0; i < members; i++) {
            object.set(String.valueOf((char) ('a' + random.nextInt(4))), anyValue(random, depth - 1));
        }
        return object;
    }

    private static JsonNode anyValue(Random random, int depth) {
        return switch (depth > 0 ? random.nextInt(7) : random.nextInt(4)) {
            case 0 -> JSON.numberNode(random.nextInt(3));
            case 1 -> JSON.numberNode(new BigDecimal(random.nextInt(3) + ".0"));
            case 2 -> JSON.textNode("x" + random.nextInt(2));
            case 3 -> JSON.nullNode();
            case 4 -> anyArray(random);
            default -> anyObject(random, depth);
        };
    }

    private static ArrayNode anyArray(Random random) {
        ArrayNode array = JSON.arrayNode();
        for (int i = random.nextInt(3); i > 0; i--) {
            array.add(random.nextInt(2));
        }
        return array;
    }

    private static JsonNode normal(String text) {
        return ShadowMerge.normal(read(text));
    }

    private static JsonNode read(String text) {
        return text.equals("nothing")
                ? MissingNode.getInstance()
                : ExactJson.read(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }
}

package dev.tedge.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tedge.message.EntityId;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Topics and payloads, usual ones and those that nobody would think of. */
final class TestingInputs {

    private static final List<String> TOPIC_PIECES = List.of(
            "te",
            "/",
            "/",
            "//",
            "device",
            "main",
            "aa:bb",
            "m",
            "e",
            "a",
            "twin",
            "status/health",
            "+",
            "#",
            "$aws",
            "\0",
            "\ud83d",
            "😀",
            " ",
            "°",
            "..",
            "\n",
            "x".repeat(90),
            "🤖".repeat(30));

    private static final List<String> JSON_PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"",
            "\"time\"",
            "\"a\"",
            "1",
            "-",
            "1.5e3",
            "1e999999999999",
            "null",
            "true",
            " ",
            "\n",
            "\\",
            "\\u0074ime",
            "\\ud83d",
            "\ufeff",
            "\0",
            "é",
            "\"2021-04-07T19:00:00Z\"",
            "{\"time\":",
            "}");

    private static final int DEEPEST = 20_000;

    private TestingInputs() {}

    /** Topic names that can and that can't be one. */
    static Arbitrary<String> topics() {
        Arbitrary<String> any = Arbitraries.strings().ofMaxLength(40);
        Arbitrary<String> pieces = joined(TOPIC_PIECES, 14);
        Arbitrary<String> telemetry = Combinators.combine(entities(), Arbitraries.of("m", "e", "a", "x"), levels())
                .as((entity, channel, type) -> "te/" + entity.path() + "/" + channel + "/" + type);
        return Arbitraries.oneOf(any, pieces, pieces.map(rest -> "te/device/main///m/" + rest), telemetry);
    }

    /** Levels that a topic name can have. */
    static Arbitrary<String> levels() {
        Arbitrary<String> any = Arbitraries.strings().all().ofMaxLength(20).map(TestingInputs::level);
        return Arbitraries.oneOf(
                any, Arbitraries.of("", "main", "service", "aa:bb:cc", "°".repeat(120), "..", " ", "🤖"));
    }

    static Arbitrary<EntityId> entities() {
        return Combinators.combine(levels(), levels(), levels(), levels()).as(EntityId::new);
    }

    /** JSON, nearly JSON, and any bytes. */
    static Arbitrary<byte[]> payloads() {
        Arbitrary<byte[]> any = Arbitraries.bytes().array(byte[].class).ofMaxSize(60);
        Arbitrary<String> deep = Arbitraries.integers()
                .between(1, DEEPEST)
                .map(depth -> "{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}");
        Arbitrary<String> text = Arbitraries.oneOf(objects(), values(3), joined(JSON_PIECES, 14));
        return Arbitraries.frequencyOf(
                Tuple.of(4, any),
                Tuple.of(8, text.map(json -> json.getBytes(UTF_8))),
                Tuple.of(1, deep.map(json -> json.getBytes(UTF_8))));
    }

    /** JSON objects without {@code time}, white space around and in them, with names that occur twice. */
    static Arbitrary<String> objects() {
        return Combinators.combine(blanks(), object(3), blanks()).as((before, json, after) -> before + json + after);
    }

    /** JSON objects of numbers and of objects of numbers, each name once. */
    static Arbitrary<String> numberObjects() {
        Arbitrary<List<String>> some = numbers().list().ofMaxSize(4);
        return Combinators.combine(some, some)
                .as((members, group) -> "{\"time\":1,\"group\":{%s},\"empty\":{}%s}"
                        .formatted(numbered(group), members.isEmpty() ? "" : "," + numbered(members)));
    }

    private static String numbered(List<String> numbers) {
        return IntStream.range(0, numbers.size())
                .mapToObj(i -> "\"n%d\":%s".formatted(i, numbers.get(i)))
                .collect(Collectors.joining(","));
    }

    private static Arbitrary<String> values(int depth) {
        Arbitrary<String> plain =
                Arbitraries.oneOf(numbers(), strings(), Arbitraries.of("null", "true", "false", "[]", "{ }"));
        if (depth == 0) {
            return plain;
        }
        Arbitrary<String> list = Combinators.combine(
                        blanks(),
                        Arbitraries.lazy(() -> values(depth - 1)).list().ofMaxSize(3))
                .as((blank, items) -> "[" + blank + String.join("," + blank, items) + "]");
        return Arbitraries.oneOf(plain, list, object(depth - 1));
    }

    private static Arbitrary<String> object(int depth) {
        Arbitrary<String> names = Arbitraries.oneOf(
                        Arbitraries.of("\"a\"", "\"a\"", "\"tim\\u00e9\"", "\"Time\"", "\"\""), strings())
                .filter(name -> !name.equals("\"time\""));
        Arbitrary<String> member = Combinators.combine(blanks(), names, blanks(), values(depth), blanks())
                .as((a, name, b, value, c) -> a + name + b + ":" + value + c);
        return Combinators.combine(blanks(), member.list().ofMaxSize(4))
                .as((blank, members) -> "{" + (members.isEmpty() ? blank : String.join(",", members)) + "}");
    }

    private static Arbitrary<String> numbers() {
        return Arbitraries.oneOf(
                Arbitraries.longs().map(String::valueOf),
                Arbitraries.bigIntegers()
                        .map(number -> number.add(BigInteger.TEN.pow(30)).toString()),
                Arbitraries.bigDecimals().map(number -> number.toPlainString() + "E-12"),
                Arbitraries.of("-0", "0.0", "1e5", "1E+30", "1.50", "12345678901234567890.12345678901234567890"));
    }

    /** With escapes, pairs of surrogates as such and escaped, and brackets. */
    private static Arbitrary<String> strings() {
        Arbitrary<String> piece = Arbitraries.oneOf(
                Arbitraries.of(
                        "\\\"",
                        "\\\\",
                        "\\/",
                        "\\n",
                        "\\u0000",
                        "\\ud83d\\ude00",
                        "\\ud83d",
                        "😀",
                        "}",
                        "{",
                        "[",
                        ",",
                        ":"),
                Arbitraries.strings().ofMaxLength(4).map(TestingInputs::jsonText));
        return piece.list().ofMaxSize(4).map(pieces -> '"' + String.join("", pieces) + '"');
    }

    private static Arbitrary<String> blanks() {
        return Arbitraries.of("", "", "", " ", "\n", "\r\n\t ");
    }

    private static Arbitrary<String> joined(List<String> pieces, int most) {
        return Arbitraries.of(pieces).list().ofMaxSize(most).map(list -> String.join("", list));
    }

    private static String level(String text) {
        return whole(text).replaceAll("[/+#\0]", "_");
    }

    private static String jsonText(String text) {
        return whole(text).replaceAll("[\"\\\\\\x00-\\x1f]", "_");
    }

    /** Without halves of surrogate pairs, which UTF-8 has not. */
    private static String whole(String text) {
        return new String(text.getBytes(UTF_8), UTF_8);
    }
}

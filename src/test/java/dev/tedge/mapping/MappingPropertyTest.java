package dev.tedge.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.message.Payload;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every input, tried on many that nobody would think of. The seeds are fixed: a failure repeats. */
class MappingPropertyTest {

    private static final int ROUNDS = 2000;
    private static final String TOPIC = "te/device/main///m/t";
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2021-04-07T19:00:00Z"));
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final String[] TOPIC_PIECES = {
        "te",
        "/",
        "/",
        "//",
        "device",
        "main",
        "m",
        "e",
        "a",
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
        "x".repeat(90),
        "🤖".repeat(30)
    };

    private static final String[] JSON_PIECES = {
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
        "null",
        "true",
        " ",
        "\n",
        "\\",
        "\\u0074ime",
        "\ufeff",
        "\0",
        "é",
        "\"2021-04-07T19:00:00Z\"",
        "{\"time\":",
        "}"
    };

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void map_neverThrows_andEveryTopicIsLegalOrNamed(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (TelemetryMapper mapper : mappers().toList()) {
            for (int i = 0; i < ROUNDS; i++) {
                String topic = (random.nextBoolean() ? TOPIC : "") + anyOf(TOPIC_PIECES, random);
                check(mapper.map(topic, Payload.ofText(anyOf(JSON_PIECES, random))));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void map_neverThrows_onAnyBytes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (TelemetryMapper mapper : mappers().toList()) {
            for (int i = 0; i < ROUNDS; i++) {
                byte[] bytes = new byte[random.nextInt(40)];
                random.nextBytes(bytes);
                if (bytes.length > 1 && random.nextBoolean()) {
                    bytes[0] = '{';
                    bytes[bytes.length - 1] = '}';
                }
                check(mapper.map(TOPIC, Payload.of(bytes)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8, 9})
    void map_changesNothingButTheTime_inAnyJsonObject(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        for (TelemetryMapper mapper : mappers().toList()) {
            for (int i = 0; i < ROUNDS; i++) {
                String json = blank(random) + object(random, 0) + blank(random);
                MappingResult result = mapper.map(TOPIC, Payload.ofText(json));
                assertThat(result).as(json).isInstanceOf(MappingResult.Mapped.class);
                ObjectNode before = (ObjectNode) JSON.readTree(json);
                ObjectNode after = (ObjectNode)
                        JSON.readTree(((MappingResult.Mapped) result).payload().toByteArray());
                assertThat(after.path("time").isNumber() || after.path("time").isTextual())
                        .as(json)
                        .isTrue();
                assertThat(names(after)).as(json).isEqualTo(names(before));
                assertThat(after.<JsonNode>without("time")).as(json).isEqualTo(before.without("time"));
            }
        }
    }

    private static Stream<TelemetryMapper> mappers() {
        return Stream.of(TimestampFormat.values())
                .map(format -> new TelemetryMapper(new MappingSettings("x", Optional.of(format), 131_072), CLOCK));
    }

    private static void check(MappingResult result) {
        if (result instanceof MappingResult.Mapped mapped) {
            assertThat(mapped.topic().value())
                    .startsWith("thinedge/x/td/")
                    .doesNotContain("+", "#", "\0")
                    .matches(topic -> topic.getBytes(UTF_8).length <= 256)
                    .matches(topic -> topic.chars().filter(c -> c == '/').count() == 5);
        } else if (result instanceof MappingResult.Rejected rejected) {
            assertThat(rejected.reason()).isNotBlank().doesNotContain("\n");
        } else {
            assertThat(((MappingResult.Skipped) result).reason()).isNotBlank();
        }
    }

    /** The names in their order, the time at the end if it was not there. */
    private static String names(ObjectNode object) {
        String names =
                object.properties().stream().map(member -> member.getKey()).collect(Collectors.joining(" "));
        return object.has("time") ? names : (names + " time").strip();
    }

    private static String anyOf(String[] pieces, SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(15); i > 0; i--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }

    private static String object(SplittableRandom random, int depth) {
        StringBuilder json = new StringBuilder("{").append(blank(random));
        int members = random.nextInt(5);
        for (int i = 0; i < members; i++) {
            json.append(i == 0 ? "" : ",")
                    .append(blank(random))
                    .append("\"m\\u00e9🌡")
                    .append(i)
                    .append('"')
                    .append(blank(random))
                    .append(':')
                    .append(blank(random))
                    .append(value(random, depth + 1))
                    .append(blank(random));
        }
        if (random.nextInt(3) == 0) {
            json.append(members == 0 ? "" : ",").append("\"time\":").append(time(random));
        }
        return json.append('}').toString();
    }

    private static String value(SplittableRandom random, int depth) {
        return switch (random.nextInt(depth > 4 ? 5 : 7)) {
            case 0 -> "null";
            case 1 -> String.valueOf(random.nextBoolean());
            case 2 -> String.valueOf(random.nextLong()) + "0".repeat(random.nextInt(30));
            case 3 -> random.nextInt() + "." + random.nextInt(1_000_000) + (random.nextBoolean() ? "E-12" : "");
            case 4 -> "\"}\\\"°\\ud83d\\ude00😀" + random.nextInt() + "\"";
            case 5 -> "[" + blank(random) + value(random, depth + 1) + "," + value(random, depth + 1) + "]";
            default -> object(random, depth);
        };
    }

    private static String time(SplittableRandom random) {
        Instant time = Instant.ofEpochSecond(random.nextLong(0, 4_000_000_000L), random.nextInt(1_000_000_000));
        return random.nextBoolean() ? "\"" + time + "\"" : time.getEpochSecond() + "." + time.getNano();
    }

    private static String blank(SplittableRandom random) {
        return " \n\t\r".substring(random.nextInt(5)).repeat(random.nextInt(2));
    }
}

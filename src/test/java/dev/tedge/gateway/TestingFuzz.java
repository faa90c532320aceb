package dev.tedge.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tedge.message.Payload;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes up messages of applications, sensible and hostile, and says what has to become of each. Topics have a number by
 * which their messages are found again. The rules are spelled out here by themselves, so that a shared mistake shows.
 */
final class TestingFuzz {

    private static final String TD = "thinedge/robot-7/td/";
    private static final int LARGEST = 128 * 1024;

    /** Levels that a topic can have; mosquitto itself refuses control characters and ends the connection. */
    private static final List<String> LEVELS = List.of(
            "",
            "",
            "main",
            "aa:bb:cc",
            "a b",
            " ",
            "..",
            "°C",
            "🤖",
            "${body}",
            "{{device.id}}",
            "%00",
            "?a=b&c",
            "$aws",
            "\\",
            "'\"",
            "é".repeat(60),
            "x".repeat(100),
            "\ufeff",
            "\u202e");

    private static final List<String> PAYLOADS = List.of(
            "",
            "0",
            "1",
            "{}",
            "[]",
            "null",
            "NaN",
            "{\"time\":\"2021-04-07T19:00:00Z\"}",
            "{\"time\":1e3}",
            "{\"a\":1e999999}",
            "{\"a\":\"\\ud83d\"}",
            "{\"a\":1,\"a\":2}",
            "{\"time\":1,\"time\":\"2021-04-07T19:00:00Z\"}",
            "{\"a\":",
            "{]",
            "${body}",
            " {\"a\" : {\"b\":[{}]} } ",
            "\ufeff{}",
            "{\"text\":\"🤖\",\"severity\":\"major\"}",
            "[[[[[[[[",
            "{".repeat(5000));

    /** Those of the payloads that keep the rules of an event; of an alarm so does the empty one. */
    private static final Set<String> EVENTS = Set.of(
            "{}",
            "{\"time\":\"2021-04-07T19:00:00Z\"}",
            "{\"time\":1e3}",
            "{\"a\":1e999999}",
            "{\"a\":\"\\ud83d\"}",
            " {\"a\" : {\"b\":[{}]} } ",
            "{\"text\":\"🤖\",\"severity\":\"major\"}");

    /** Those of them that keep the rules of a measurement, too. */
    private static final Set<String> MEASUREMENTS =
            Set.of("{}", "{\"time\":\"2021-04-07T19:00:00Z\"}", "{\"time\":1e3}", "{\"a\":1e999999}");

    private static final String TOO_LARGE = "too large";
    private static final String NO_TIME = "Failed to format message timestamp";
    private static final String RESERVED = "is reserved";
    private static final String TOO_LONG = "AWS IoT Core allows at most";
    private static final List<String> BROKEN_RULE = List.of("the payload ", "member \"");

    private final SplittableRandom random;
    private final Mapping mapping;
    private int number;

    TestingFuzz(long seed) {
        this.random = new SplittableRandom(seed);
        this.mapping = new Mapping(oneOf("off", "warn", "reject"), oneOf("unix", "rfc-3339"));
    }

    /**
     * The settings of the gateway for a run.
     *
     * @param validate {@code aws.mapper.validate}
     * @param timestampFormat {@code aws.mapper.timestamp_format}
     */
    record Mapping(String validate, String timestampFormat) {}

    /** By the seed. */
    Mapping mapping() {
        return mapping;
    }

    /** What has to become of a message. */
    enum Fate {
        ARRIVES,
        REPORTED,
        NOTHING
    }

    /**
     * A message.
     *
     * @param tag in its topic and in no other
     * @param topic on the local broker
     * @param payload any bytes
     * @param qos 0 or 1
     * @param retained whether it is published as retained
     * @param fate what has to become of it
     * @param onAws where it has to arrive, if so
     * @param reasons one of them has to be in the report, if there is one
     */
    record Sent(
            String tag,
            String topic,
            Payload payload,
            int qos,
            boolean retained,
            Fate fate,
            Optional<String> onAws,
            List<String> reasons) {

        @Override
        public String toString() {
            return "%s '%s', %d bytes, QoS %d".formatted(fate, topic, payload.size(), qos);
        }
    }

    /** A burst of messages. */
    List<Sent> burst() {
        return Stream.generate(this::next).limit(random.nextInt(1, 400)).toList();
    }

    private Sent next() {
        String tag = "n" + number++ + "n";
        return switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> telemetry(tag);
            case 4 -> health(tag);
            case 5 -> notForAws(tag);
            case 6, 7 -> custom(tag);
            case 8 -> shadow(tag);
            default -> reserved(tag);
        };
    }

    private Sent telemetry(String tag) {
        List<String> entity = Stream.generate(this::level).limit(4).toList();
        String kind = oneOf("m", "e", "a");
        String channel = kind + "/" + (random.nextBoolean() ? tag : tag + level());
        byte[] payload = random.nextInt(8) == 0 ? badTime() : payload();
        return sent(
                tag,
                "te/" + String.join("/", entity) + "/" + channel,
                payload,
                reasonsOfMapping(kind, payload),
                TD + source(entity) + "/" + channel);
    }

    private byte[] badTime() {
        return oneOf("{\"time\":null}", "{\"a\":1,\"time\":\"secret\"}", "{\"time\":{}}", "{\"time\":1e999}x")
                .getBytes(UTF_8);
    }

    private List<String> reasonsOfMapping(String kind, byte[] payload) {
        if (payload.length > LARGEST) {
            return List.of(TOO_LARGE);
        }
        String text = new String(payload, UTF_8);
        // With something behind it it is no JSON; and what is text already is not looked at when text is wanted.
        boolean unreadable = text.endsWith(":null}") || text.endsWith(":{}}");
        if (unreadable
                || (text.endsWith("\"secret\"}") && mapping.timestampFormat().equals("unix"))) {
            return List.of(NO_TIME);
        }
        return mapping.validate().equals("reject") && !keepsTheRules(kind, text) ? BROKEN_RULE : List.of();
    }

    private static boolean keepsTheRules(String kind, String text) {
        return switch (kind) {
            case "m" -> MEASUREMENTS.contains(text);
            case "e" -> EVENTS.contains(text);
            default -> text.isEmpty() || EVENTS.contains(text);
        };
    }

    private Sent health(String tag) {
        String service = tag + "-bridge";
        String topic = "te/device/main/service/" + service + "/status/health";
        boolean mosquitto = random.nextBoolean();
        byte[] payload = (mosquitto ? oneOf("0", "1") : oneOf("{\"status\":\"up\"}", "", "2", "01")).getBytes(UTF_8);
        return mosquitto
                ? nothing(tag, topic, payload)
                : sent(tag, topic, payload, List.of(), TD + "device:main:service:" + service + "/status/health");
    }

    private Sent notForAws(String tag) {
        String topic = oneOf(
                "te/" + tag,
                "te/device/main//" + tag,
                "te/device/main///twin/" + tag,
                "te/device/main///cmd/restart/" + tag,
                "te/device/main///m/t/meta/" + tag,
                "te/device/main///m/" + tag + "/meta",
                "te/device/main///" + levels(20) + "/" + tag,
                "te/" + tag + "/".repeat(40),
                "aws/cmd/" + tag,
                "aws/tdx/" + tag,
                "thinedge/robot-7/td/" + tag,
                "/" + tag,
                tag + "/");
        return nothing(tag, topic, payload());
    }

    private Sent custom(String tag) {
        String path = tag + (random.nextInt(4) == 0 ? "" : "/" + levels(8));
        byte[] payload = payload();
        return sent(
                tag, "aws/td/" + path, payload, payload.length > LARGEST ? List.of(TOO_LARGE) : List.of(), TD + path);
    }

    private Sent shadow(String tag) {
        String path = "name/" + tag + "/" + oneOf("get", "update", "delete");
        byte[] payload = oneOf(
                        "{}",
                        "",
                        "{\"state\":{\"reported\":{\"a\":1}}}",
                        "no JSON",
                        "{\"state\":\"" + "x".repeat(8_200) + "\"}")
                .getBytes(UTF_8);
        return sent(
                tag,
                "aws/shadow/" + path,
                payload,
                path.endsWith("update") && payload.length > 8_192 ? List.of(TOO_LARGE) : List.of(),
                "$aws/things/robot-7/shadow/" + path);
    }

    private Sent reserved(String tag) {
        String path = oneOf(
                tag,
                "get/" + tag,
                "name/" + tag,
                "name/" + tag + "/update/delta",
                "name//get/" + tag,
                tag + "/get/accepted");
        return sent(
                tag,
                "aws/shadow/" + path,
                payload(),
                List.of(RESERVED, TOO_LARGE),
                "$aws/things/robot-7/shadow/" + path);
    }

    private Sent sent(String tag, String topic, byte[] payload, List<String> reasons, String onAws) {
        boolean legal = onAws.startsWith("$aws/")
                || (onAws.getBytes(UTF_8).length <= 256
                        && onAws.chars().filter(c -> c == '/').count() <= 7);
        List<String> all = legal
                ? reasons
                : Stream.concat(reasons.stream(), Stream.of(TOO_LONG)).toList();
        return message(tag, topic, payload, all, Optional.of(onAws));
    }

    private Sent nothing(String tag, String topic, byte[] payload) {
        return message(tag, topic, payload, List.of(), Optional.empty());
    }

    private Sent message(String tag, String topic, byte[] payload, List<String> reasons, Optional<String> onAws) {
        Fate fate = onAws.isEmpty() ? Fate.NOTHING : reasons.isEmpty() ? Fate.ARRIVES : Fate.REPORTED;
        return new Sent(
                tag, topic, Payload.of(payload), random.nextInt(2), random.nextInt(5) == 0, fate, onAws, reasons);
    }

    private byte[] payload() {
        return switch (random.nextInt(24)) {
            case 0 -> new byte[LARGEST - 25];
            case 1 -> new byte[LARGEST + 1];
            case 2 -> new byte[random.nextInt(LARGEST, 3 * LARGEST)];
            case 3, 4, 5, 6 -> {
                byte[] binary = new byte[random.nextInt(200)];
                random.nextBytes(binary);
                yield binary;
            }
            default -> oneOf(PAYLOADS.toArray(String[]::new)).getBytes(UTF_8);
        };
    }

    private String levels(int most) {
        return Stream.<String>generate(this::level)
                .limit(random.nextInt(1, most + 1))
                .collect(Collectors.joining("/"));
    }

    private String level() {
        return oneOf(LEVELS.toArray(String[]::new));
    }

    private static String source(List<String> entity) {
        return entity.stream().filter(segment -> !segment.isEmpty()).collect(Collectors.joining(":"));
    }

    private String oneOf(String... texts) {
        return texts[random.nextInt(texts.length)];
    }
}

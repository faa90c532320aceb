package dev.tedge.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tedge.message.Payload;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes up messages of applications, sensible and hostile, and says what has to become of each. Topics have a number by which
 * their messages are found again. The rules are spelled out here by themselves, so that a shared mistake shows.
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

    private final SplittableRandom random;
    private int number;

    TestingFuzz(long seed) {
        this.random = new SplittableRandom(seed);
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
     */
    record Sent(
            String tag, String topic, Payload payload, int qos, boolean retained, Fate fate, Optional<String> onAws) {

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
        String channel = oneOf("m", "e", "a") + "/" + (random.nextBoolean() ? tag : tag + level());
        boolean badTime = random.nextInt(8) == 0;
        byte[] payload = badTime
                ? oneOf("{\"time\":null}", "{\"a\":1,\"time\":\"secret\"}", "{\"time\":{}}", "{\"time\":1e999}x")
                        .getBytes(UTF_8)
                : payload();
        // What has something behind it is no JSON.
        boolean refused = (badTime && payload[payload.length - 1] == '}') || payload.length > LARGEST;
        return sent(
                tag,
                "te/" + String.join("/", entity) + "/" + channel,
                payload,
                refused,
                TD + source(entity) + "/" + channel);
    }

    private Sent health(String tag) {
        String service = tag + "-bridge";
        String topic = "te/device/main/service/" + service + "/status/health";
        boolean mosquitto = random.nextBoolean();
        byte[] payload = (mosquitto ? oneOf("0", "1") : oneOf("{\"status\":\"up\"}", "", "2", "01")).getBytes(UTF_8);
        return mosquitto
                ? nothing(tag, topic, payload)
                : sent(tag, topic, payload, false, TD + "device:main:service:" + service + "/status/health");
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
        return sent(tag, "aws/td/" + path, payload, payload.length > LARGEST, TD + path);
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
                path.endsWith("update") && payload.length > 8_192,
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
        return sent(tag, "aws/shadow/" + path, payload(), true, "$aws/things/robot-7/shadow/" + path);
    }

    private Sent sent(String tag, String topic, byte[] payload, boolean refused, String onAws) {
        boolean legal = onAws.startsWith("$aws/")
                || (onAws.getBytes(UTF_8).length <= 256
                        && onAws.chars().filter(c -> c == '/').count() <= 7);
        Fate fate = refused || !legal ? Fate.REPORTED : Fate.ARRIVES;
        return new Sent(
                tag, topic, Payload.of(payload), random.nextInt(2), random.nextInt(5) == 0, fate, Optional.of(onAws));
    }

    private Sent nothing(String tag, String topic, byte[] payload) {
        return new Sent(
                tag,
                topic,
                Payload.of(payload),
                random.nextInt(2),
                random.nextInt(5) == 0,
                Fate.NOTHING,
                Optional.empty());
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

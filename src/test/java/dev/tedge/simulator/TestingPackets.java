package dev.tedge.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Packets of a device in hexadecimal, without a library that would keep to the rules. */
final class TestingPackets {

    static final String PINGREQ = "C000";

    private static final Pattern REPEATED = Pattern.compile("(.)\\{(\\d+)}");

    private TestingPackets() {}

    /** Clean, 60 s, no will. */
    static String connect(int version, String clientId) {
        return connect(version, clientId, 0x02, "");
    }

    /**
     * @param flags of CONNECT
     * @param behind what follows the client id, in hexadecimal
     */
    static String connect(int version, String clientId, int flags, String behind) {
        return packet(
                0x10,
                text("MQTT") + hex(version) + hex(flags) + "003C" + noProperties(version) + text(clientId) + behind);
    }

    /** CONNECT with a last will. */
    private static String connectWithWill(int version, String topic, int qos) {
        return connect(version, "robot-7", 0x06 | (qos << 3), noProperties(version) + text(topic) + text("gone"));
    }

    /** @param flags 2 for QoS 1, 3 with RETAIN, and so on */
    private static String publish(int version, String topic, int flags, int payloadBytes) {
        String id = (flags & 0x06) == 0 ? "" : "0001";
        return packet(0x30 | flags, text(topic) + id + noProperties(version) + "00".repeat(payloadBytes));
    }

    /** QoS 1, of MQTT 5. */
    private static String publishWithAlias(String topic, int alias) {
        return packet(0x32, text(topic) + "0001" + "03" + "23" + hex(alias >> 8) + hex(alias));
    }

    static String subscribe(int version, int qos, String... filters) {
        StringBuilder body = new StringBuilder("0001").append(noProperties(version));
        for (String filter : filters) {
            body.append(text(filter)).append(hex(qos));
        }
        return packet(0x82, body.toString());
    }

    private static String subscribeWithIdentifier(String filter) {
        return packet(0x82, "0001" + "02" + "0B01" + text(filter) + "01");
    }

    /**
     * A packet in words: {@code publish a/b}, {@code publish-qos0 a/b 12} with 12 bytes of payload, {@code subscribe a b},
     * {@code connect robot-7}, {@code will gone}, and so on. {@code x{3}} stands for three times {@code x}.
     */
    static String parse(int version, String words) {
        String[] word = REPEATED.matcher(words)
                .replaceAll(found ->
                        found.group(1).repeat(Integer.parseInt(found.group(2))).replace("$", "\\$"))
                .split(" ", -1);
        String[] rest = Arrays.copyOfRange(word, 1, word.length);
        int bytes = word.length > 2 && word[0].startsWith("publish") ? Integer.parseInt(word[2]) : 0;
        return switch (word[0]) {
            case "publish" -> publish(version, word[1], 2, bytes);
            case "publish-qos0" -> publish(version, word[1], 0, bytes);
            case "publish-qos2" -> publish(version, word[1], 4, bytes);
            case "publish-retained" -> publish(version, word[1], 3, bytes);
            case "alias" -> publishWithAlias(word[1], Integer.parseInt(word[2]));
            case "subscribe" -> subscribe(version, 1, rest);
            case "subscribe-qos2" -> subscribe(version, 2, rest);
            case "identifier" -> subscribeWithIdentifier(word[1]);
            case "connect" -> connect(version, word[1]);
            case "again" -> connect(version, "again");
            case "will" -> connectWithWill(version, word[1], 1);
            case "will-qos2" -> connectWithWill(version, word[1], 2);
            case "auth" -> "F000";
            default -> throw new IllegalArgumentException("No packet is called '" + word[0] + "'");
        };
    }

    private static String noProperties(int version) {
        return version == 5 ? "00" : "";
    }

    private static String packet(int type, String body) {
        ByteArrayOutputStream length = new ByteArrayOutputStream();
        int rest = body.length() / 2;
        do {
            length.write((rest % 128) | (rest > 127 ? 0x80 : 0));
            rest /= 128;
        } while (rest > 0);
        return hex(type) + HexFormat.of().formatHex(length.toByteArray()) + body;
    }

    private static String text(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return hex(bytes.length >> 8) + hex(bytes.length) + HexFormat.of().formatHex(bytes);
    }

    private static String hex(int value) {
        return HexFormat.of().toHexDigits((byte) value);
    }
}

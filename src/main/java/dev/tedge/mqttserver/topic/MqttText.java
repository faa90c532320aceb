package dev.tedge.mqttserver.topic;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Rules for strings in packets (MQTT 5, 1.5.4). */
public final class MqttText {

    private static final int LONGEST = 65_535;

    private MqttText() {}

    /** Why this cannot be a string in a packet, such as {@code is longer than 65535 bytes}, or empty when it can. */
    public static Optional<String> fault(String text) {
        if (text.indexOf('\0') >= 0) {
            return Optional.of("contains the null character");
        }
        if (hasHalfAPair(text)) {
            return Optional.of("contains half of a surrogate pair");
        }
        if (text.length() > LONGEST / 3 && text.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            return Optional.of("is longer than " + LONGEST + " bytes");
        }
        return Optional.empty();
    }

    /** Of a whole pair only the code point is seen. */
    private static boolean hasHalfAPair(String text) {
        return text.codePoints()
                .anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }
}

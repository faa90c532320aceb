package dev.tedge.cli.demo;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A message as a line of text, {@code [topic] payload}, as thin-edge.io prints it ({@code cli/mqtt/subscribe.rs}).
 *
 * @param topic not empty; may hold anything but a line break
 * @param payload possibly empty
 */
public record MessageLine(String topic, String payload) {

    /** The first bracket after which a space or the end follows closes the topic: topics may have brackets. */
    private static final Pattern LINE = Pattern.compile("\\[(.+?)](?: (.*))?");

    public MessageLine {
        Objects.requireNonNull(payload, "payload");
        if (topic.isEmpty()) {
            throw new IllegalArgumentException("The topic must not be empty");
        }
    }

    /** The line of a message. */
    public static MessageLine of(String topic, ByteBuffer payload) {
        return new MessageLine(topic, text(payload));
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException when it does not look like {@code [topic] payload}
     */
    public static MessageLine parse(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new IllegalArgumentException("Write a message as '[topic] payload', not as '" + line + "'");
        }
        String payload = parts.group(2);
        return new MessageLine(parts.group(1), payload == null ? "" : payload);
    }

    /** A payload for people: as it is when it is UTF-8, otherwise {@code <ERR=NON-UTF8>} and Base64. */
    public static String text(ByteBuffer payload) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(payload.duplicate())
                    .toString();
        } catch (CharacterCodingException binary) {
            ByteBuffer encoded = Base64.getEncoder().encode(payload.duplicate());
            return "<ERR=NON-UTF8> " + StandardCharsets.US_ASCII.decode(encoded);
        }
    }

    @Override
    public String toString() {
        return "[" + topic + "] " + payload;
    }
}

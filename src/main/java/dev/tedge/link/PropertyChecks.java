package dev.tedge.link;

import dev.tedge.link.session.MessageProperties;
import dev.tedge.link.session.UserProperty;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * What MQTT 5 allows in properties (sections 1.5.4 and 3.3.2.3.5). A broker ends the connection over the rest.
 */
final class PropertyChecks {

    private static final int LONGEST = 0xFFFF;

    private PropertyChecks() {}

    /** @throws IllegalArgumentException when one of them can't be sent; the text names the header, and not the value */
    static void check(MessageProperties properties) {
        properties.responseTopic().ifPresent(topic -> {
            text("ResponseTopic", topic);
            if (topic.indexOf('+') >= 0 || topic.indexOf('#') >= 0) {
                throw unfit("ResponseTopic", "must be a topic, without the wildcards + and #");
            }
        });
        properties.format().contentType().ifPresent(type -> text("ContentType", type));
        properties.correlationData().ifPresent(data -> length("CorrelationData", data.size()));
        for (UserProperty property : properties.userProperties()) {
            text("UserProperties", property.name());
            text("UserProperties", property.value());
        }
    }

    private static void text(String name, String value) {
        if (value.indexOf('\0') >= 0) {
            throw unfit(name, "must not contain the character U+0000");
        }
        try {
            length(
                    name,
                    StandardCharsets.UTF_8
                            .newEncoder()
                            .encode(CharBuffer.wrap(value))
                            .remaining());
        } catch (CharacterCodingException e) {
            throw unfit(name, "must not contain one half of a surrogate pair");
        }
    }

    private static void length(String name, int bytes) {
        if (bytes > LONGEST) {
            throw unfit(
                    name, "must not be longer than %d bytes, but has a text or data of %d".formatted(LONGEST, bytes));
        }
    }

    private static IllegalArgumentException unfit(String name, String rule) {
        return new IllegalArgumentException("The header %s%s %s".formatted(PropertyHeaders.SENT, name, rule));
    }
}

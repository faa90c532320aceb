package dev.tedge.config;

import dev.tedge.config.value.TomlForm;
import dev.tedge.config.value.ValueType;

/** How a point in time is written into a message. */
public enum TimestampFormat {
    /** Seconds since 1970 as a JSON number. */
    UNIX,
    /** A JSON string such as {@code 2026-04-07T19:00:00Z}. */
    RFC_3339;

    static final ValueType<TimestampFormat> TYPE = new ValueType<>(
                    "'unix' or 'rfc-3339'", TomlForm.STRING, TimestampFormat::parse)
            .storedAs(text -> text.equals("rfc3339") ? "rfc-3339" : text);

    private static TimestampFormat parse(String text) {
        return switch (text) {
            case "unix" -> UNIX;
            case "rfc-3339", "rfc3339" -> RFC_3339;
            default ->
                throw new IllegalArgumentException(
                        "Failed to parse flag: " + text + ". Supported values are: 'rfc-3339' or 'unix'");
        };
    }
}

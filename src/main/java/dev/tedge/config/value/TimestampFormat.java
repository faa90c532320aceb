package dev.tedge.config.value;

/** How a point in time is written into a message. */
public enum TimestampFormat {
    /** Seconds since 1970 as a JSON number. */
    UNIX,
    /** A JSON string such as {@code 2026-04-07T19:00:00Z}. */
    RFC_3339
}

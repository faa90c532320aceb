package dev.tedge.delivery;

/** What happens to messages of a priority when the outbox has reached its size. */
public enum Overflow {
    /** The oldest make room, of this priority or of less urgent ones that allow it. Each is counted. */
    DROP_OLDEST,
    /** The new message is dropped, and counted. */
    DROP_NEWEST,
    /** The new message is not acknowledged to the local broker until there is room, and as MQTT wants it, nor is what comes after it. */
    HOLD
}

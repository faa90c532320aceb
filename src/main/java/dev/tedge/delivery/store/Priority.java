package dev.tedge.delivery.store;

import java.util.Locale;

/**
 * How urgent a message is. Among messages that wait, those of a higher priority go first; order is kept within a priority, and
 * so within a topic. The first of the constants is the most urgent.
 */
public enum Priority {
    /** Alarms, shadow and other service requests, replies to commands, the connection check. */
    HIGH,
    /** Events and health status. */
    MEDIUM,
    /** Measurements, and whatever else. */
    LOW;

    private static final String RESERVED = "$aws/";
    private static final String BASIC_INGEST = "$aws/rules/";
    private static final String THIN_EDGE = "thinedge/";
    private static final String TELEMETRY = "td/";

    /** As people read and write it: in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The priority of a message to this topic on AWS. */
    public static Priority of(String topic) {
        // Without patterns, as each message is asked: they take longer than all else that is done to accept it.
        int meant = topic.startsWith(BASIC_INGEST) ? afterLevel(topic, BASIC_INGEST.length()) : 0;
        if (topic.startsWith(RESERVED, meant)) {
            return HIGH;
        }
        int rest = topic.startsWith(THIN_EDGE, meant) ? afterLevel(topic, meant + THIN_EDGE.length()) : 0;
        return rest == 0 ? LOW : ofDevice(topic, rest);
    }

    /** By what follows {@code thinedge/<device id>/}. */
    private static Priority ofDevice(String topic, int from) {
        if (topic.startsWith("cmd/", from) || topic.startsWith("reply/", from)) {
            return HIGH;
        }
        int channel = topic.startsWith(TELEMETRY, from) ? afterLevel(topic, from + TELEMETRY.length()) : 0;
        if (channel == 0) {
            return isRest(topic, from, "test-connection") ? HIGH : LOW;
        }
        if (topic.startsWith("a/", channel) && isLastLevel(topic, channel + 2)) {
            return HIGH;
        }
        boolean event = topic.startsWith("e/", channel) && isLastLevel(topic, channel + 2);
        return event || isRest(topic, channel, "status/health") ? MEDIUM : LOW;
    }

    /** The index behind the level that begins there and its slash; 0 when it is empty or the last one. */
    private static int afterLevel(String topic, int from) {
        int slash = topic.indexOf('/', from);
        return slash <= from ? 0 : slash + 1;
    }

    private static boolean isLastLevel(String topic, int from) {
        return from < topic.length() && topic.indexOf('/', from) < 0;
    }

    private static boolean isRest(String topic, int from, String rest) {
        return topic.length() - from == rest.length() && topic.startsWith(rest, from);
    }
}

package dev.tedge.delivery.store;

import java.util.Locale;
import java.util.regex.Pattern;

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

    private static final Pattern BASIC_INGEST = Pattern.compile("^\\$aws/rules/[^/]+/");
    private static final Pattern URGENT =
            Pattern.compile("\\$aws/.*|thinedge/[^/]+/(td/[^/]+/a/[^/]+|(cmd|reply)/.*|test-connection)");
    private static final Pattern NEWS = Pattern.compile("thinedge/[^/]+/td/[^/]+/(e/[^/]+|status/health)");

    /** As people read and write it: in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The priority of a message to this topic on AWS. */
    public static Priority of(String topic) {
        String meant = BASIC_INGEST.matcher(topic).replaceFirst("");
        if (URGENT.matcher(meant).matches()) {
            return HIGH;
        }
        return NEWS.matcher(meant).matches() ? MEDIUM : LOW;
    }
}

package dev.tedge.link.session;

import java.util.Objects;

/**
 * A filter that the broker is asked for.
 *
 * @param filter an MQTT topic filter
 * @param qos the highest QoS wanted, 0 or 1
 */
public record Subscription(String filter, int qos) {

    private static final int HIGHEST_IDENTIFIER = 268_435_455;

    public Subscription {
        Objects.requireNonNull(filter, "filter");
        if (qos < 0 || qos > 1) {
            throw new IllegalArgumentException("QoS of a subscription must be 0 or 1, but is " + qos);
        }
    }

    /**
     * Its identifier, where the broker takes one (MQTT 5, section 3.8.2.1.2). The same for the same filter in every process: a
     * message that the broker has stored carries the identifier from when it came in.
     */
    public int identifier() {
        return identifier(filter);
    }

    /** The identifier of a filter. */
    public static int identifier(String filter) {
        return 1 + Math.floorMod(filter.hashCode(), HIGHEST_IDENTIFIER);
    }
}

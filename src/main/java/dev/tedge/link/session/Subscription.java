package dev.tedge.link.session;

import java.util.Objects;

/**
 * A filter that the broker is asked for.
 *
 * @param filter an MQTT topic filter
 * @param qos the highest QoS wanted: 0, 1 or 2
 * @param retainAsPublished whether a message that is published as retained arrives as retained; otherwise only those do that
 *     come from the broker's store (MQTT 5, section 3.8.3.1)
 */
public record Subscription(String filter, int qos, boolean retainAsPublished) {

    private static final int HIGHEST_IDENTIFIER = 268_435_455;

    public Subscription {
        Objects.requireNonNull(filter, "filter");
        if (qos < 0 || qos > 2) {
            throw new IllegalArgumentException("QoS of a subscription must be 0, 1 or 2, but is " + qos);
        }
    }

    /** For one who passes messages on: they stay retained on the way. */
    public Subscription(String filter, int qos) {
        this(filter, qos, true);
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

package dev.tedge.link.session;

import java.util.Objects;

/**
 * A filter that the broker is asked for.
 *
 * @param filter an MQTT topic filter
 * @param qos the highest QoS wanted, 0 or 1
 */
public record Subscription(String filter, int qos) {

    public Subscription {
        Objects.requireNonNull(filter, "filter");
        if (qos < 0 || qos > 1) {
            throw new IllegalArgumentException("QoS of a subscription must be 0 or 1, but is " + qos);
        }
    }
}

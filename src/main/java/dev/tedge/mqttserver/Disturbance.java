package dev.tedge.mqttserver;

import java.time.Duration;

/**
 * How the server misbehaves with a packet that it sends.
 *
 * @param delay for how long it is held back
 * @param swapped whether it changes places with the next one of which this is said, or goes alone when none comes
 *     within a second
 */
public record Disturbance(Duration delay, boolean swapped) {

    /** It is sent at once, in its order. */
    public static final Disturbance NONE = new Disturbance(Duration.ZERO, false);

    public Disturbance {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay must not be negative, but is " + delay);
        }
    }
}

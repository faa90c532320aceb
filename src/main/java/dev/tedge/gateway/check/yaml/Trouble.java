package dev.tedge.gateway.check.yaml;

import java.util.Objects;

/**
 * What is wrong with a text.
 *
 * @param spot where
 * @param reason what it is, and what to do, on one line
 */
public record Trouble(Spot spot, String reason) {

    public Trouble {
        Objects.requireNonNull(spot, "spot");
        Objects.requireNonNull(reason, "reason");
    }
}

package dev.tedge.gateway.routes;

import java.util.Locale;
import java.util.Optional;

/** Where routes meet brokers: the schemes {@code local:} and {@code aws:}. */
public enum Side {
    LOCAL,
    AWS;

    /** The side that an endpoint is on; empty for all other endpoints. */
    static Optional<Side> of(String scheme) {
        for (Side side : values()) {
            if (side.name().toLowerCase(Locale.ROOT).equals(scheme)) {
                return Optional.of(side);
            }
        }
        return Optional.empty();
    }
}

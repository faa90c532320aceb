package dev.tedge.gateway.routes;

import java.util.Objects;

/**
 * A filter that a route consumes from.
 *
 * @param route its id
 * @param side where
 * @param filter as the endpoint has it
 */
public record Inlet(String route, Side side, String filter) {

    public Inlet {
        Objects.requireNonNull(route, "route");
        Objects.requireNonNull(side, "side");
        Objects.requireNonNull(filter, "filter");
    }
}

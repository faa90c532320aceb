package dev.tedge.gateway.routes;

import java.util.Objects;
import java.util.Optional;

/**
 * What a route does with messages: from where, and to where.
 *
 * @param route its id
 * @param from the filter, or the topic, that messages come in through; empty when they come from elsewhere, as from a timer
 * @param to where they are published
 * @param topic the topic there; {@code +} and {@code #} stand for what only a message tells
 * @param retained whether it may be published as retained
 */
public record Hop(String route, Optional<Inlet> from, Side to, String topic, boolean retained) {

    public Hop {
        Objects.requireNonNull(route, "route");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(topic, "topic");
    }
}

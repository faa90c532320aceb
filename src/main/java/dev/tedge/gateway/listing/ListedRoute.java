package dev.tedge.gateway.listing;

import java.util.List;
import java.util.Objects;

/**
 * A route and its ways.
 *
 * @param id unique among all routes
 * @param ways from where to where; at least one
 */
public record ListedRoute(String id, List<Way> ways) {

    /**
     * A way of messages.
     *
     * @param from such as {@code local:te/#}, or another source; or why there is no such route now
     * @param to such as {@code aws:a/b}; empty when nothing is published
     */
    public record Way(String from, String to) {

        public Way {
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(to, "to");
        }
    }

    public ListedRoute {
        Objects.requireNonNull(id, "id");
        ways = List.copyOf(ways);
    }
}

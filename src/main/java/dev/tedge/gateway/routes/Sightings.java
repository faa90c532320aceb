package dev.tedge.gateway.routes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a {@link RouteWalk} has seen. */
final class Sightings {

    private final List<Hop> hops = new ArrayList<>();
    private final List<Hop> asideHops = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    private final Set<String> visited = new HashSet<>();

    /** Where messages go, one after the other. */
    List<Hop> hops() {
        return hops;
    }

    /** Where they, or others in their place, are published on AWS when they fail or are done with. */
    List<Hop> asideHops() {
        return asideHops;
    }

    /** What can't be told, a sentence each. */
    List<String> unknown() {
        return unknown;
    }

    /** The ids of the routes that these messages come through. */
    Set<String> visited() {
        return visited;
    }

    /** A route sends a message from an inlet to an endpoint on a side. */
    void published(String route, Optional<Inlet> from, Uri uri, Side side, Address address) {
        String topic = address.topic().orElse(uri.path());
        if (!address.known() || topic.isEmpty()) {
            unknown.add("route '%s' decides with each message which topic on '%s' it publishes to"
                    .formatted(route, uri.scheme()));
        } else {
            hops.add(new Hop(route, from, side, topic, address.retained()));
        }
    }

    /** What another walk has seen that is done about the messages of this one. */
    void aside(Sightings other) {
        asideHops.addAll(other.hops);
        asideHops.addAll(other.asideHops);
        unknown.addAll(other.unknown);
        visited.addAll(other.visited);
    }
}

package dev.tedge.gateway.routes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;

/** Where the messages of all routes come from and go to; a route whose precondition does not hold is none. */
public final class RouteMap {

    private final DefaultCamelContext context;
    private final List<RouteDefinition> routes;
    private final List<Inlet> inlets = new ArrayList<>();
    private final Set<Hop> hops = new LinkedHashSet<>();
    private final Set<String> unknown = new LinkedHashSet<>();
    private final Set<String> visited = new HashSet<>();

    /** @param context has read its routes, need not be started, and stays open as long as this is used */
    public RouteMap(DefaultCamelContext context) {
        this.context = context;
        this.routes = context.getRouteDefinitions().stream()
                .filter(route -> Precondition.unmet(context, route).isEmpty())
                .toList();
        routes.forEach(this::look);
        // Sent to by nobody whose route can be seen.
        routes.stream()
                .filter(route -> !visited.contains(route.getRouteId()))
                .forEach(route -> note(walk(Optional.empty()).through(route)));
    }

    /** What is consumed from, in the order of the routes. */
    public List<Inlet> inlets() {
        return List.copyOf(inlets);
    }

    /** What is published to, in the order of the routes. */
    public List<Hop> hops() {
        return List.copyOf(hops);
    }

    /** Where a message on a topic goes, which an inlet takes, when it does not fail. */
    public List<Hop> hops(Inlet inlet, String topic) {
        Optional<Inlet> concrete = Optional.of(new Inlet(inlet.route(), inlet.side(), topic));
        return routes.stream()
                .filter(route -> route.getRouteId().equals(inlet.route()))
                .flatMap(route -> walk(concrete).through(route).hops().stream())
                .filter(hop -> hop.from().isPresent())
                .distinct()
                .toList();
    }

    /** What can't be told before there is a message, a sentence each. */
    public List<String> unknown() {
        return List.copyOf(unknown);
    }

    private void look(RouteDefinition route) {
        Uri uri = Uri.of(context, route.getInput().getEndpointUri());
        Optional<Side> side = Side.of(uri.scheme());
        if (side.isPresent()) {
            for (String filter : uri.path().split(",", -1)) {
                Inlet inlet = new Inlet(route.getRouteId(), side.get(), filter);
                inlets.add(inlet);
                note(walk(Optional.of(inlet)).through(route));
            }
        } else if (!isReachedFromOthers(uri)) {
            note(walk(Optional.empty()).through(route));
        }
    }

    /** Such a route is looked at where others send to it: it knows too little by itself. */
    private static boolean isReachedFromOthers(Uri uri) {
        return uri.scheme().equals("direct") || uri.scheme().equals("seda");
    }

    private void note(Sightings seen) {
        hops.addAll(seen.hops());
        hops.addAll(seen.asideHops());
        unknown.addAll(seen.unknown());
        visited.addAll(seen.visited());
    }

    private RouteWalk walk(Optional<Inlet> from) {
        return new RouteWalk(context, routes, from);
    }
}

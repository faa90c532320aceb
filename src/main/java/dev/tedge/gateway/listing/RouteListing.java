package dev.tedge.gateway.listing;

import dev.tedge.gateway.GatewayException;
import dev.tedge.gateway.check.RouteCheck;
import dev.tedge.gateway.check.RouteFindings;
import dev.tedge.gateway.listing.ListedFile.State;
import dev.tedge.gateway.listing.ListedRoute.Way;
import dev.tedge.gateway.routes.Hop;
import dev.tedge.gateway.routes.Inlet;
import dev.tedge.gateway.routes.Precondition;
import dev.tedge.gateway.routes.RouteMap;
import dev.tedge.gateway.routes.Side;
import dev.tedge.gateway.source.Ejection;
import dev.tedge.gateway.source.JarCode;
import dev.tedge.gateway.source.RouteFile;
import dev.tedge.gateway.source.RouteSurroundings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.support.PluginHelper;

/** All routes, without running them; a gateway may run at the same time. */
public final class RouteListing {

    private final RouteSurroundings surroundings;
    private final List<RouteFile> files;
    private final Map<String, String> faults = new LinkedHashMap<>();
    /** What is wrong in jars, by jar and class. */
    private final Map<String, String> code = new TreeMap<>();

    /** Reads and checks the files. */
    public RouteListing(RouteSurroundings surroundings) {
        this.surroundings = surroundings;
        this.files = surroundings.files();
        RouteFindings found = RouteCheck.ofCommand(surroundings).findings(files);
        found.faults().forEach(fault -> faults.putIfAbsent(fault.file(), fault.toString()));
        found.code().forEach(fault -> code.putIfAbsent(fault.file(), fault.reason()));
    }

    /** What the built-in files have become since the user copied some, a sentence each. */
    public List<String> outdated() {
        return files.stream().map(Ejection::outdated).flatMap(Optional::stream).toList();
    }

    /**
     * The files in the order of their names, and behind them the classes in the user's jars.
     *
     * @throws GatewayException when a file that seemed to be good can't be read after all
     */
    public List<ListedFile> files() {
        Map<String, List<RouteDefinition>> definitions = new LinkedHashMap<>();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            JarCode jars = surroundings.prepare(context);
            context.build();
            for (RouteFile file : files) {
                definitions.put(file.name(), isGood(file) ? load(context, file) : List.of());
            }
            jars.addRoutes();
            RouteMap map = new RouteMap(context);
            List<ListedFile> listed = new ArrayList<>();
            files.forEach(file ->
                    listed.add(listed(file, routes(context, map, definitions.getOrDefault(file.name(), List.of())))));
            listed.addAll(code(context, jars, map));
            return listed;
        } catch (Exception e) {
            throw new GatewayException("The routes can't be read: " + e.getMessage(), e);
        }
    }

    private List<ListedFile> code(DefaultCamelContext context, JarCode jars, RouteMap map) {
        Map<String, List<RouteDefinition>> origins = new TreeMap<>();
        for (RouteDefinition route : context.getRouteDefinitions()) {
            jars.origin(route)
                    .ifPresent(found -> origins.computeIfAbsent(found.toString(), any -> new ArrayList<>())
                            .add(route));
        }
        origins.keySet().removeAll(code.keySet());
        List<ListedFile> listed = new ArrayList<>();
        origins.forEach((name, routes) ->
                listed.add(new ListedFile(State.ADDED, name, routes(context, map, routes), Optional.empty())));
        code.forEach((name, reason) -> listed.add(new ListedFile(State.FAILED, name, List.of(), Optional.of(reason))));
        return listed;
    }

    private boolean isGood(RouteFile file) {
        return file.inForce() && !faults.containsKey(file.name());
    }

    private static List<RouteDefinition> load(DefaultCamelContext context, RouteFile file) throws Exception {
        List<RouteDefinition> before = List.copyOf(context.getRouteDefinitions());
        PluginHelper.getRoutesLoader(context).loadRoutes(file.resource());
        return context.getRouteDefinitions().stream()
                .filter(route -> !before.contains(route))
                .toList();
    }

    private ListedFile listed(RouteFile file, List<ListedRoute> routes) {
        Optional<String> fault = Optional.ofNullable(faults.get(file.name()));
        State state =
                fault.isPresent() ? State.FAILED : State.valueOf(file.origin().name());
        return new ListedFile(state, file.name(), routes, fault);
    }

    private static List<ListedRoute> routes(
            DefaultCamelContext context, RouteMap map, List<RouteDefinition> definitions) {
        return definitions.stream()
                .map(route -> new ListedRoute(
                        route.getRouteId(),
                        Precondition.unmet(context, route)
                                .map(unmet -> List.of(new Way("off: " + unmet, "")))
                                .orElseGet(() -> ways(map, route))))
                .toList();
    }

    private static List<Way> ways(RouteMap map, RouteDefinition route) {
        String source = bare(route.getInput().getEndpointUri());
        List<String> inlets = map.inlets().stream()
                .filter(inlet -> inlet.route().equals(route.getRouteId()))
                .map(RouteListing::text)
                .toList();
        Set<Way> ways = new LinkedHashSet<>();
        map.hops().stream()
                .filter(hop -> hop.route().equals(route.getRouteId()))
                .map(hop -> new Way(hop.from().map(RouteListing::text).orElse(source), text(hop)))
                .forEach(ways::add);
        List<String> sources = inlets.isEmpty() ? List.of(source) : inlets;
        elsewhere(route).forEach(to -> sources.forEach(from -> ways.add(new Way(from, to))));
        List<String> silent = ways.isEmpty() ? sources : inlets;
        silent.stream()
                .filter(from -> ways.stream().noneMatch(way -> way.from().equals(from)))
                .toList()
                .forEach(from -> ways.add(new Way(from, "")));
        return List.copyOf(ways);
    }

    /** What a route sends to beside the brokers: other routes above all. */
    private static List<String> elsewhere(RouteDefinition route) {
        return ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), SendDefinition.class).stream()
                .map(send -> bare(String.valueOf(send.getEndpointUri())))
                .filter(uri -> !uri.matches("(local|aws)(:.*)?"))
                .toList();
    }

    /** Without options, which may hold a password. */
    private static String bare(String uri) {
        return uri.replaceFirst("\\?.*", "");
    }

    private static String text(Inlet inlet) {
        return text(inlet.side(), inlet.filter());
    }

    private static String text(Hop hop) {
        return text(hop.to(), hop.topic());
    }

    private static String text(Side side, String topic) {
        return side.name().toLowerCase(Locale.ROOT) + ":" + topic;
    }
}

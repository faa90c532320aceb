package dev.tedge.gateway.check;

import dev.tedge.gateway.check.rule.CamelWords;
import dev.tedge.gateway.check.yaml.CheckedFile;
import dev.tedge.gateway.check.yaml.DslSchema;
import dev.tedge.gateway.check.yaml.Entry;
import dev.tedge.gateway.check.yaml.Spot;
import dev.tedge.gateway.check.yaml.Trouble;
import dev.tedge.gateway.source.JarCode;
import dev.tedge.gateway.source.RouteFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteDefinitionHelper;
import org.apache.camel.spi.RoutesLoader;
import org.apache.camel.support.PluginHelper;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Has Camel read files and make routes of them, as it does when they are to run; but none is started. */
final class RouteLoading {

    /** Where a route is written. */
    record Origin(CheckedFile file, Entry item) {}

    private final DefaultCamelContext context;
    private final JarCode jars;
    private final List<RouteFault> code = new ArrayList<>();
    private final Map<RouteDefinition, Origin> origins = new HashMap<>();

    RouteLoading(DefaultCamelContext context, JarCode jars) {
        this.context = context;
        this.jars = jars;
    }

    private static RouteFault codeFault(String where, String reason) {
        return new RouteFault(where, Optional.empty(), reason);
    }

    /** What can't be used of the user's jars. */
    List<RouteFault> code() {
        List<RouteFault> all = new ArrayList<>(code);
        jars.failures().forEach((where, reason) -> all.add(codeFault(where, reason)));
        return all;
    }

    /** Where a route is written; empty for one of Java code. */
    Optional<Origin> origin(RouteDefinition route) {
        return Optional.ofNullable(origins.get(route));
    }

    /** Reads all files; the routes of the good ones are in the context then. */
    void load(List<CheckedFile> files) {
        Map<CheckedFile, Collection<RoutesBuilder>> builders = new LinkedHashMap<>();
        files.forEach(file -> attempt(
                file,
                () -> PluginHelper.getRoutesLoader(context)
                        .preParseRoute(file.file().resource(), false)));
        for (CheckedFile file : files) {
            attempt(file, () -> builders.put(file, builders(file.file())));
        }
        builders.forEach((file, all) -> attempt(file, () -> addConfigurations(all)));
        for (CheckedFile file : files) {
            attempt(file, () -> addRoutes(file, builders.getOrDefault(file, List.of())));
        }
    }

    private Collection<RoutesBuilder> builders(RouteFile file) throws Exception {
        RoutesLoader loader = PluginHelper.getRoutesLoader(context);
        return loader.findRoutesBuilders(file.resource());
    }

    private void addConfigurations(Collection<RoutesBuilder> builders) throws Exception {
        for (RoutesBuilder builder : builders) {
            if (builder instanceof RouteConfigurationsBuilder configurations) {
                context.addRoutesConfigurations(configurations);
            }
        }
    }

    private void addRoutes(CheckedFile file, Collection<RoutesBuilder> builders) throws Exception {
        List<RouteDefinition> before = List.copyOf(context.getRouteDefinitions());
        for (RoutesBuilder builder : builders) {
            context.addRoutes(builder);
        }
        List<RouteDefinition> added = new ArrayList<>(context.getRouteDefinitions());
        added.removeAll(before);
        List<Entry> items = file.routes();
        for (int i = 0; i < Math.min(added.size(), items.size()); i++) {
            origins.put(added.get(i), new Origin(file, items.get(i)));
        }
    }

    /** Makes each route; those that can't be made, or have faults, are taken out of the context. */
    void create() {
        for (RouteDefinition route : List.copyOf(context.getRouteDefinitions())) {
            Optional<Origin> origin = origin(route);
            boolean faulty = origin.filter(at -> at.file().isFaulty(at.item())).isPresent();
            if (faulty || !made(route, origin)) {
                remove(route);
            }
        }
    }

    private boolean made(RouteDefinition route, Optional<Origin> origin) {
        try {
            RouteDefinitionHelper.forceAssignIds(context, List.of(route));
            if (!route.isPrepared()) {
                RouteDefinitionHelper.prepareRoute(context, route);
                route.markPrepared();
            }
            org.apache.camel.Route made = context.getModelReifierFactory().createRoute(context, route);
            return made != null;
        } catch (Exception | LinkageError failure) {
            origin.ifPresent(at -> explain(at, failure));
            jars.origin(route).ifPresent(at -> code.add(codeFault(at.toString(), CamelWords.of(failure))));
            return false;
        }
    }

    private static void explain(Origin at, Throwable failure) {
        List<Trouble> troubles = DslSchema.troubles(at.item());
        troubles.forEach(at.file()::fault);
        // What all routes of a file share, such as its onException, fails in each of them again.
        boolean told = at.file().items().stream()
                .anyMatch(
                        item -> !at.file().routes().contains(item) && at.file().isFaulty(item));
        if (troubles.isEmpty() && !told) {
            at.file().fault(spot(at.item(), CamelWords.of(failure)), CamelWords.of(failure));
        }
    }

    /** Notes what is wrong with a route, where it begins. */
    void fault(String route, String reason) {
        origin(route).ifPresent(at -> at.file().fault(begin(at.item()), reason));
    }

    /** Notes what is wrong with a topic that a route publishes to, where that is written. */
    void fault(String route, String topic, String reason) {
        origin(route)
                .ifPresent(at -> at.file()
                        .fault(
                                at.item()
                                        .all()
                                        .filter(entry -> entry.text()
                                                .filter(text -> resolved(text).contains(topic))
                                                .isPresent())
                                        .findFirst()
                                        .map(Entry::valueSpot)
                                        .orElseGet(() -> begin(at.item())),
                                reason));
    }

    private String resolved(String text) {
        try {
            return context.resolvePropertyPlaceholders(text);
        } catch (RuntimeException noValue) {
            return text;
        }
    }

    /** Notes what is doubtful with a route, where it begins. */
    void warning(String route, String reason) {
        origin(route).ifPresent(at -> at.file().warning(begin(at.item()), reason));
    }

    private Optional<Origin> origin(String route) {
        return origins.entrySet().stream()
                .filter(entry -> route.equals(entry.getKey().getRouteId()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** The filter, or else the route. */
    private static Spot begin(Entry route) {
        Optional<Entry> from = route.key().equals("from") ? Optional.of(route) : route.child("from");
        return from.flatMap(entry -> entry.child("uri").or(() -> from))
                .map(Entry::valueSpot)
                .orElse(route.keySpot());
    }

    private void remove(RouteDefinition route) {
        try {
            context.removeRouteDefinition(route);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The longest value, or else key, that the words name in quotes; or else the item. */
    private static Spot spot(Entry item, String words) {
        return item.all()
                .filter(entry ->
                        entry.text().filter(text -> isNamed(text, words)).isPresent())
                .max(Comparator.comparingInt(entry -> entry.text().orElse("").length()))
                .map(Entry::valueSpot)
                .or(() -> item.all()
                        .filter(entry -> isNamed(entry.key(), words))
                        .findFirst()
                        .map(Entry::keySpot))
                .orElse(item.keySpot());
    }

    private static boolean isNamed(String text, String words) {
        return !text.isEmpty() && words.contains("'" + text + "'");
    }

    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    private static void attempt(CheckedFile file, Work work) {
        try {
            work.run();
        } catch (Exception | LinkageError failure) {
            explain(file, failure);
        }
    }

    private static void explain(CheckedFile file, Throwable failure) {
        List<Trouble> troubles = file.items().stream()
                .flatMap(item -> DslSchema.troubles(item).stream())
                .toList();
        if (!troubles.isEmpty()) {
            troubles.forEach(file::fault);
            return;
        }
        Optional<Spot> marked = CamelWords.causes(failure).stream()
                .filter(MarkedYamlEngineException.class::isInstance)
                .flatMap(cause -> ((MarkedYamlEngineException) cause).getProblemMark().stream())
                .map(Spot::of)
                .findFirst();
        boolean told = marked.map(
                        spot -> file.item(spot.line()).filter(file::isFaulty).isPresent())
                .orElse(file.isFaulty());
        if (!told) {
            file.fault(marked.orElseGet(() -> anywhere(file, failure)), CamelWords.of(failure));
        }
    }

    private static Spot anywhere(CheckedFile file, Throwable failure) {
        return file.items().stream()
                .map(item -> spot(item, CamelWords.of(failure)))
                .max((one, other) -> Integer.compare(one.line(), other.line()))
                .orElse(Spot.BEGIN);
    }
}

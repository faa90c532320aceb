package dev.tedge.gateway.check;

import dev.tedge.gateway.check.RouteFault.Place;
import dev.tedge.gateway.check.rule.DirectRoutes;
import dev.tedge.gateway.check.rule.Endpoints;
import dev.tedge.gateway.check.rule.Expressions;
import dev.tedge.gateway.check.rule.Ids;
import dev.tedge.gateway.check.rule.Loops;
import dev.tedge.gateway.check.rule.Names;
import dev.tedge.gateway.check.rule.Placeholders;
import dev.tedge.gateway.check.rule.Topics;
import dev.tedge.gateway.check.yaml.CheckedFile;
import dev.tedge.gateway.check.yaml.Trouble;
import dev.tedge.gateway.routes.Hop;
import dev.tedge.gateway.routes.RouteMap;
import dev.tedge.gateway.source.JarCode;
import dev.tedge.gateway.source.RouteFile;
import dev.tedge.gateway.source.RouteSurroundings;
import dev.tedge.health.HealthRoutes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;

/**
 * Finds what keeps route files from running, without running them: nothing is connected, locked or written. The files are
 * looked at together, since what one does can be a fault only beside another. Beans that files declare are made.
 */
public final class RouteCheck {

    private final RouteSurroundings surroundings;
    private final CodeOfOthers code;
    private final Optional<CamelContext> running;

    private RouteCheck(RouteSurroundings surroundings, CodeOfOthers code, Optional<CamelContext> running) {
        this.surroundings = surroundings;
        this.code = code;
        this.running = running;
    }

    /** For one who may run what the files name. */
    public RouteCheck(RouteSurroundings surroundings) {
        this(surroundings, CodeOfOthers.ALLOWED, Optional.empty());
    }

    /** For commands, which root may run in the directory of another user. */
    public static RouteCheck ofCommand(RouteSurroundings surroundings) {
        return new RouteCheck(surroundings, CodeOfOthers.ofProcess(), Optional.empty());
    }

    /**
     * For the gateway itself. No code of jars is run: the beans are those of the context, and its routes in Java are there.
     *
     * @param running has been prepared with these surroundings
     */
    public static RouteCheck beside(CamelContext running, RouteSurroundings surroundings) {
        return new RouteCheck(surroundings, CodeOfOthers.ALLOWED, Optional.of(running));
    }

    /**
     * Looks at files.
     *
     * @param files all that are to be in force; those that are switched off are left out
     * @return what is wrong, in the order of files and places; empty when they can run
     */
    public List<RouteFault> faults(List<RouteFile> files) {
        return findings(files).faults();
    }

    /** The same, and what is doubtful only. */
    public RouteFindings findings(List<RouteFile> files) {
        List<RouteFault> refused = code.faults(files);
        if (!refused.isEmpty()) {
            return new RouteFindings(refused, List.of(), List.of(), 0);
        }
        List<RouteFault> unreadable = files.stream()
                .flatMap(file ->
                        file.trouble().map(reason -> new RouteFault(file.name(), Optional.empty(), reason)).stream())
                .toList();
        return look(files).behind(unreadable);
    }

    private RouteFindings look(List<RouteFile> files) {
        List<CheckedFile> checked =
                files.stream().filter(RouteFile::inForce).map(CheckedFile::new).toList();
        List<RouteFault> ofJars;
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            running.ifPresentOrElse(
                    other -> surroundings.prepareBeside(other, context), () -> surroundings.prepare(context));
            LinkStandIn.bind(context);
            context.build();
            text(context, files, checked);
            ofJars = routes(context, checked);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new RouteFindings(
                checked.stream().flatMap(file -> placed(file, file.faults())).toList(),
                checked.stream().flatMap(file -> placed(file, file.warnings())).toList(),
                ofJars,
                checked.stream().mapToInt(file -> file.routes().size()).sum());
    }

    /** What the text tells. */
    private void text(DefaultCamelContext context, List<RouteFile> all, List<CheckedFile> files) {
        Placeholders placeholders = new Placeholders(context);
        Names names = new Names(context, surroundings.beans().keySet(), files);
        Topics topics = new Topics(context);
        for (CheckedFile file : files) {
            placeholders.check(file);
            names.check(file);
            topics.check(file);
            Endpoints.checkForm(file);
        }
        List<String> configurations = context.getRouteConfigurationDefinitions().stream()
                .map(RouteConfigurationDefinition::getId)
                .filter(Objects::nonNull)
                .toList();
        new Ids(configurations, taken(), all).check(files);
    }

    /** Ids of routes that are not in files, and whose they are. */
    private Map<String, String> taken() {
        Map<String, String> taken = new HashMap<>();
        HealthRoutes.IDS.forEach(id -> taken.put(id, "by the gateway itself"));
        running.flatMap(JarCode::of)
                .ifPresent(code -> code.routes().forEach((route, from) -> taken.put(route.getRouteId(), "in " + from)));
        return taken;
    }

    /** Where they begin can be told when they have been added. */
    private void directRoutes(DefaultCamelContext context, List<CheckedFile> files) {
        JarCode code = JarCode.of(running.orElse(context)).orElseThrow();
        List<String> begins = code.routes().keySet().stream()
                .map(route -> route.getInput().getEndpointUri())
                .toList();
        new DirectRoutes(context, begins, code.complete()).check(files);
    }

    /** What Camel makes of it. */
    private List<RouteFault> routes(DefaultCamelContext context, List<CheckedFile> files) {
        JarCode code = JarCode.of(context).orElseThrow();
        RouteLoading loading = new RouteLoading(context, code);
        loading.load(files.stream().filter(CheckedFile::isYaml).toList());
        // They may name beans, which are there now.
        Expressions expressions = new Expressions(context);
        files.forEach(expressions::check);
        Endpoints endpoints = new Endpoints(context);
        files.forEach(endpoints::check);
        if (running.isEmpty()) {
            code.addRoutes();
        }
        directRoutes(context, files);
        loading.create();
        RouteMap map = new RouteMap(context);
        for (Hop hop : map.hops()) {
            Topics.refusal(hop).ifPresent(reason -> loading.fault(hop.route(), hop.topic(), reason));
        }
        new Loops(map).check(loading::fault, loading::warning);
        return loading.code();
    }

    private static Stream<RouteFault> placed(CheckedFile file, List<Trouble> troubles) {
        return troubles.stream().map(trouble -> {
            Place place = new Place(trouble.spot().line(), trouble.spot().column());
            return new RouteFault(file.file().name(), Optional.of(place), trouble.reason());
        });
    }
}

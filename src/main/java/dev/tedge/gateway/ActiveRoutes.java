package dev.tedge.gateway;

import dev.tedge.config.TedgeConfig;
import dev.tedge.gateway.check.CodeOfOthers;
import dev.tedge.gateway.check.RouteCheck;
import dev.tedge.gateway.check.RouteFault;
import dev.tedge.gateway.check.RouteFindings;
import dev.tedge.gateway.routes.Hop;
import dev.tedge.gateway.routes.Inlet;
import dev.tedge.gateway.routes.RouteMap;
import dev.tedge.gateway.routes.Side;
import dev.tedge.gateway.source.JarCode;
import dev.tedge.gateway.source.RouteFile;
import dev.tedge.gateway.source.RouteFile.Origin;
import dev.tedge.gateway.source.RouteFiles;
import dev.tedge.gateway.source.RouteSurroundings;
import dev.tedge.mapping.Addressing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;

/**
 * The routes in force, looked at without running them: no connection is made, nothing is started or locked, and a gateway may
 * run at the same time. What a user's own Java code does with a message can't be seen.
 */
public final class ActiveRoutes implements AutoCloseable {

    /** What the gateway says of itself, which no file has. */
    private static final String HEALTH = "health-to-aws";

    private final DefaultCamelContext context;
    private final RouteSurroundings surroundings;
    private final List<String> leftOut;
    private final RouteMap routes;
    private final List<Hop> own;

    private ActiveRoutes(DefaultCamelContext context, RouteSurroundings surroundings, List<String> leftOut) {
        this.context = context;
        this.surroundings = surroundings;
        this.leftOut = leftOut;
        this.routes = new RouteMap(context);
        this.own = health(surroundings.config(), context);
    }

    /** The same without further files. */
    public static ActiveRoutes of(TedgeConfig config, String thingName) {
        return of(config, thingName, List.of());
    }

    /**
     * Reads the routes. As in the gateway, files of the user's that can't run are left out.
     *
     * @param thingName what <code>{{device.id}}</code> shall stand for: one topic level
     * @param given further route files, in the place of those of their names, or beside those in force
     * @throws GatewayException when a given file can't run, or root may not load a file; the message says which
     */
    public static ActiveRoutes of(TedgeConfig config, String thingName, List<Path> given) {
        RouteSurroundings surroundings = new RouteSurroundings(config, thingName);
        DefaultCamelContext context = new DefaultCamelContext();
        try {
            List<RouteFile> files = RouteFiles.with(surroundings.files(), given);
            CodeOfOthers.ofProcess().faults(files).stream().findFirst().ifPresent(fault -> {
                throw new GatewayException(String.valueOf(fault));
            });
            RouteFindings found = new RouteCheck(surroundings).findings(files);
            Set<String> faulty = found.faults().stream().map(RouteFault::file).collect(Collectors.toSet());
            requireGood(found, given);
            JarCode code = surroundings.prepare(context);
            context.build();
            PluginHelper.getRoutesLoader(context).loadRoutes(resources(files, faulty));
            code.addRoutes();
            return new ActiveRoutes(context, surroundings, sentences(found));
        } catch (Exception e) {
            context.stop();
            surroundings.close();
            throw new GatewayException("The routes can't be read: " + e.getMessage(), e);
        }
    }

    private static void requireGood(RouteFindings found, List<Path> given) {
        Set<String> names =
                given.stream().map(file -> String.valueOf(file.getFileName())).collect(Collectors.toSet());
        found.faults().stream()
                .filter(fault -> names.contains(fault.file()))
                .findFirst()
                .ifPresent(fault -> {
                    throw new GatewayException(String.valueOf(fault));
                });
    }

    /** In the place of a faulty file the built-in one of its name stays. */
    private static List<Resource> resources(List<RouteFile> files, Set<String> faulty) {
        return files.stream()
                .flatMap(file -> faulty.contains(file.name())
                        ? RouteFiles.builtIn(file.name()).stream()
                        : Stream.of(file).filter(RouteFile::inForce))
                .map(RouteFile::resource)
                .toList();
    }

    private static List<String> sentences(RouteFindings found) {
        return Stream.concat(found.faults().stream(), found.code().stream())
                .map(fault -> "Left out, since it can't run: " + fault)
                .toList();
    }

    /** Where the user's route files are; need not exist. */
    public static Path directory(TedgeConfig config) {
        return config.directory().resolve("routes");
    }

    /** Names of the files there that switch a route file off. */
    public static List<String> disabled(TedgeConfig config) {
        return RouteFiles.in(directory(config)).stream()
                .filter(file -> file.origin() == Origin.DISABLED)
                .map(file -> file.name() + RouteFile.SWITCHED_OFF)
                .toList();
    }

    /** What is consumed from. */
    public List<Inlet> inlets() {
        return routes.inlets();
    }

    /** What is published to, wherever the messages come from. */
    public List<Hop> hops() {
        List<Hop> hops = new ArrayList<>(routes.hops());
        hops.addAll(own);
        return hops;
    }

    /**
     * Where a message on a topic goes.
     *
     * @param inlet one of {@link #inlets}
     * @param topic a topic without wildcards that it takes
     */
    public List<Hop> hops(Inlet inlet, String topic) {
        return routes.hops(inlet, topic);
    }

    /** Files and code of the user's that can't run, a sentence for each thing that is wrong. */
    public List<String> leftOut() {
        return leftOut;
    }

    /** What can't be told before there is a message, a sentence each. */
    public List<String> unknown() {
        return routes.unknown();
    }

    private static List<Hop> health(TedgeConfig config, DefaultCamelContext context) {
        GatewayServices services = GatewayServices.of(config);
        Addressing mapper = context.getRegistry().lookupByNameAndType("telemetryMapper", Addressing.class);
        List<Hop> hops = new ArrayList<>();
        for (String status :
                List.of(services.mapper().status(), services.bridge().status())) {
            mapper.topics(status).forEach(topic -> hops.add(new Hop(HEALTH, Optional.empty(), Side.AWS, topic, false)));
        }
        return hops;
    }

    @Override
    public void close() {
        context.stop();
        surroundings.close();
    }
}

package dev.tedge.gateway;

import dev.tedge.config.TedgeConfig;
import dev.tedge.gateway.check.CodeOfOthers;
import dev.tedge.gateway.routes.Hop;
import dev.tedge.gateway.routes.Inlet;
import dev.tedge.gateway.routes.RouteMap;
import dev.tedge.gateway.routes.Side;
import dev.tedge.gateway.source.RouteFile;
import dev.tedge.gateway.source.RouteFiles;
import dev.tedge.gateway.source.RouteSurroundings;
import dev.tedge.mapping.Addressing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;

/**
 * The routes in force, looked at without running them: no connection is made, nothing is started or locked, and a gateway may
 * run at the same time. What a user's own Java code does with a message can't be seen.
 */
public final class ActiveRoutes implements AutoCloseable {

    /** What the gateway says of itself, which no file has. */
    private static final String HEALTH = "health-to-aws";

    private final DefaultCamelContext context;
    private final RouteMap routes;
    private final List<Hop> own;

    private ActiveRoutes(DefaultCamelContext context, List<Hop> own) {
        this.context = context;
        this.routes = new RouteMap(context);
        this.own = own;
    }

    /**
     * Reads the routes.
     *
     * @param thingName what <code>{{device.id}}</code> shall stand for: one topic level
     * @throws GatewayException when a route can't be read; the message says which
     */
    public static ActiveRoutes of(TedgeConfig config, String thingName) {
        RouteSurroundings surroundings = new RouteSurroundings(config, thingName);
        List<RouteFile> files = surroundings.files();
        CodeOfOthers.ofProcess().faults(files).stream().findFirst().ifPresent(fault -> {
            throw new GatewayException("The routes can't be read: " + fault);
        });
        DefaultCamelContext context = new DefaultCamelContext();
        try {
            surroundings.prepare(context);
            context.build();
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(files.stream()
                            .filter(RouteFile::inForce)
                            .map(RouteFile::resource)
                            .toList());
            surroundings.jars().addRoutes(context);
            return new ActiveRoutes(context, health(config, context));
        } catch (Exception e) {
            context.stop();
            throw new GatewayException("The routes can't be read: " + e.getMessage(), e);
        }
    }

    /** Where the user's route files are; need not exist. */
    public static Path directory(TedgeConfig config) {
        return config.directory().resolve("routes");
    }

    /** Names of the files there that switch a route file off. */
    public static List<String> disabled(TedgeConfig config) {
        return RouteFiles.in(directory(config)).stream()
                .filter(file -> !file.inForce())
                .map(file -> file.name() + ".disabled")
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
    }
}

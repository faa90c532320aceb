package dev.tedge.gateway;

import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import dev.tedge.gateway.feature.Features;
import dev.tedge.gateway.routes.Hop;
import dev.tedge.gateway.routes.Inlet;
import dev.tedge.gateway.routes.Side;
import dev.tedge.message.TopicFilter;
import dev.tedge.policy.Need;
import dev.tedge.policy.Needs;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the active routes need of a policy.
 *
 * @param all with the name of the thing that was given
 * @param unknown what the routes don't tell, a sentence each
 * @param leftOut what can't run, a sentence each
 */
public record RouteNeeds(List<Need> all, List<String> unknown, List<String> leftOut) {

    /** Serves all devices with one policy. */
    public static final String ANY_THING = "${iot:Connection.Thing.ThingName}";

    /** Stands for it in routes, where a variable would be taken for an expression. */
    private static final String STAND_IN = "__name-of-the-thing__";

    public RouteNeeds {
        all = List.copyOf(all);
        unknown = List.copyOf(unknown);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * Reads the routes.
     *
     * @param thingName of the device, or {@link #ANY_THING}
     * @param config names the directory with the user's routes
     * @param publish further topics, or filters, that something publishes to; see {@link #requireTopics}
     * @throws GatewayException when a route can't be read
     */
    public static RouteNeeds of(TedgeConfig config, String thingName, List<String> publish) {
        return of(config, thingName, publish, List.of());
    }

    /**
     * The same with further route files.
     *
     * @param files in the place of those of their names, or beside those in force
     * @throws GatewayException when one of them can't run
     */
    public static RouteNeeds of(TedgeConfig config, String thingName, List<String> publish, List<Path> files) {
        Needs needs = new Needs().connect(STAND_IN);
        try (ActiveRoutes routes = ActiveRoutes.of(config, STAND_IN, files)) {
            for (Inlet inlet : routes.inlets()) {
                if (inlet.side() == Side.AWS) {
                    needs.consume(inlet.route(), inlet.filter());
                }
            }
            for (Hop hop : routes.hops()) {
                if (hop.to() == Side.AWS) {
                    needs.publish(hop.route(), hop.topic(), hop.retained());
                }
            }
            Features.require(config, STAND_IN, needs);
            requireTopics(publish);
            Optional<String> own = config.find(Settings.AWS_DEVICE_ID);
            publish.forEach(topic -> needs.publish("--publish", general(topic, own), false));
            List<Need> all = needs.all().stream()
                    .map(need ->
                            new Need(need.route(), need.action(), need.name().replace(STAND_IN, thingName)))
                    .toList();
            return new RouteNeeds(all, routes.unknown(), routes.leftOut());
        }
    }

    /**
     * Refuses what can't be a topic, or an MQTT filter of topics, for a policy.
     *
     * @throws IllegalArgumentException with a message for people
     */
    public static void requireTopics(List<String> filters) {
        for (String filter : filters) {
            TopicFilter checked = new TopicFilter(filter);
            if (filter.contains("*") || filter.contains("?")) {
                throw new IllegalArgumentException(
                        "'%s' has a wildcard of policies: give MQTT's, '+' or '#', as a whole level".formatted(filter));
            }
            if (checked.value().startsWith("+") || checked.value().startsWith("#")) {
                throw new IllegalArgumentException(
                        "'%s' is for every topic: give at least the first level".formatted(filter));
            }
        }
    }

    /** The topic for all devices: a level that is the name of this one stands for their names. */
    private static String general(String topic, Optional<String> own) {
        return Arrays.stream(topic.split("/", -1))
                .map(level -> own.filter(level::equals).map(name -> STAND_IN).orElse(level))
                .collect(Collectors.joining("/"));
    }
}

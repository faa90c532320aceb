package dev.tedge.gateway;

import dev.tedge.config.TedgeConfig;
import dev.tedge.gateway.routes.Hop;
import dev.tedge.gateway.routes.Inlet;
import dev.tedge.gateway.routes.Side;
import dev.tedge.policy.Need;
import dev.tedge.policy.Needs;
import java.util.List;

/**
 * What the active routes need of a policy.
 *
 * @param all with the name of the thing that was given
 * @param unknown what the routes don't tell, a sentence each
 */
public record RouteNeeds(List<Need> all, List<String> unknown) {

    /** Serves all devices with one policy. */
    public static final String ANY_THING = "${iot:Connection.Thing.ThingName}";

    /** Stands for it in routes, where a variable would be taken for an expression. */
    private static final String STAND_IN = "__name-of-the-thing__";

    public RouteNeeds {
        all = List.copyOf(all);
        unknown = List.copyOf(unknown);
    }

    /**
     * Reads the routes.
     *
     * @param thingName of the device, or {@link #ANY_THING}
     * @param config names the directory with the user's routes
     * @param publish further topics, or filters, that something publishes to
     * @throws GatewayException when a route can't be read
     */
    public static RouteNeeds of(TedgeConfig config, String thingName, List<String> publish) {
        Needs needs = new Needs().connect(STAND_IN);
        try (ActiveRoutes routes = ActiveRoutes.of(config, STAND_IN)) {
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
            publish.forEach(topic -> needs.publish("--publish", topic, false));
            List<Need> all = needs.all().stream()
                    .map(need ->
                            new Need(need.route(), need.action(), need.name().replace(STAND_IN, thingName)))
                    .toList();
            return new RouteNeeds(all, routes.unknown());
        }
    }
}

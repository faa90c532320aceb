package dev.tedge.gateway.guest;

import dev.tedge.config.ConfigException;
import dev.tedge.gateway.GatewayException;
import dev.tedge.gateway.source.RouteJars;
import dev.tedge.gateway.source.RouteSurroundings;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.spi.DependencyStrategy;

/**
 * Makes {@code local:}, {@code aws:}, the processors and the settings known to routes that the Camel CLI runs. Camel finds it by
 * itself in each context that can see the jar, and it leaves all others alone.
 */
public final class CamelRunPlugin implements ContextServicePlugin {

    private final Map<String, String> environment;

    /** For Camel. */
    public CamelRunPlugin() {
        this(System.getenv());
    }

    CamelRunPlugin(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public void load(CamelContext context) {
        if (isOfCli(context)) {
            prepare(context);
        }
    }

    /** Nobody else fetches what routes need while they are being read. */
    private static boolean isOfCli(CamelContext context) {
        return !context.getRegistry().findByType(DependencyStrategy.class).isEmpty();
    }

    /** Camel goes on when a plugin fails, with all that follows from it: what is wrong is said in its time. */
    private void prepare(CamelContext context) {
        GuestConfig config;
        Optional<GatewayException> trouble = Optional.empty();
        try {
            config = GuestConfig.of(environment);
        } catch (ConfigException | IllegalArgumentException e) {
            config = GuestConfig.none();
            trouble = Optional.of(new GatewayException(String.valueOf(e.getMessage())));
        }
        try (RouteSurroundings surroundings =
                new RouteSurroundings(config.config(), config.thingName(), RouteJars.none())) {
            surroundings.prepareWithoutCode(context);
        }
        context.addLifecycleStrategy(new Guest(config, trouble));
    }
}

package dev.tedge.gateway.check;

import dev.tedge.gateway.source.RouteFile;
import dev.tedge.gateway.source.RouteSurroundings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;

/**
 * Finds what keeps route files from running, without running them: nothing is connected, locked or written. The files are
 * looked at together, since what one does can be a fault only beside another.
 */
public final class RouteCheck {

    private final RouteSurroundings surroundings;

    public RouteCheck(RouteSurroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * Looks at files.
     *
     * @param files all that are to be in force; those that are switched off are left out
     * @return what is wrong, in the order of files and places; empty when they can run
     */
    public List<RouteFault> faults(List<RouteFile> files) {
        List<RouteFault> faults = new ArrayList<>();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            surroundings.prepare(context);
            context.build();
            for (RouteFile file : files) {
                load(context, file).ifPresent(faults::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(faults);
    }

    private static Optional<RouteFault> load(DefaultCamelContext context, RouteFile file) {
        if (!file.inForce()) {
            return Optional.empty();
        }
        try {
            PluginHelper.getRoutesLoader(context).loadRoutes(file.resource());
            return Optional.empty();
        } catch (Exception e) {
            return Optional.of(new RouteFault(file.name(), Optional.empty(), String.valueOf(e.getMessage())));
        }
    }
}

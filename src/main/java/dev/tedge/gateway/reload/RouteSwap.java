package dev.tedge.gateway.reload;

import dev.tedge.gateway.check.RouteCheck;
import dev.tedge.gateway.source.JarCode;
import dev.tedge.gateway.source.RouteFile;
import dev.tedge.gateway.source.RouteSurroundings;
import dev.tedge.link.Hold;
import dev.tedge.link.Link;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.impl.engine.DefaultRoutesLoader;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.spi.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts other route files in the place of those that run, in a Camel context that has been started. Meanwhile both links hold
 * messages back, those under way in the routes concerned get a second to arrive, and what these have gathered another one. A
 * message that does not arrive ends with its route and is given to the new one. Used by one thread.
 */
final class RouteSwap {

    private static final Logger LOG = LoggerFactory.getLogger(RouteSwap.class);

    /** What is left by then hangs. */
    private static final long STOP_MILLIS = 100;

    private final CamelContext context;
    private final List<Link> links;
    private final Runnable ready;
    private final Unfinished unfinished;

    /** What files have brought that does not tell which: configurations, templates, and the routes made from these. */
    private final Set<Object> shared = Collections.newSetFromMap(new IdentityHashMap<>());

    private final HiddenBeans hidden;

    /** Whether something is missing of what was before, since it could not be put in force again. */
    private boolean incomplete;

    /** @param ready called after each replacement, when the links' consumers are the new ones and the brokers do not know yet */
    RouteSwap(CamelContext context, List<Link> links, Runnable ready) {
        this.context = context;
        this.links = links;
        this.ready = ready;
        this.unfinished = new Unfinished(context, links);
        this.hidden = new HiddenBeans(context.getRegistry());
    }

    /**
     * Replaces what has to be.
     *
     * @param before what is in force
     * @param after what shall be
     * @throws SwapException when a route can't be made or started, whatever is thrown there, or not be stopped yet
     */
    void replace(Map<String, RouteFile> before, Map<String, RouteFile> after)
            throws SwapException, InterruptedException {
        try {
            Set<String> extent = incomplete ? RouteExtent.all(before, after) : RouteExtent.of(before, after);
            if (!extent.isEmpty()) {
                exchange(inForce(before, extent), inForce(after, extent));
            }
        } catch (RuntimeException | Error e) {
            throw new SwapException(e, incomplete);
        }
    }

    private void exchange(List<RouteFile> old, List<RouteFile> fresh) throws SwapException, InterruptedException {
        List<Hold> holds = links.stream().map(Link::hold).toList();
        try {
            List<Route> routes = routes(old);
            unfinished.finish(holds, routes);
            List<String> queued = unfinished.queued(routes);
            if (!queued.isEmpty()) {
                throw new SwapException(queued);
            }
            replace(old, fresh);
            ready();
        } finally {
            holds.forEach(Hold::close);
        }
    }

    /** Whatever comes of it, the routes are in force. */
    private void ready() {
        try {
            ready.run();
        } catch (RuntimeException e) {
            LOG.warn("New topic filters are not remembered: {}", e.toString());
        }
    }

    /** Adds the routes in Java, which stay, and says what can't be used. */
    void addCode() {
        JarCode.of(context).ifPresent(code -> {
            code.addRoutes();
            new TreeMap<>(code.failures()).forEach((where, reason) -> LOG.error("{} can't be used: {}", where, reason));
        });
    }

    /** Looks at files beside the routes that run. */
    RouteCheck check(RouteSurroundings surroundings) {
        return RouteCheck.beside(context, surroundings);
    }

    private static List<RouteFile> inForce(Map<String, RouteFile> files, Set<String> extent) {
        return extent.stream()
                .map(files::get)
                .filter(Objects::nonNull)
                .filter(RouteFile::inForce)
                .toList();
    }

    private void replace(List<RouteFile> old, List<RouteFile> fresh) throws SwapException {
        try {
            remove(old);
            load(fresh);
            incomplete = false;
        } catch (Throwable e) {
            // An Error too, such as that of a file that is nested too deeply: otherwise nothing would run.
            LOG.debug("Routes that can't be put in force", e);
            restore(old, fresh);
            throw new SwapException(e, incomplete);
        }
    }

    private void restore(List<RouteFile> old, List<RouteFile> fresh) {
        try {
            remove(fresh);
            load(old);
            incomplete = false;
        } catch (Throwable e) {
            if (!incomplete) {
                LOG.error("The previous routes can't be restored now, which is tried again", e);
            }
            incomplete = true;
        }
    }

    /** Loads files, in a context that has been started or not. */
    void load(List<RouteFile> files) throws Exception {
        hidden.hide(files);
        // A loader of its own: it remembers which beans it has made, even when it has failed afterwards.
        Model model = model();
        Set<Object> others = identities(model);
        try (DefaultRoutesLoader loader = new DefaultRoutesLoader(context)) {
            loader.loadRoutes(files.stream().map(RouteFile::resource).toList());
        } finally {
            Set<Object> added = identities(model);
            added.removeAll(others);
            shared.addAll(added);
        }
    }

    private static Set<Object> identities(Model model) {
        Set<Object> known = Collections.newSetFromMap(new IdentityHashMap<>());
        known.addAll(model.getRouteConfigurationDefinitions());
        known.addAll(model.getRouteTemplateDefinitions());
        model.getRouteDefinitions().stream()
                .filter(definition -> definition.getResource() == null)
                .forEach(known::add);
        return known;
    }

    private void remove(List<RouteFile> files) throws Exception {
        Model model = model();
        for (RouteDefinition definition : of(files, model.getRouteDefinitions())) {
            remove(model, definition);
            shared.remove(definition);
        }
        if (haveShared(files)) {
            removeShared(model);
        }
        hidden.uncover(files);
    }

    /** A file with such a thing is never replaced alone, so all of them go; they do not tell which file they are from. */
    private void removeShared(Model model) throws Exception {
        for (RouteConfigurationDefinition definition : List.copyOf(model.getRouteConfigurationDefinitions())) {
            if (shared.remove(definition)) {
                model.removeRouteConfiguration(definition);
            }
        }
        for (RouteTemplateDefinition definition : List.copyOf(model.getRouteTemplateDefinitions())) {
            if (shared.remove(definition)) {
                model.removeRouteTemplateDefinition(definition);
            }
        }
    }

    private void remove(Model model, RouteDefinition definition) throws Exception {
        String id = definition.getRouteId();
        Route route = context.getRoute(id);
        if (route != null) {
            context.getRouteController().stopRoute(id, STOP_MILLIS, TimeUnit.MILLISECONDS);
            context.removeRoute(id);
        }
        // Also when it could not be started.
        model.removeRouteDefinition(definition);
    }

    private List<Route> routes(List<RouteFile> files) {
        return of(files, model().getRouteDefinitions()).stream()
                .map(definition -> context.getRoute(definition.getRouteId()))
                .filter(Objects::nonNull)
                .toList();
    }

    /** What routes have taken and not passed on. */
    Unfinished unfinished() {
        return unfinished;
    }

    private Model model() {
        return context.getCamelContextExtension().getContextPlugin(Model.class);
    }

    private static boolean haveShared(List<RouteFile> files) {
        return files.stream().anyMatch(RouteExtent::isShared);
    }

    private List<RouteDefinition> of(List<RouteFile> files, List<RouteDefinition> definitions) {
        Set<String> locations = files.stream().map(RouteFile::location).collect(Collectors.toSet());
        boolean withShared = haveShared(files);
        return definitions.stream()
                .filter(definition -> (withShared && shared.contains(definition))
                        || Stream.ofNullable(definition.getResource())
                                .map(Resource::getLocation)
                                .anyMatch(locations::contains))
                .toList();
    }
}

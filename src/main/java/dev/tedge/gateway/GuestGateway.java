package dev.tedge.gateway;

import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import dev.tedge.delivery.store.StoreException;
import dev.tedge.gateway.check.RouteFault;
import dev.tedge.gateway.control.ControlServer;
import dev.tedge.gateway.feature.Features;
import dev.tedge.gateway.reload.RoutesStatus;
import dev.tedge.health.HealthRoutes;
import dev.tedge.link.Hold;
import dev.tedge.link.LinkComponent;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.spi.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gateway whose Camel context and routes are somebody else's: both links with all that makes messages safe, the health topics,
 * the control socket and the lock.
 *
 * <p>{@link #begin} when the routes run; then {@link #end} before they stop and {@link #close} when they have.
 */
public final class GuestGateway implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GuestGateway.class);

    private static final String ROUTES = "routes";

    private final Parts parts;
    private final Map<String, LinkComponent> components;
    private final Features features;
    private final Map<String, Object> beans;
    private final HealthRoutes health;
    private final List<FilterFiles> filters;
    private final ControlServer control;

    /** The routes, when they run. */
    private volatile Optional<CamelContext> running = Optional.empty();

    /** Why the route files are not in force as they are. */
    private volatile Optional<RouteFault> trouble = Optional.empty();

    /** What keeps messages from routes; guarded by this. */
    private List<Hold> holds;

    /** Which routes have to run before messages that are kept go on, and the file of each; guarded by this. */
    private final Map<String, Optional<URI>> awaited = new HashMap<>();

    /** What has to be given back. */
    private record Parts(GatewayLock lock, Links links) {}

    private GuestGateway(TedgeConfig config, Parts parts) {
        Links links = parts.links();
        this.parts = parts;
        this.components = links.components(config);
        this.features = links.features(config);
        this.beans = Links.beans(config);
        this.health = new HealthRoutes(GatewayServices.of(config).messages(config), links.local(), links.aws());
        this.filters = links.filterFiles(config.state());
        this.holds = hold(links);
        this.control = new GatewayControl(config, links, this::routes).open();
    }

    /**
     * Takes the lock and opens the outbox; nothing connects yet.
     *
     * @throws IOException when a file with a password can't be read
     * @throws StoreException when the outbox can't be used
     * @throws GatewayException when another gateway runs, or the local broker would have to be a part of this one
     * @throws RuntimeException of {@code dev.tedge.config} when a setting is missing
     */
    public static GuestGateway open(TedgeConfig config) throws IOException {
        if (config.value(Settings.MQTT_BROKER_EMBEDDED)) {
            // The host may have other versions of the libraries that it needs, as the Camel CLI has of Netty.
            throw new GatewayException(
                    "The embedded local broker is there with 'tedge run aws' only: install mosquitto and"
                            + " run 'tedge config set mqtt.client.port 1883'");
        }
        GatewayLock lock = GatewayLock.take(config);
        try {
            return open(config, lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static GuestGateway open(TedgeConfig config, GatewayLock lock) throws IOException {
        Links links =
                Links.of(config, GatewayServices.of(config).messages(config).will());
        try {
            GuestGateway gateway = new GuestGateway(config, new Parts(lock, links));
            gateway.features.begin();
            return gateway;
        } catch (RuntimeException e) {
            links.close();
            throw e;
        }
    }

    private static List<Hold> hold(Links links) {
        return Stream.of(links.local(), links.aws()).map(link -> link.hold()).toList();
    }

    /** What routes need of it: the Camel components by their schemes, and by their names the steps of features and what is remembered. */
    public Map<String, Object> beans() {
        Map<String, Object> all = new HashMap<>(beans);
        all.putAll(components);
        all.putAll(features.steps());
        return all;
    }

    /**
     * Adds the routes for the health topics, and lets messages pass.
     *
     * @param context whose routes run
     * @throws Exception of Camel, when the routes can't be added
     */
    public synchronized void begin(CamelContext context) throws Exception {
        context.addRoutes(health);
        running = Optional.of(context);
        release();
    }

    /** Puts other routes in the place of those that run. */
    @FunctionalInterface
    public interface Reload {
        void run() throws Exception;
    }

    /**
     * Keeps messages while routes are replaced: those that come in wait, and the brokers are told of other topic filters at the
     * end. When a route is missing then, messages go on to wait until it is back, or its own file has been loaded without it.
     *
     * @param file that is loaded
     * @throws Exception of the reload
     */
    public synchronized void reload(Resource file, Reload reload) throws Exception {
        if (holds.isEmpty()) {
            awaited.clear();
            holds = hold(parts.links());
        }
        awaited.putAll(started());
        try {
            reload.run();
            // What it has no more was taken out of it on purpose.
            place(file).map(Optional::of).ifPresent(own -> awaited.values().removeIf(own::equals));
            trouble = Optional.empty();
        } catch (Exception e) {
            trouble = Optional.of(fault("can't be loaded: " + e.getMessage()));
            throw e;
        } finally {
            releaseIfAllRun();
        }
    }

    private void releaseIfAllRun() {
        List<String> missing = new ArrayList<>(new TreeSet<>(awaited.keySet()));
        missing.removeAll(started().keySet());
        if (missing.isEmpty()) {
            release();
            return;
        }
        LOG.error(
                "No message is taken from either broker until these routes run again: {}. Correct their file, or restart",
                String.join(", ", missing));
        trouble = trouble.or(() -> Optional.of(fault("miss the routes " + String.join(", ", missing))));
    }

    private static RouteFault fault(String reason) {
        return new RouteFault(ROUTES, Optional.empty(), reason);
    }

    private Map<String, Optional<URI>> started() {
        CamelContext context = running.orElseThrow();
        Map<String, Optional<URI>> started = new HashMap<>();
        for (Route route : context.getRoutes()) {
            // A route that has been removed meanwhile has none.
            ServiceStatus status = context.getRouteController().getRouteStatus(route.getRouteId());
            if (status != null && status.isStarted()) {
                started.put(
                        route.getRouteId(),
                        Optional.ofNullable(route.getSourceResource()).flatMap(GuestGateway::place));
            }
        }
        return started;
    }

    private static Optional<URI> place(Resource file) {
        return Optional.ofNullable(file.getURI()).map(URI::normalize);
    }

    private void release() {
        filters.forEach(FilterFiles::remember);
        holds.forEach(Hold::close);
        holds = List.of();
        filters.forEach(FilterFiles::update);
    }

    private RoutesStatus routes() {
        long files = running.stream()
                .flatMap(context -> context.getRoutes().stream())
                .map(Route::getSourceResource)
                .filter(Objects::nonNull)
                .map(resource -> resource.getLocation())
                .distinct()
                .count();
        return new RoutesStatus(Math.toIntExact(files), trouble.stream().toList());
    }

    /** Lets messages under way arrive, and keeps those that do not. */
    public void end() {
        control.close();
        health.farewell();
        features.end();
        parts.links().drain(() -> {});
    }

    /** Says goodbye to both brokers, and lets another gateway run. */
    @Override
    public void close() {
        control.close();
        try {
            parts.links().close();
        } finally {
            parts.lock().close();
        }
    }
}

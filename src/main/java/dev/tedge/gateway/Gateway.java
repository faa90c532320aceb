package dev.tedge.gateway;

import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import dev.tedge.delivery.store.StoreException;
import dev.tedge.gateway.control.ControlServer;
import dev.tedge.gateway.control.GatewayStatus;
import dev.tedge.gateway.feature.Features;
import dev.tedge.gateway.reload.RouteReload;
import dev.tedge.gateway.source.RouteSurroundings;
import dev.tedge.health.HealthMessages;
import dev.tedge.health.HealthRoutes;
import dev.tedge.health.Pulse;
import dev.tedge.link.LinkState;
import dev.tedge.mqttserver.MqttServer;
import dev.tedge.mqttserver.MqttServerConfig;
import dev.tedge.mqttserver.MqttServerHooks;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway in one piece: both links, the routes between them, and the embedded broker where it is wanted.
 *
 * <p>{@link #start} succeeds whether or not the brokers can be reached; the links go on trying. {@link #close} lets
 * messages under way arrive, if their link is up, keeps the others on disk or leaves them with the local broker, and says
 * goodbye to both brokers.
 */
public final class Gateway implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    /** What is left by then hangs in a user's route. */
    private static final int SHUTDOWN_SECONDS = 5;

    private final Parts parts;
    private final GatewayControl view;

    // From the start on.
    private Optional<ControlServer> control = Optional.empty();
    private Optional<GatewayManagement> management = Optional.empty();

    /** What a gateway consists of. */
    private record Parts(
            Optional<MqttServer> broker,
            Links links,
            Features features,
            Main camel,
            HealthRoutes health,
            RouteReload reload) {}

    private Gateway(Parts parts, GatewayControl view) {
        this.parts = parts;
        this.view = view;
    }

    /**
     * Starts everything and returns.
     *
     * @throws IOException when the embedded broker can't be had, or a file with a password can't be read
     * @throws StoreException when the outbox can't be used
     * @throws GatewayException when a route can't be started; the message names it
     * @throws RuntimeException of {@code dev.tedge.config} when a setting is missing or contradicts another
     */
    public static Gateway start(TedgeConfig config) throws IOException {
        return start(config, Gateway::embedded);
    }

    /**
     * The same for one of several gateways of a device, each with its profile. Of their embedded brokers there is one: the gateway that
     * starts first brings it, and the others use it.
     */
    public static Gateway startBesideOthers(TedgeConfig config) throws IOException {
        return start(config, Gateway::embeddedOnce);
    }

    private static Gateway start(TedgeConfig config, Brokers brokers) throws IOException {
        HealthMessages health = GatewayServices.of(config).messages(config);
        Optional<GatewayManagement> management = GatewayManagement.bind(config);
        try {
            Links links = Links.of(config, health.will());
            try {
                return start(config, health, links, brokers, management);
            } catch (IOException | RuntimeException e) {
                links.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            management.ifPresent(GatewayManagement::close);
            throw e;
        }
    }

    private static Gateway start(
            TedgeConfig config,
            HealthMessages health,
            Links links,
            Brokers brokers,
            Optional<GatewayManagement> management)
            throws IOException {
        Features features = links.features(config);
        RouteSurroundings surroundings = new RouteSurroundings(config, config.thingName()).with(features.steps());
        RouteReload reload = links.reload(surroundings, config.state().resolve("routes"));
        Main camel = camel(config, surroundings, reload);
        links.components(config).forEach(camel::bind);
        GatewayControl control = new GatewayControl(config, links, reload::status);
        management.ifPresent(some -> some.watch(control.subjects(), camel));
        HealthRoutes healthRoutes = new HealthRoutes(health, links.local(), links.aws());
        camel.configure().addRoutesBuilder(healthRoutes);
        Parts parts = new Parts(brokers.start(config), links, features, camel, healthRoutes, reload);
        Gateway gateway = new Gateway(parts, control);
        try {
            gateway.management = management;
            gateway.control = Optional.of(control.open());
            features.begin();
            gateway.begin(links.filterFiles(config.state()));
            return gateway;
        } catch (RuntimeException e) {
            gateway.close();
            throw e;
        }
    }

    private void begin(List<FilterFiles> filters) {
        RouteReload reload = parts.reload();
        try {
            reload.begin(parts.camel()::start, () -> filters.forEach(FilterFiles::remember));
        } catch (Exception e) {
            throw new GatewayException("The routes can't be started: " + e.getMessage(), e);
        }
        reload.follow(() -> filters.forEach(FilterFiles::update));
        management.ifPresent(some -> some.serve(parts.camel().getCamelContext(), this::pulse));
    }

    /**
     * The port of the embedded local broker, which is in memory and for trying out; empty when an external one is
     * used.
     */
    public Optional<Integer> embeddedBrokerPort() {
        return parts.broker().map(MqttServer::port);
    }

    /** How the connection to the local broker stands. */
    public LinkState local() {
        return parts.links().local().state();
    }

    /** How the connection to AWS stands. */
    public LinkState aws() {
        return parts.links().aws().state();
    }

    /** How it is now, in all that there is to know; asks the disk. */
    public GatewayStatus status() {
        return view.status();
    }

    /** Calls the listener after each change of a connection; it must not block. */
    public void onLinkChange(Runnable listener) {
        parts.links().local().onChange(state -> listener.run());
        parts.links().aws().onChange(state -> listener.run());
    }

    /** Whether it works, brokers or not; a thread of its own that is silent for longer than this is logged. */
    public Pulse pulse(Duration patience) {
        Map<String, Executor> threads = new HashMap<>(parts.links().threads());
        // Messages wait while it replaces routes.
        threads.putAll(parts.reload().threads());
        threads.putAll(parts.features().threads());
        return new Pulse(
                threads, () -> parts.camel().getCamelContext().getStatus().isStarted(), patience);
    }

    @Override
    public void close() {
        management.ifPresent(GatewayManagement::close);
        control.ifPresent(ControlServer::close);
        parts.reload().close();
        parts.health().farewell();
        parts.features().end();
        parts.links().drain(parts.reload()::finish);
        Links links = parts.links();
        try (links) {
            parts.camel().stop();
        } finally {
            parts.broker().ifPresent(MqttServer::close);
        }
    }

    private static Optional<MqttServer> embedded(TedgeConfig config) throws IOException {
        if (!config.value(Settings.MQTT_BROKER_EMBEDDED)) {
            return Optional.empty();
        }
        int port = config.value(Settings.MQTT_CLIENT_PORT);
        return Optional.of(MqttServer.start(MqttServerConfig.defaults().withPort(port), new MqttServerHooks() {}));
    }

    private static Optional<MqttServer> embeddedOnce(TedgeConfig config) throws IOException {
        try {
            return embedded(config);
        } catch (IOException taken) {
            if (!(taken.getCause() instanceof BindException)) {
                throw taken;
            }
            LOG.warn(
                    "127.0.0.1:{} is in use: taken for the embedded local broker of this device's other gateway. When that one"
                            + " ends, so does the broker, until it is started again",
                    config.value(Settings.MQTT_CLIENT_PORT));
            return Optional.empty();
        }
    }

    /** Starts the local broker that belongs to the gateway. */
    @FunctionalInterface
    private interface Brokers {
        Optional<MqttServer> start(TedgeConfig config) throws IOException;
    }

    private static Main camel(TedgeConfig config, RouteSurroundings surroundings, RouteReload reload) {
        Main main = new Main();
        main.setDefaultPropertyPlaceholderLocation("false");
        // Whoever made this gateway closes it.
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport starting) {
                surroundings.prepare(starting.getCamelContext());
                Links.beans(config).forEach(starting.getCamelContext().getRegistry()::bind);
            }

            @Override
            public void afterConfigure(BaseMainSupport starting) {
                load(starting.getCamelContext(), reload);
            }

            @Override
            public void afterStop(BaseMainSupport stopped) {
                surroundings.close();
            }
        });
        main.configure()
                .withName(GatewayServices.of(config).mapper().service())
                .withJmxEnabled(false)
                .withShutdownTimeout(SHUTDOWN_SECONDS)
                .withShutdownLogInflightExchangesOnTimeout(false)
                // Camel sets checks up otherwise, whether or not anybody can ask for them.
                .health()
                .withEnabled(false);
        return main;
    }

    private static void load(CamelContext context, RouteReload reload) {
        try {
            reload.load(context);
        } catch (Exception e) {
            throw new GatewayException(String.valueOf(e.getMessage()), e);
        }
    }
}

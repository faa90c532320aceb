package dev.tedge.gateway;

import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import dev.tedge.gateway.check.RouteFault;
import dev.tedge.gateway.control.GatewayStatus.Certificate;
import dev.tedge.gateway.reload.RoutesStatus;
import dev.tedge.health.Pulse;
import dev.tedge.health.check.CertificateCheck;
import dev.tedge.health.check.HealthPage;
import dev.tedge.health.check.LinkCheck;
import dev.tedge.health.check.LivenessCheck;
import dev.tedge.health.check.OutboxCheck;
import dev.tedge.health.check.OutboxSizeCheck;
import dev.tedge.health.check.RouteFilesCheck;
import dev.tedge.health.http.ManagementPort;
import dev.tedge.health.metrics.GatewayMetrics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.main.Main;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Health and metrics over HTTP. Only a gateway whose {@code management.http.port} is set has them, so that they cost the others
 * nothing.
 */
final class GatewayManagement implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayManagement.class);

    /** A local broker that is restarted is back by then. */
    private static final Duration LOCAL_PATIENCE = Duration.ofSeconds(30);

    /** A route may wait for a slow server. */
    private static final Duration SILENCE = Duration.ofMinutes(3);

    private final TedgeConfig config;
    private final ManagementPort port;

    // From the time on that the gateway has its parts.
    private Optional<GatewayMetrics> metrics = Optional.empty();
    private List<HealthCheck> checks = List.of();

    /**
     * What is looked at.
     *
     * @param links both connections
     * @param local how the one to the local broker stands
     * @param aws how the one to AWS stands
     * @param routes how the route files stand
     */
    record Subjects(Links links, LinkWatch local, LinkWatch aws, Supplier<RoutesStatus> routes) {}

    private GatewayManagement(TedgeConfig config, ManagementPort port) {
        this.config = config;
        this.port = port;
    }

    /** Takes the port of the settings, if there is one. Messages matter more: when it can't be had, that is logged and no more. */
    static Optional<GatewayManagement> bind(TedgeConfig config) {
        return config.configured(Settings.MANAGEMENT_HTTP_PORT)
                .map(Integer::valueOf)
                .flatMap(port -> bind(config, port));
    }

    private static Optional<GatewayManagement> bind(TedgeConfig config, int port) {
        String address = config.value(Settings.MANAGEMENT_HTTP_ADDRESS);
        try {
            return Optional.of(new GatewayManagement(config, ManagementPort.bind(address, port)));
        } catch (IOException refused) {
            LOG.error("The gateway runs without health and metrics over HTTP. {}", refused.getMessage());
            return Optional.empty();
        }
    }

    /** Watches the parts from now on: to be called before Camel is configured and the links connect. */
    void watch(Subjects subjects, Main camel) {
        // Also reads what routes say of health in their own properties, as Camel does anywhere.
        camel.configure().health().withEnabled(true);
        Links links = subjects.links();
        GatewayMetrics made = new GatewayMetrics(
                new GatewayMetrics.Way(
                        links.local(),
                        links.aws(),
                        links.delivery(),
                        links.pacer(),
                        config.value(Settings.AWS_OUTBOX_MAX_SIZE)),
                new GatewayMetrics.Surroundings(
                        this::expiry,
                        () -> subjects.routes().get().inForce(),
                        () -> refused(subjects.routes().get()).size(),
                        build()));
        metrics = Optional.of(made);
        checks = checks(subjects, made);
    }

    private List<HealthCheck> checks(Subjects subjects, GatewayMetrics made) {
        Links links = subjects.links();
        return List.of(
                LinkCheck.local(subjects.local()::standing, LOCAL_PATIENCE),
                LinkCheck.aws(subjects.aws()::standing, config.value(Settings.AWS_HEALTH_DOWN_AFTER)),
                new OutboxCheck(links.delivery().inventory()::trouble),
                new OutboxSizeCheck(made::outboxBytes, config.value(Settings.AWS_OUTBOX_MAX_SIZE)),
                new CertificateCheck(
                        this::expiry, config.value(Settings.CERTIFICATE_MINIMUM_DURATION), InstantSource.system()),
                new RouteFilesCheck(() -> refused(subjects.routes().get())));
    }

    private Optional<Instant> expiry() {
        return GatewayControl.certificate(config, Instant.now()).map(Certificate::notAfter);
    }

    private static List<String> refused(RoutesStatus routes) {
        return routes.refused().stream().map(RouteFault::file).distinct().toList();
    }

    private static Map<String, String> build() {
        String version = GatewayManagement.class.getPackage().getImplementationVersion();
        return Map.of(
                "version",
                Objects.requireNonNullElse(version, "development"),
                "java_version",
                Runtime.version().toString());
    }

    /**
     * Answers from now on: the routes are up.
     *
     * @param pulse of the gateway, given how long a thread may be silent before that is logged
     */
    void serve(CamelContext context, Function<Duration, Pulse> pulse) {
        HealthCheckRegistry registry = HealthCheckRegistry.get(context);
        registry.register(new LivenessCheck(pulse.apply(SILENCE)::beat, SILENCE));
        checks.forEach(registry::register);
        port.serve(
                Map.of(
                        "/q/health/live", new HealthPage(context, HealthCheck.Kind.LIVENESS),
                        "/q/health/ready", new HealthPage(context, HealthCheck.Kind.READINESS)),
                Map.of(
                        "/q/health",
                        new HealthPage(context, HealthCheck.Kind.ALL),
                        "/q/metrics",
                        metrics.orElseThrow().page()));
    }

    @Override
    public void close() {
        port.close();
        metrics.ifPresent(GatewayMetrics::close);
    }
}

package dev.tedge.gateway;

import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import dev.tedge.gateway.control.ControlHandler;
import dev.tedge.gateway.control.ControlServer;
import dev.tedge.gateway.control.GatewayStatus;
import dev.tedge.gateway.control.GatewayStatus.Certificate;
import dev.tedge.gateway.control.GatewayStatus.Kept;
import dev.tedge.gateway.control.GatewayStatus.Program;
import dev.tedge.gateway.reload.RoutesStatus;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** What a running gateway shows of itself. */
final class GatewayControl {

    private final TedgeConfig config;
    private final Links links;
    private final Supplier<RoutesStatus> routes;
    private final LinkWatch local;
    private final LinkWatch aws;

    /** Watches the links from now on: to be made before they connect. */
    GatewayControl(TedgeConfig config, Links links, Supplier<RoutesStatus> routes) {
        this.routes = routes;
        this.config = config;
        this.links = links;
        this.local = LinkWatch.of(links.local());
        this.aws = LinkWatch.of(links.aws());
    }

    /** Opens the control socket; the caller closes it before the links. */
    ControlServer open() {
        Clock clock = Clock.systemUTC();
        return ControlServer.start(
                config.state(), new ControlHandler(links.delivery().inventory(), this::status, clock));
    }

    /** What health and metrics look at. */
    GatewayManagement.Subjects subjects() {
        return new GatewayManagement.Subjects(links, local, aws, routes);
    }

    /** How it is now; asks the disk. */
    GatewayStatus status() {
        Instant now = Instant.now();
        return new GatewayStatus(
                Optional.of(new Program(ProcessHandle.current().pid(), Optional.of(routes.get()))),
                new GatewayStatus.Links(local.status(), aws.status()),
                Kept.of(links.delivery().inventory(), now),
                links.traffic(),
                certificate(config, now));
    }

    /** The certificate of the device towards AWS, if there is one. */
    static Optional<Certificate> certificate(TedgeConfig config, Instant now) {
        Path file = config.value(Settings.AWS_DEVICE_CERT_PATH);
        return Certificate.read(file, now);
    }
}

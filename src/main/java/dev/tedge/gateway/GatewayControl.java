package dev.tedge.gateway;

import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import dev.tedge.delivery.store.Inventory;
import dev.tedge.gateway.control.ControlHandler;
import dev.tedge.gateway.control.ControlServer;
import dev.tedge.gateway.control.GatewayStatus;
import dev.tedge.gateway.control.GatewayStatus.Certificate;
import dev.tedge.gateway.control.GatewayStatus.Kept;
import dev.tedge.gateway.control.GatewayStatus.Links;
import dev.tedge.gateway.control.GatewayStatus.Traffic;
import dev.tedge.link.Link;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** What a running gateway shows of itself. */
final class GatewayControl {

    private final TedgeConfig config;
    private final LinkWatch local;
    private final LinkWatch aws;

    /** Watches the links from now on: to be made before they connect. */
    GatewayControl(TedgeConfig config, Link local, Link aws) {
        this.config = config;
        this.local = LinkWatch.of(local);
        this.aws = LinkWatch.of(aws);
    }

    /**
     * Opens the control socket; the caller closes it before the inventory.
     *
     * @param inventory what the gateway keeps
     * @param traffic asked for each status
     */
    ControlServer open(Inventory inventory, Supplier<Traffic> traffic) {
        Clock clock = Clock.systemUTC();
        return ControlServer.start(
                FilterFiles.directory(config),
                new ControlHandler(inventory, () -> status(inventory, traffic.get(), clock.instant()), clock));
    }

    private GatewayStatus status(Inventory inventory, Traffic traffic, Instant now) {
        return new GatewayStatus(
                Optional.of(ProcessHandle.current().pid()),
                new Links(local.status(), aws.status()),
                Kept.of(inventory, now),
                traffic,
                certificate(config, now));
    }

    /** The certificate of the device towards AWS, if there is one. */
    static Optional<Certificate> certificate(TedgeConfig config, Instant now) {
        Path file = config.value(Settings.AWS_DEVICE_CERT_PATH);
        return Certificate.read(file, now);
    }
}

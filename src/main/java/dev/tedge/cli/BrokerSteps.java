package dev.tedge.cli;

import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import dev.tedge.connect.Listening;
import dev.tedge.connect.ServiceManager;
import java.time.Duration;
import java.util.List;

/**
 * The steps that see to the local broker, where it is the mosquitto of this machine. It has no configuration from here, so unlike
 * in thin-edge.io one that runs is left alone, with all its clients.
 */
final class BrokerSteps {

    private static final String BROKER = "mosquitto";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TedgeConfig config;
    private final ServiceManager services;
    private final Progress progress;
    private final Listening port;

    BrokerSteps(ConnectScene scene) {
        this.config = scene.config();
        this.services = scene.services();
        this.progress = scene.progress();
        this.port = new Listening(config.value(Settings.MQTT_CLIENT_HOST), config.value(Settings.MQTT_CLIENT_PORT));
    }

    /** Starts it when nobody listens, waits for it, and has it started at boot; false when that failed, which is told. */
    boolean ready() {
        if (config.value(Settings.MQTT_BROKER_EMBEDDED) || !port.isHere() || !services.has(BROKER)) {
            return true;
        }
        boolean active = services.isActive(BROKER);
        if (!active && port.now()) {
            // Another broker.
            return true;
        }
        boolean started = active || progress.done("Starting mosquitto", () -> services.start(BROKER));
        return started
                && progress.passed("Waiting for mosquitto to be listening for connections", this::listening)
                && progress.silently("Enabling mosquitto", () -> services.enable(BROKER));
    }

    private List<String> listening() throws InterruptedException {
        return port.within(PATIENCE).stream()
                .map(reason -> ("Timed out after %ds waiting for mosquitto to be listening on %s (%s). Check"
                                + " mqtt.client.host and mqtt.client.port, and the log of mosquitto")
                        .formatted(PATIENCE.toSeconds(), port, reason))
                .toList();
    }
}

package dev.tedge.cli;

import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import dev.tedge.connect.CheckOutcome;
import dev.tedge.connect.ConnectChecks;
import dev.tedge.connect.ConnectedMarker;
import dev.tedge.connect.ConnectionCheck;
import dev.tedge.connect.Findings;
import dev.tedge.connect.ServiceManager;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What {@code tedge connect aws} does and prints (thin-edge.io, {@code tedge/src/cli/connect/command.rs}), but for what the
 * gateway has no need of, such as a restart of the local broker.
 */
final class ConnectSteps {

    static final String SERVICE = "tedge-mapper-aws";

    /** A device that AWS provisions just in time is refused at first. */
    private static final int ATTEMPTS = 5;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);

    private final Console console;
    private final TedgeConfig config;
    private final ServiceManager services;
    private final ConnectionCheck check;
    private final Pause pause;
    private final Progress progress;
    private final ConnectedMarker marker;

    /** Waits between two attempts. */
    @FunctionalInterface
    interface Pause {
        void sleep(Duration time) throws InterruptedException;
    }

    ConnectSteps(Console console, TedgeConfig config, ServiceManager services, ConnectionCheck check, Pause pause) {
        this.console = console;
        this.config = config;
        this.services = services;
        this.check = check;
        this.pause = pause;
        this.progress = new Progress(console.err());
        this.marker = ConnectedMarker.in(config.directory());
    }

    /** {@code tedge connect aws}, gives the exit code. */
    int connect(boolean offline) throws IOException, InterruptedException {
        summary("Connecting to Aws:");
        if (marker.exists()) {
            throw new IOException("Connection is already established. To remove the existing connection,"
                    + " run `tedge disconnect aws` and try again.");
        }
        if (!validated(new ConnectChecks(config, console.clock().instant()).findings())) {
            return TedgeCommand.FAILED;
        }
        boolean managed = services.isAvailable();
        if (!managed) {
            console.warn("'%s' service manager is not available on the system.".formatted(services.name()));
        }
        marker.write();
        if (managed && services.has(SERVICE)) {
            return withService(offline);
        }
        if (managed) {
            console.warn("tedge-mapper is not installed.");
        }
        return withoutService(managed, offline);
    }

    /** {@code tedge connect aws --test}, gives the exit code. */
    int test() throws IOException {
        summary("Testing connection to Aws:");
        if (!marker.exists()) {
            throw new IOException("Device is not connected to Aws cloud");
        }
        if (!validated(new ConnectChecks(config, console.clock().instant()).findingsWithoutKey()) || !verified()) {
            return TedgeCommand.FAILED;
        }
        console.err().println("Connection check to aws cloud is successful.");
        return 0;
    }

    private void summary(String title) {
        List<String> lines = List.of(
                "mapper configuration file: " + config.directory().resolve("tedge.toml"),
                "device id: " + config.value(Settings.AWS_DEVICE_ID),
                "cloud profile: <none>",
                "cloud host: %s:%d".formatted(config.value(Settings.AWS_URL), config.value(Settings.AWS_MQTT_PORT)),
                "auth type: Certificate",
                "certificate file: " + config.value(Settings.AWS_DEVICE_CERT_PATH),
                "service manager: " + services.name());
        console.err().println(title);
        lines.forEach(line -> console.err().println("\t" + line));
    }

    private boolean validated(Findings findings) {
        boolean passed = progress.passed("Validating the certificate and the settings", findings::problems);
        findings.warnings().forEach(console::warn);
        return passed;
    }

    private int withService(boolean offline) throws InterruptedException {
        if (!progress.done("Enabling " + SERVICE, () -> services.enable(SERVICE))) {
            progress.done("Cleaning up %s due to failure".formatted(marker.file()), marker::remove);
            return TedgeCommand.FAILED;
        }
        if (offline) {
            console.err().println("Offline mode. Skipping connection check.");
            return 0;
        }
        return verifiedWithPatience();
    }

    /** The gateway may have been started by hand, in a container, or by another service manager. */
    private int withoutService(boolean managed, boolean offline) throws InterruptedException {
        Optional<CheckOutcome> missing = offline ? Optional.empty() : check.missingGateway();
        if (!offline && missing.isEmpty()) {
            return verifiedWithPatience();
        }
        if (!managed) {
            console.out().println("""
                    'tedge connect' configured the necessary tedge components, but you will have to start the required \
                    services on your own.
                    Start/restart mosquitto and other thin edge components.
                    thin-edge.io works seamlessly with 'systemd'.
                    """);
        }
        if (offline) {
            console.err().println("Offline mode. Skipping connection check.");
        }
        // That no gateway runs is what the last line is about.
        missing.filter(outcome -> !(outcome instanceof CheckOutcome.NoGateway))
                .flatMap(CheckOutcome::failure)
                .ifPresent(reason -> console.warn("The connection was not checked. " + reason));
        console.out()
                .println(
                        "Start the gateway with `tedge run aws`, then check the connection with `tedge connect aws --test`.");
        return 0;
    }

    private int verifiedWithPatience() throws InterruptedException {
        Duration next = FIRST_PAUSE;
        for (int attempt = 1; !verified(); attempt++) {
            if (attempt == ATTEMPTS) {
                console.warn("Bridge has been configured, but Aws connection check failed.");
                console.err().println("    => the gateway goes on trying to connect");
                console.err().println("    => check again with `tedge connect aws --test`");
                return TedgeCommand.FAILED;
            }
            console.err().println("Connection test failed, attempt %d of %d%n".formatted(attempt, ATTEMPTS));
            pause.sleep(next);
            next = next.multipliedBy(2);
        }
        return 0;
    }

    private boolean verified() {
        return progress.passed(
                "Verifying device is connected to cloud",
                () -> check.run().failure().stream()
                        .map(reason -> "Failed to verify device is connected to AWS: " + reason)
                        .toList());
    }
}

package dev.tedge.cli;

import dev.tedge.connect.CheckOutcome;
import dev.tedge.connect.ConnectChecks;
import dev.tedge.connect.ConnectedMarker;
import dev.tedge.connect.Findings;
import dev.tedge.connect.ProfileClashes;
import dev.tedge.connect.ServiceManager;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What {@code tedge connect aws} and {@code tedge reconnect aws} do and print (thin-edge.io, {@code
 * tedge/src/cli/connect/command.rs}), but for what the gateway has no need of, such as a restart of a local broker that runs.
 */
final class ConnectSteps {

    /** Connected, though not with the certificate that was meant. */
    private static final int WITH_THE_OLD_CERTIFICATE = 3;

    private final ConnectScene scene;
    private final RenewalSteps renewal;
    private final VerificationSteps verification;
    private final Console console;
    private final ServiceManager services;
    private final Progress progress;
    private final ConnectedMarker marker;

    ConnectSteps(ConnectScene scene, RenewalSteps renewal, VerificationSteps verification) {
        this.scene = scene;
        this.renewal = renewal;
        this.verification = verification;
        this.console = scene.console();
        this.services = scene.services();
        this.progress = scene.progress();
        this.marker = scene.marker();
    }

    /** {@code tedge connect aws}, gives the exit code. */
    int connect(boolean offline) throws IOException, InterruptedException {
        ConnectSummary.print("Connecting to Aws:", scene);
        requireNoClash();
        if (marker.exists()) {
            throw new IOException("Connection is already established. To remove the existing connection,"
                    + " run `%s` and try again.".formatted(scene.command("disconnect")));
        }
        return validated(offline) ? connected(offline) : TedgeCommand.FAILED;
    }

    /** {@code tedge reconnect aws}, gives the exit code. What can be known to fail is found before anything is stopped. */
    int reconnect(boolean offline) throws IOException, InterruptedException {
        requireNoClash();
        if (!validated(offline)) {
            return TedgeCommand.FAILED;
        }
        console.err().println("Disconnecting from Aws:");
        int disconnected = new DisconnectSteps(scene).disconnect();
        if (disconnected != 0) {
            return disconnected;
        }
        ConnectSummary.print("Reconnecting to Aws:", scene);
        return connected(offline);
    }

    /** {@code tedge connect aws --test}, gives the exit code. */
    int test() throws IOException {
        ConnectSummary.print("Testing connection to Aws:", scene);
        requireNoClash();
        if (!marker.exists()) {
            throw new IOException("Device is not connected to Aws cloud");
        }
        if (!validated(checks().findingsWithoutKey()) || !verification.once()) {
            return TedgeCommand.FAILED;
        }
        console.err().println("Connection check to aws cloud is successful.");
        return 0;
    }

    private boolean validated(boolean offline) {
        boolean renewed = renewal.waits() && !offline;
        return validated(renewed ? checks().findingsBeforeRenewal() : checks().findings());
    }

    private boolean validated(Findings findings) {
        boolean passed = progress.passed("Validating the certificate and the settings", findings::problems);
        findings.warnings().forEach(console::warn);
        return passed;
    }

    private void requireNoClash() throws IOException {
        List<String> clashes = ProfileClashes.of(scene.config(), scene.others()).problems();
        if (!clashes.isEmpty()) {
            throw new IOException(String.join("\n", clashes));
        }
    }

    private ConnectChecks checks() {
        return new ConnectChecks(scene.config(), console.clock().instant());
    }

    /** What follows when nothing speaks against it. */
    private int connected(boolean offline) throws IOException, InterruptedException {
        boolean newest = renewal.done(offline);
        // Without the new certificate, the old one has to do.
        if (!newest && !checks().findings().problems().isEmpty() && !validated(checks().findings())) {
            return TedgeCommand.FAILED;
        }
        boolean managed = services.isAvailable();
        if (!managed) {
            console.warn("'%s' service manager is not available on the system.".formatted(services.name()));
        }
        marker.write();
        int exitCode = managed ? withServices(offline) : withoutService(false, offline);
        if (exitCode == 0 && !newest) {
            console.err().println("Successfully connected, however not using the new certificate");
            return WITH_THE_OLD_CERTIFICATE;
        }
        return exitCode;
    }

    private int withServices(boolean offline) throws InterruptedException {
        if (!new BrokerSteps(scene).ready()) {
            return cleanedUp();
        }
        if (!services.has(scene.service())) {
            console.warn("tedge-mapper is not installed.");
            return withoutService(true, offline);
        }
        if (!progress.done("Enabling " + scene.service(), this::startAndEnable)) {
            return cleanedUp();
        }
        return offline ? skipped() : verification.afterStart();
    }

    /** One that runs already, started by hand, has the settings of that time. */
    private void startAndEnable() throws IOException {
        if (services.isActive(scene.service())) {
            services.restart(scene.service());
        } else {
            services.start(scene.service());
        }
        services.enable(scene.service());
    }

    /** The gateway may have been started by hand, in a container, or by another service manager. */
    private int withoutService(boolean managed, boolean offline) throws InterruptedException {
        Optional<CheckOutcome> missing = offline ? Optional.empty() : verification.missingGateway();
        if (!offline && missing.isEmpty()) {
            return verification.withPatience();
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
            skipped();
        }
        // That no gateway runs is what the last line is about.
        missing.filter(outcome -> !(outcome instanceof CheckOutcome.NoGateway))
                .flatMap(CheckOutcome::failure)
                .ifPresent(reason -> console.warn("The connection was not checked. " + reason));
        console.out()
                .println("Start the gateway with `%s`, then check the connection with `%s`."
                        .formatted(scene.command("run"), scene.command("connect") + " --test"));
        return 0;
    }

    private int skipped() {
        console.err().println("Offline mode. Skipping connection check.");
        return 0;
    }

    private int cleanedUp() {
        progress.done("Cleaning up %s due to failure".formatted(marker.file()), marker::remove);
        return TedgeCommand.FAILED;
    }
}

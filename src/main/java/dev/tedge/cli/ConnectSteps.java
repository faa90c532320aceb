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
        if (!validated(offline) || !brokerReady()) {
            return TedgeCommand.FAILED;
        }
        try (ServiceSteps service = new ServiceSteps(scene)) {
            return connected(service, offline);
        }
    }

    /**
     * {@code tedge reconnect aws}, gives the exit code. What can be known to fail is found before anything is stopped; what fails
     * later leaves the device connected, for it may be far away.
     */
    int reconnect(boolean offline) throws IOException, InterruptedException {
        requireNoClash();
        if (!validated(offline) || !brokerReady()) {
            return TedgeCommand.FAILED;
        }
        try (ServiceSteps service = new ServiceSteps(scene)) {
            console.err().println("Disconnecting from Aws:");
            if (!disconnected(service)) {
                return TedgeCommand.FAILED;
            }
            ConnectSummary.print("Reconnecting to Aws:", scene);
            return connected(service, offline);
        }
    }

    private boolean disconnected(ServiceSteps service) {
        if (!marker.exists()) {
            console.out().println(DisconnectSteps.NOT_CONNECTED);
            return true;
        }
        if (!services.isAvailable()) {
            DisconnectSteps.tellOfGateway(scene);
        }
        return service.stopped();
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

    /** Told only when it is not. */
    private boolean usable(Findings findings) {
        return findings.problems().isEmpty() || validated(findings);
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

    private boolean brokerReady() throws InterruptedException {
        return !services.isAvailable() || new BrokerSteps(scene).ready();
    }

    /** What follows when nothing speaks against it. */
    private int connected(ServiceSteps service, boolean offline) throws IOException, InterruptedException {
        boolean newest = renewal.done(service, offline);
        // Without the new certificate, the old one has to do.
        if (!newest && !usable(checks().findings())) {
            return TedgeCommand.FAILED;
        }
        boolean managed = services.isAvailable();
        if (!managed) {
            console.warn("'%s' service manager is not available on the system.".formatted(services.name()));
        }
        Outcome outcome = service.isInstalled() ? withService(service, offline) : withoutService(managed, offline);
        if (outcome != Outcome.FAILED && !newest) {
            console.err().println(outcome.words + ", however not using the new certificate");
            return WITH_THE_OLD_CERTIFICATE;
        }
        return outcome == Outcome.FAILED ? TedgeCommand.FAILED : 0;
    }

    private Outcome withService(ServiceSteps service, boolean offline) throws IOException, InterruptedException {
        boolean before = recorded();
        if (!service.started()) {
            if (!before) {
                progress.done("Cleaning up %s due to failure".formatted(marker.file()), marker::remove);
            }
            return Outcome.FAILED;
        }
        return offline ? skipped(Outcome.CONNECTED) : verified(verification.afterStart());
    }

    /** Makes the record; whether it was there before. A bridge that thin-edge.io has left there has to go. */
    private boolean recorded() throws IOException {
        boolean before = marker.exists();
        if (!before || marker.isBridge()) {
            marker.write();
        }
        return before;
    }

    /** The gateway may have been started by hand, in a container, or by another service manager. */
    private Outcome withoutService(boolean managed, boolean offline) throws IOException, InterruptedException {
        recorded();
        if (managed) {
            console.warn("tedge-mapper is not installed.");
        }
        Optional<CheckOutcome> missing = offline ? Optional.empty() : verification.missingGateway();
        if (!offline && missing.isEmpty()) {
            return verified(verification.withPatience());
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
            skipped(Outcome.CONFIGURED);
        }
        // That no gateway runs is what the last line is about.
        missing.filter(outcome -> !(outcome instanceof CheckOutcome.NoGateway))
                .flatMap(CheckOutcome::failure)
                .ifPresent(reason -> console.warn("The connection was not checked. " + reason));
        console.out()
                .println("Start the gateway with `%s`, then check the connection with `%s`."
                        .formatted(scene.command("run"), scene.command("connect") + " --test"));
        return Outcome.CONFIGURED;
    }

    private Outcome skipped(Outcome outcome) {
        console.err().println("Offline mode. Skipping connection check.");
        return outcome;
    }

    private static Outcome verified(int exitCode) {
        return exitCode == 0 ? Outcome.CONNECTED : Outcome.FAILED;
    }

    /** What has come of it, but for the certificate. */
    private enum Outcome {
        /** The service runs, or AWS has answered. */
        CONNECTED("Successfully connected"),
        /** Somebody has to start the gateway. */
        CONFIGURED("Configured"),
        FAILED("Failed");

        private final String words;

        Outcome(String words) {
            this.words = words;
        }
    }
}

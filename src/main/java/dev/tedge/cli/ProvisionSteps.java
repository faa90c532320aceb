package dev.tedge.cli;

import dev.tedge.certificate.ClientIdentity;
import dev.tedge.certificate.CredentialException;
import dev.tedge.certificate.DeviceCertificateFiles;
import dev.tedge.certificate.NextIdentity;
import dev.tedge.config.Settings;
import dev.tedge.connect.TrialOutcome.Trial;
import java.io.IOException;
import java.util.function.Function;

/** What {@code tedge cert provision} does and prints: the enrolment, then what {@code tedge reconnect aws} does with a new certificate. */
final class ProvisionSteps {

    private final ConnectScene scene;
    private final EnrolmentOrder order;
    private final Function<ClientIdentity, Trial> trials;
    private final Attempts.Pause pause;
    private final DeviceCertificateFiles active;

    /** @param trials makes what tries an identity */
    ProvisionSteps(
            ConnectScene scene, EnrolmentOrder order, Function<ClientIdentity, Trial> trials, Attempts.Pause pause) {
        this.scene = scene;
        this.order = order;
        this.trials = trials;
        this.pause = pause;
        this.active = new DeviceCertificateFiles(
                scene.config().value(Settings.AWS_DEVICE_CERT_PATH),
                scene.config().value(Settings.AWS_DEVICE_KEY_PATH));
    }

    /**
     * Does all of it.
     *
     * @param connect whether a device that is not connected shall be
     * @return the exit code
     */
    int run(boolean connect) throws IOException, InterruptedException {
        scene.console().err().println("Provisioning '%s' at %s:".formatted(order.device(), order.endpoint()));
        if (!new EnrolmentSteps(scene, order, new NextIdentity(active), trials, pause).done()) {
            return TedgeCommand.FAILED;
        }
        boolean connected = scene.marker().exists();
        if (connected && hasIdentity()) {
            return ConnectCommand.steps(scene).reconnect(false);
        }
        if (!replaced()) {
            return TedgeCommand.FAILED;
        }
        if (connect) {
            ConnectSteps steps = ConnectCommand.steps(scene);
            return connected ? steps.reconnect(false) : steps.connect(false);
        }
        scene.console().err().println("Now connect the device with `%s`".formatted(scene.command("connect")));
        return 0;
    }

    private boolean replaced() throws InterruptedException {
        ServiceSteps service = new ServiceSteps(scene);
        try {
            if (new RenewalSteps(scene, trials, pause).done(service, false)) {
                return true;
            }
        } finally {
            service.close();
        }
        scene.console()
                .err()
                .println("  => run the command again when the reason is mended; to ask for another certificate,"
                        + " remove the new one first");
        return false;
    }

    /** Whether the device can connect without the new certificate. */
    private boolean hasIdentity() {
        try {
            new ClientIdentity(active.certificate(), active.key()).load();
            return true;
        } catch (CredentialException unusable) {
            return false;
        }
    }
}

package dev.tedge.cli;

import dev.tedge.certificate.ClientIdentity;
import dev.tedge.certificate.DeviceCertificateFiles;
import dev.tedge.certificate.RenewedCertificate;
import dev.tedge.config.Settings;
import dev.tedge.connect.TrialOutcome;
import dev.tedge.connect.TrialOutcome.Trial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The steps that put the certificate of a renewal in the place of the device's, once AWS has let a connection in with it.
 * thin-edge.io does so for AWS without asking.
 */
final class RenewalSteps {

    private final ConnectScene scene;
    private final RenewedCertificate renewed;
    private final Trial trial;
    private final Attempts attempts;

    // Of the last attempt.
    private byte[] tried = {};
    private boolean accepted;
    private boolean hopeless;
    private boolean provisioning;

    /** @param trials makes what tries an identity */
    RenewalSteps(ConnectScene scene, Function<ClientIdentity, Trial> trials, Attempts.Pause pause) {
        this.scene = scene;
        this.renewed = RenewedCertificate.of(
                new DeviceCertificateFiles(active(), scene.config().value(Settings.AWS_DEVICE_KEY_PATH)));
        this.trial = trials.apply(renewed.identity());
        this.attempts = new Attempts("New certificate failed", scene.console(), pause);
    }

    /** Whether there is a new certificate. */
    boolean waits() {
        return renewed.exists();
    }

    /**
     * Replaces the certificate if there is a new one that AWS takes.
     *
     * @param service of the gateway, which is stopped for that: nobody else may be connected, as there is one client id
     * @param offline whether AWS can't be asked, so that the present one stays
     * @return whether the active certificate is the newest; otherwise the reason is told
     */
    boolean done(ServiceSteps service, boolean offline) throws InterruptedException {
        if (!waits()) {
            return true;
        }
        if (offline) {
            scene.console().err().println("Offline mode. Skipping new device certificate validation");
            return kept();
        }
        if (!service.paused() || !attempts.until(this::decided, this::hint) || !accepted) {
            return kept();
        }
        if (!scene.progress().silently("Replacing the certificate " + active(), () -> renewed.promote(tried))) {
            return kept();
        }
        scene.console().err().println("The new certificate is now the active certificate " + active());
        return true;
    }

    private Optional<String> hint() {
        return provisioning ? Optional.of(Attempts.JUST_IN_TIME) : Optional.empty();
    }

    /** Tries once; whether another attempt makes no sense. */
    private boolean decided() {
        hopeless = true;
        accepted = scene.progress().passed("Validating new certificate: " + renewed.file(), this::problems);
        return accepted || hopeless;
    }

    private List<String> problems() throws InterruptedException {
        tried = renewed.content();
        renewed.requireUsable(scene.console().clock().instant());
        if (trial.run() instanceof TrialOutcome.Rejected rejected) {
            hopeless = !rejected.passing();
            provisioning = rejected.mayBeProvisioning();
            return List.of("Error validating the new certificate: " + rejected.reason());
        }
        return List.of();
    }

    private boolean kept() {
        if (Files.exists(active())) {
            scene.console().err().println("  => use current certificate " + active());
        }
        scene.console().err().println("  => ignoring new certificate " + renewed.file());
        return false;
    }

    private Path active() {
        return scene.config().value(Settings.AWS_DEVICE_CERT_PATH);
    }
}

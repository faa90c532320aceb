package dev.tedge.cli;

import dev.tedge.certificate.CertificateDetails;
import dev.tedge.certificate.CertificateStatus;
import dev.tedge.certificate.ClientIdentity;
import dev.tedge.certificate.CredentialException;
import dev.tedge.certificate.NextIdentity;
import dev.tedge.certificate.RenewedCertificate;
import dev.tedge.connect.TrialOutcome;
import dev.tedge.connect.TrialOutcome.Trial;
import dev.tedge.gateway.ClaimAccess;
import dev.tedge.provisioning.FleetProvisioning;
import dev.tedge.provisioning.IssuedCertificate;
import dev.tedge.provisioning.PendingCertificate;
import dev.tedge.provisioning.ProvisioningException;
import dev.tedge.provisioning.ProvisioningException.Reason;
import dev.tedge.provisioning.RegisteredThing;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * The steps at whose end a certificate waits that AWS has issued and registered. Each leaves on disk what the next one needs,
 * so that a run that was interrupted is repeated from there.
 */
final class EnrolmentSteps {

    private final ConnectScene scene;
    private final EnrolmentOrder order;
    private final NextIdentity next;
    private final Function<ClientIdentity, Trial> trials;
    private final Attempts attempts;

    // Of the last attempt.
    private boolean done;
    private boolean hopeless;
    private boolean heard;

    /** @param trials makes what tries an identity */
    EnrolmentSteps(
            ConnectScene scene,
            EnrolmentOrder order,
            NextIdentity next,
            Function<ClientIdentity, Trial> trials,
            Attempts.Pause pause) {
        this.scene = scene;
        this.order = order;
        this.next = next;
        this.trials = trials;
        this.attempts = new Attempts("Provisioning failed", scene.console(), pause);
    }

    /** Whether the certificate waits; otherwise the reason is told. */
    boolean done() throws InterruptedException {
        next.active().settle();
        if (next.waits()) {
            if (isUsable(RenewedCertificate.of(next.active()))) {
                scene.console()
                        .err()
                        .println("AWS has registered a certificate in an interrupted run: going on from there");
                return true;
            }
            next.discard();
        }
        return attempts.until(this::decided) && done;
    }

    private boolean isUsable(RenewedCertificate waiting) {
        try {
            CertificateDetails details = CertificateDetails.read(waiting.file());
            // One that is not valid yet will be, when the clock is right.
            return !(details.status(now(), Duration.ZERO) instanceof CertificateStatus.Expired)
                    && CertificateDetails.commonName(waiting.file()).equals(Optional.of(order.device()));
        } catch (CredentialException unreadable) {
            return false;
        }
    }

    /** Asks once; whether another attempt makes no sense. */
    private boolean decided() {
        hopeless = true;
        done = asked();
        return done || hopeless;
    }

    private boolean asked() {
        ClaimAccess access = new ClaimAccess(scene.config(), order.claim());
        FleetProvisioning[] opened = new FleetProvisioning[1];
        try {
            return step(
                            "Connecting with the claim certificate "
                                    + order.claim().certificate(),
                            () -> opened[0] = FleetProvisioning.open(
                                    access.session(order.device()), order.template(), access::remedy))
                    && asked(opened[0]);
        } finally {
            if (opened[0] != null) {
                opened[0].close();
            }
        }
    }

    private boolean asked(FleetProvisioning cloud) {
        Optional<PendingCertificate> kept = kept();
        kept.ifPresent(pending -> scene.console()
                .err()
                .println("AWS has issued a certificate in an interrupted run: going on from there"));
        heard = true;
        boolean enrolled =
                (kept.isPresent() || step("Requesting a certificate for a new private key", () -> request(cloud)))
                        && step(
                                "Registering '%s' by the template '%s'".formatted(order.device(), order.template()),
                                () -> register(cloud, kept.isPresent()));
        if (enrolled && !heard) {
            scene.console()
                    .err()
                    .println(
                            "  => a deviceConfiguration of the template, if any, was told in the interrupted run only, and is"
                                    + " not known here");
        }
        return enrolled;
    }

    private boolean step(String title, Action.Step step) {
        return scene.progress().done(title, () -> {
            try {
                step.run();
            } catch (ProvisioningException failed) {
                hopeless = !failed.isPassing();
                throw failed;
            }
        });
    }

    /** What an interrupted run has left, if it is of any use. */
    private Optional<PendingCertificate> kept() {
        return next.kept()
                .flatMap(PendingCertificate::parse)
                .filter(pending -> pending.isFor(order.device(), order.endpoint()))
                .filter(pending -> isOurs(pending.certificate()));
    }

    private boolean isOurs(IssuedCertificate certificate) {
        try {
            next.requireOurs(certificate.pem(), order.subject().deviceId());
            return true;
        } catch (CredentialException another) {
            return false;
        }
    }

    private void request(FleetProvisioning cloud) throws ProvisioningException, InterruptedException {
        String request = next.request(order.subject(), order.keyType(), order.owner());
        IssuedCertificate issued = cloud.create(request);
        next.requireOurs(issued.pem(), order.subject().deviceId());
        next.keep(
                PendingCertificate.issued(issued, order.device(), order.endpoint(), now())
                        .text(),
                order.owner());
    }

    private void register(FleetProvisioning cloud, boolean resumed)
            throws ProvisioningException, IOException, InterruptedException {
        PendingCertificate pending = kept().orElseThrow(() ->
                new IOException("The file %s has changed meanwhile: run the command again".formatted(next.note())));
        IssuedCertificate issued = pending.certificate();
        if (!pending.isFresh(now())) {
            registeredBefore(issued);
            return;
        }
        RegisteredThing thing;
        try {
            thing = cloud.register(issued.token(), order.parameters());
        } catch (ProvisioningException failed) {
            if (failed.reason() != Reason.TOKEN || !resumed) {
                throw failed;
            }
            registeredBefore(issued);
            return;
        }
        requireName(thing, issued);
        thing.deviceConfiguration().ifPresent(scene.console().out()::println);
        scene.console().out().flush();
        next.adopt(issued.pem(), order.owner());
    }

    /**
     * The interrupted run may have had it registered without hearing of it: then AWS knows the certificate. Nothing but AWS's own
     * no gets rid of it. One that can't be tried, such as while the gateway runs, waits, and is tried when that is stopped.
     */
    private void registeredBefore(IssuedCertificate issued) throws IOException, InterruptedException {
        next.adopt(issued.pem(), order.owner());
        heard = false;
        TrialOutcome outcome =
                trials.apply(RenewedCertificate.of(next.active()).identity()).run();
        if (!(outcome instanceof TrialOutcome.Rejected rejected && rejected.passing())) {
            return;
        }
        next.discard();
        hopeless = false;
        throw new IOException("AWS does not know the certificate %s of the interrupted run any more: asking for another"
                .formatted(issued.id()));
    }

    /** The name of the thing is the client id and in the policy, and the gateway takes it from its certificate. */
    private void requireName(RegisteredThing thing, IssuedCertificate issued) throws IOException {
        if (thing.thingName().equals(Optional.of(order.device()))) {
            return;
        }
        next.discard();
        String end =
                "The certificate %s, which is registered now, is of no use: delete it in AWS".formatted(issued.id());
        throw new IOException(thing.thingName()
                .map(name ->
                        ("The template '%1$s' has called the thing '%2$s', and the certificate is for '%3$s': give with"
                                        + " --param what it makes '%3$s' of, or run the command with --device-id %2$s and the same"
                                        + " parameters. %4$s")
                                .formatted(order.template(), name, order.device(), end))
                .orElseGet(() -> ("The template '%s' makes no thing, and the gateway needs one of the name '%s': add an"
                                + " AWS::IoT::Thing to it. %s")
                        .formatted(order.template(), order.device(), end)));
    }

    private Instant now() {
        return scene.console().clock().instant();
    }
}

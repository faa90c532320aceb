package dev.tedge.cli;

import dev.tedge.certificate.CredentialException;
import dev.tedge.certificate.DeviceCertificateFiles;
import dev.tedge.certificate.RenewedCertificate;
import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tedge cert renew}. */
@Command(
        name = "renew",
        description = {
            "Renew the self-signed certificate of the device.",
            "",
            "The new one, for the same key and subject, waits beside the present one as <certificate>.new until"
                    + " 'tedge reconnect aws' has connected with it."
        },
        footer = {"%nExamples:", "  tedge cert renew aws", "  tedge cert renew aws --profile second --ca self-signed"})
final class CertRenewCommand extends CertActionCommand {

    @Option(
            names = "--ca",
            paramLabel = "<CA>",
            defaultValue = "self-signed",
            description = "Who signs: self-signed, the device itself [default: ${DEFAULT-VALUE}]")
    @SuppressWarnings("NullAway.Init")
    private Authority authority;

    @Option(
            names = "--csr-path",
            paramLabel = "<FILE>",
            description = "Has no effect: a self-signed certificate needs no request")
    private @Nullable Path request;

    @Override
    Action prepare() throws ActionFailure {
        TedgeConfig config = chosen();
        if (request != null) {
            console().warn("'--csr-path' has no effect: a self-signed certificate needs no request");
        }
        return Action.of("renew the self-signed certificate of the device.", () -> renew(config));
    }

    private void renew(TedgeConfig config) {
        if (authority == Authority.C8Y) {
            throw new CredentialException("Certificate renewal is not supported for Aws by the CA of Cumulocity, c8y:"
                    + " leave --ca out, or give a request of `tedge cert create-csr` to a CA of yours");
        }
        DeviceCertificateFiles files = cloud().files(config);
        RenewedCertificate renewed = files.renew(
                config.value(Settings.CERTIFICATE_REQUESTED_DURATION), console().clock());
        console().err().println("Certificate renewed successfully");
        console().err().println("    For an un-interrupted service:");
        console().err().println("    => the new certificate has to be uploaded to the cloud");
        console().err().println("    => then the device reconnected");
        console().err().println();
        show(renewed.file(), config);
    }

    /** Who signs a renewed certificate. */
    enum Authority {
        SELF_SIGNED,
        C8Y;

        @Override
        public String toString() {
            return this == C8Y ? "c8y" : "self-signed";
        }
    }
}

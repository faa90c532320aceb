package dev.tedge.cli;

import dev.tedge.certificate.CertificateDetails;
import dev.tedge.certificate.CertificateStatus;
import dev.tedge.config.TedgeConfig;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code tedge cert needs-renewal}: for timers and scripts, by exit code. */
@Command(
        name = "needs-renewal",
        description = {
            "Tell by the exit code whether the certificate of the device should be renewed.",
            "",
            "0: it has expired, or will so within certificate.validity.minimum_duration",
            "1: it is still good",
            "2: that can't be told"
        },
        footer = "%nExample: tedge cert needs-renewal aws && tedge cert renew aws")
final class CertNeedsRenewalCommand extends CertActionCommand {

    private static final int NEEDED = 0;
    private static final int STILL_GOOD = 1;
    private static final int UNKNOWN = 2;

    @Option(
            names = "--cert-path",
            paramLabel = "<FILE>",
            description = "Look at this certificate [default: the device's own]")
    private @Nullable Path file;

    @Override
    Action prepare() {
        // Here every failure has an exit code of its own, also one of the configuration.
        return new Action("check the device certificate", this::check);
    }

    private int check() {
        try {
            TedgeConfig config = chosen();
            Path checked = Optional.ofNullable(file)
                    .orElseGet(() -> cloud().files(config).certificate());
            CertificateStatus status = status(CertificateDetails.read(checked), config);
            console().err().println(CertificateText.of(status, console().ansi()));
            return status instanceof CertificateStatus.Valid || status instanceof CertificateStatus.NotValidYet
                    ? STILL_GOOD
                    : NEEDED;
        } catch (ParameterException misuse) {
            throw misuse;
        } catch (ActionFailure | RuntimeException cause) {
            console().err().println("Cannot check the certificate: " + String.join(": ", Failures.reasons(cause)));
            return UNKNOWN;
        }
    }
}

package dev.tedge.cli;

import dev.tedge.certificate.RenewedCertificate;
import dev.tedge.config.TedgeConfig;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tedge cert show}. */
@Command(
        name = "show",
        description = "Show the certificate of the device.",
        footer = {"%nExamples:", "  tedge cert show", "  tedge cert show aws --new"})
final class CertShowCommand extends CertActionCommand {

    @Option(
            names = "--cert-path",
            paramLabel = "<FILE>",
            description = "Show this certificate [default: the device's own]")
    private @Nullable Path file;

    @Option(
            names = "--new",
            description =
                    "Show the renewed certificate that waits beside it, <FILE>.new, to be used by the next connection")
    private boolean renewed;

    @Override
    Action prepare() throws ActionFailure {
        TedgeConfig config = chosen();
        Path present =
                Optional.ofNullable(file).orElseGet(() -> cloud().files(config).certificate());
        Path shown = renewed ? RenewedCertificate.waitingFor(present) : present;
        return Action.of("show the device certificate", () -> show(shown, config));
    }
}

package dev.tedge.cli;

import dev.tedge.certificate.DeviceCertificateFiles;
import picocli.CommandLine.Command;

/** {@code tedge cert remove}. */
@Command(
        name = "remove",
        description = "Remove the certificate of the device and its private key.",
        footer = "%nExample: tedge cert remove")
final class CertRemoveCommand extends CertActionCommand {

    @Override
    Action prepare() throws ActionFailure {
        DeviceCertificateFiles files = cloud().files(chosen());
        return Action.of(
                "remove the device certificate",
                () -> console()
                        .err()
                        .println(
                                files.remove()
                                        ? "Certificate was successfully removed"
                                        : "There is no certificate to remove"));
    }
}

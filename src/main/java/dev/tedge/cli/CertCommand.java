package dev.tedge.cli;

import picocli.CommandLine.Command;

/** {@code tedge cert}: the certificate of the device. */
@Command(
        name = "cert",
        description = "Create, renew, show and remove the certificate of the device, or get one from AWS.",
        subcommands = {
            CertCreateCommand.class,
            CertCreateCsrCommand.class,
            CertNeedsRenewalCommand.class,
            CertProvisionCommand.class,
            CertRemoveCommand.class,
            CertRenewCommand.class,
            CertShowCommand.class
        },
        footer = "%nExample: tedge cert create --device-id my-device")
final class CertCommand {}

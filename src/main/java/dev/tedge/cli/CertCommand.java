package dev.tedge.cli;

import dev.tedge.certificate.CertificateDetails;
import dev.tedge.certificate.CertificateRequest;
import dev.tedge.certificate.DeviceCertificateFiles;
import dev.tedge.certificate.DeviceId;
import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tedge cert}: the certificate of the device. */
@Command(
        name = "cert",
        description = "Create, show and remove the certificate of the device.",
        subcommands = {CertCommand.Create.class, CertCommand.Show.class, CertCommand.Remove.class})
final class CertCommand {

    /** Prints the block of lines about a certificate. */
    private static void show(Console console, Path file, Duration minimum) {
        CertificateDetails details = CertificateDetails.read(file);
        CertificateText.of(file, details, details.status(console.clock().instant(), minimum), console.ansi())
                .forEach(console.out()::println);
    }

    /** {@code tedge cert create}. */
    @Command(
            name = "create",
            description = "Create a private key and a self-signed certificate.",
            footer = "%nExample: tedge cert create --device-id my-device")
    static final class Create extends ActionCommand {

        private static final Duration SOON = Duration.ofDays(30);

        @Option(
                names = "--device-id",
                paramLabel = "<ID>",
                description = "Identifier of the device, the common name of its certificate; for AWS the thing name"
                        + " [default: the configured device.id]")
        private @Nullable String deviceId;

        @Mixin
        private final CloudParameter cloud = new CloudParameter();

        @Override
        Action prepare() throws ActionFailure {
            TedgeConfig config = config();
            String id = Optional.ofNullable(deviceId)
                    .or(() -> config.find(cloud.id()))
                    .orElseThrow(() -> new IllegalArgumentException("No device ID is provided."
                            + " Use `--device-id <name>` option to specify the device ID."));
            return Action.of(
                    "create a test certificate for the device %s.".formatted(id),
                    () -> create(config, new DeviceId(id)));
        }

        private void create(TedgeConfig config, DeviceId id) throws IOException {
            DeviceCertificateFiles files = cloud.files(config);
            makeCertificateDirectory(config, files);
            files.create(
                    new CertificateRequest(
                            id,
                            config.value(Settings.CERTIFICATE_ORGANIZATION),
                            config.value(Settings.CERTIFICATE_ORGANIZATION_UNIT),
                            config.value(Settings.CERTIFICATE_REQUESTED_DURATION)),
                    console().clock());
            if (!id.isThingName()) {
                console()
                        .warn(("'%s' can't be the name of a thing in AWS IoT:"
                                        + " only letters, digits, ':', '_' and '-' are possible there")
                                .formatted(id));
            }
            console().err().println("Certificate created successfully");
            console().err().println("    => the certificate has to be uploaded to the cloud");
            console().err().println("    => before the device can be connected");
            console().err().println();
            show(console(), files.certificate(), SOON);
        }

        /** The usual directory is ours to make; one that somebody configured is not. */
        private static void makeCertificateDirectory(TedgeConfig config, DeviceCertificateFiles files)
                throws IOException {
            Path usual = config.directory().resolve("device-certs");
            boolean used = usual.equals(files.certificate().getParent())
                    || usual.equals(files.key().getParent());
            if (!used || Files.isDirectory(usual)) {
                return;
            }
            try {
                Files.createDirectory(usual);
            } catch (NoSuchFileException missing) {
                throw new IOException(
                        "The configuration directory %s does not exist: create it, or name another one with --config-dir"
                                .formatted(config.directory()),
                        missing);
            } catch (FileAlreadyExistsException file) {
                throw new IOException("%s is a file, not a directory: remove it".formatted(usual), file);
            } catch (AccessDeniedException denied) {
                throw new IOException(
                        "The directory %s can't be created: permission denied. Run the command with sudo"
                                .formatted(usual),
                        denied);
            }
        }
    }

    /** {@code tedge cert show}. */
    @Command(name = "show", description = "Show the certificate of the device.", footer = "%nExample: tedge cert show")
    static final class Show extends ActionCommand {

        @Option(
                names = "--cert-path",
                paramLabel = "<FILE>",
                description = "Show this certificate [default: the device's own]")
        private @Nullable Path file;

        @Mixin
        private final CloudParameter cloud = new CloudParameter();

        @Override
        Action prepare() throws ActionFailure {
            TedgeConfig config = config();
            Path shown = Optional.ofNullable(file)
                    .orElseGet(() -> cloud.files(config).certificate());
            return Action.of(
                    "show the device certificate",
                    () -> show(console(), shown, config.value(Settings.CERTIFICATE_MINIMUM_DURATION)));
        }
    }

    /** {@code tedge cert remove}. */
    @Command(
            name = "remove",
            description = "Remove the certificate of the device and its private key.",
            footer = "%nExample: tedge cert remove")
    static final class Remove extends ActionCommand {

        @Mixin
        private final CloudParameter cloud = new CloudParameter();

        @Override
        Action prepare() throws ActionFailure {
            DeviceCertificateFiles files = cloud.files(config());
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
}

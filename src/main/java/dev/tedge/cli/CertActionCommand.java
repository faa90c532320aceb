package dev.tedge.cli;

import dev.tedge.certificate.CertificateDetails;
import dev.tedge.certificate.CertificateRequest;
import dev.tedge.certificate.CertificateStatus;
import dev.tedge.certificate.DeviceId;
import dev.tedge.certificate.FileOwner;
import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;

/** A command about one of the device's certificates: its own, the one for AWS, or the one for AWS of a profile. */
abstract class CertActionCommand extends ActionCommand {

    @Mixin
    private final CloudParameter cloud = new CloudParameter();

    /** Whose certificate is meant. */
    final CloudParameter cloud() {
        return cloud;
    }

    /** The configuration of the cloud and profile that are meant. */
    final TedgeConfig chosen() throws ActionFailure {
        if (cloud.lacksCloud()) {
            throw misused("'--profile' is for the certificate for AWS: write 'aws' as well");
        }
        return config(cloud.profile(console()));
    }

    /** Whether a certificate can be used, and for longer than the owner worries about. */
    final CertificateStatus status(CertificateDetails details, TedgeConfig config) {
        return details.status(console().clock().instant(), config.value(Settings.CERTIFICATE_MINIMUM_DURATION));
    }

    /** Prints the block of lines about a certificate. */
    final void show(Path file, TedgeConfig config) {
        CertificateDetails details = CertificateDetails.read(file);
        CertificateText.of(file, details, status(details, config), console().ansi())
                .forEach(console().out()::println);
    }

    /** What shall stand in a certificate of that name; warns when AWS has no things of that name. */
    final CertificateRequest request(DeviceId id, TedgeConfig config) {
        if (!id.isThingName()) {
            console()
                    .warn(("'%s' can't be the name of a thing in AWS IoT:"
                                    + " only letters, digits, ':', '_' and '-' are possible there")
                            .formatted(id));
        }
        return new CertificateRequest(
                id,
                config.value(Settings.CERTIFICATE_ORGANIZATION),
                config.value(Settings.CERTIFICATE_ORGANIZATION_UNIT),
                config.value(Settings.CERTIFICATE_REQUESTED_DURATION));
    }

    /** Makes the usual directory of certificates when one of the files is there; one that somebody configured is not ours. */
    static void makeDirectory(TedgeConfig config, FileOwner owner, Path... files) throws IOException {
        Path usual = config.directory().resolve("device-certs");
        for (Path file : files) {
            if (usual.equals(file.getParent()) && !Files.isDirectory(usual)) {
                make(usual);
                owner.own(usual);
            }
        }
    }

    private static void make(Path usual) throws IOException {
        try {
            Files.createDirectory(usual);
        } catch (NoSuchFileException missing) {
            throw new IOException(
                    "The configuration directory %s does not exist: create it with `tedge init`, or name another one with --config-dir"
                            .formatted(usual.getParent()),
                    missing);
        } catch (FileAlreadyExistsException file) {
            throw new IOException("%s is a file, not a directory: remove it".formatted(usual), file);
        } catch (AccessDeniedException denied) {
            throw new IOException(
                    "The directory %s can't be created: permission denied. Run the command with sudo".formatted(usual),
                    denied);
        }
    }
}

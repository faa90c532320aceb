package dev.tedge.cli;

import dev.tedge.certificate.DeviceCertificateFiles;
import dev.tedge.certificate.DeviceId;
import dev.tedge.certificate.FileOwner;
import dev.tedge.certificate.KeyType;
import dev.tedge.config.TedgeConfig;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tedge cert create}. */
@Command(
        name = "create",
        description = "Create a private key and a self-signed certificate.",
        footer = {
            "%nExamples:",
            "  tedge cert create --device-id my-device",
            "  tedge cert create aws --key-type rsa2048"
        })
final class CertCreateCommand extends CertActionCommand {

    @Option(
            names = "--device-id",
            paramLabel = "<ID>",
            description = "Identifier of the device, the common name of its certificate; for AWS the thing name"
                    + " [default: the configured device.id]")
    private @Nullable String deviceId;

    @Option(
            names = "--key-type",
            paramLabel = "<TYPE>",
            defaultValue = "ec256",
            description = "Kind of the private key: ${COMPLETION-CANDIDATES} [default: ${DEFAULT-VALUE}]")
    @SuppressWarnings("NullAway.Init")
    private KeyType keyType;

    @Override
    Action prepare() throws ActionFailure {
        TedgeConfig config = chosen();
        FileOwner owner = owner(config);
        String id = Optional.ofNullable(deviceId)
                .or(() -> config.find(cloud().id()))
                .orElseThrow(CertCreateCommand::noDeviceId);
        return Action.of(
                "create a test certificate for the device %s.".formatted(id),
                () -> create(config, new DeviceId(id), owner));
    }

    /** Nobody has said what the device is called. */
    static IllegalArgumentException noDeviceId() {
        return new IllegalArgumentException(
                "No device ID is provided. Use `--device-id <name>` option to specify the device ID.");
    }

    private void create(TedgeConfig config, DeviceId id, FileOwner owner) throws IOException {
        DeviceCertificateFiles files = cloud().files(config);
        makeDirectory(config, owner, files.certificate(), files.key());
        files.create(request(id, config), keyType, owner, console().clock());
        console().err().println("Certificate created successfully");
        console().err().println("    => the certificate has to be uploaded to the cloud");
        console().err().println("    => before the device can be connected");
        console().err().println();
        show(files.certificate(), config);
    }
}

package dev.tedge.cli;

import dev.tedge.certificate.CertificateRequest;
import dev.tedge.certificate.DeviceCertificateFiles;
import dev.tedge.certificate.DeviceId;
import dev.tedge.certificate.FileOwner;
import dev.tedge.certificate.KeyType;
import dev.tedge.certificate.SigningRequestFile;
import dev.tedge.config.TedgeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tedge cert create-csr}. */
@Command(
        name = "create-csr",
        description = {
            "Create a certificate signing request for a CA.",
            "",
            "It is for the private key of the device, which is created when there is none. With a certificate and"
                    + " without --device-id it is for the same subject. Neither certificate nor key are changed."
        },
        footer = {
            "%nExamples:",
            "  tedge cert create-csr --device-id my-device",
            "  tedge cert create-csr aws --output-path my-device.csr"
        })
final class CertCreateCsrCommand extends CertActionCommand {

    @Option(
            names = "--device-id",
            paramLabel = "<ID>",
            description = "Identifier of the device, the common name of the certificate; for AWS the thing name"
                    + " [default: the subject of the certificate, or else the configured device.id]")
    private @Nullable String deviceId;

    @Option(
            names = {"--output-path", "--csr-path"},
            paramLabel = "<FILE>",
            description = "Where to write the request, over an earlier one [default: the configured device.csr_path]")
    private @Nullable Path output;

    @Option(
            names = "--key-type",
            paramLabel = "<TYPE>",
            description = "Kind of the private key: ${COMPLETION-CANDIDATES}"
                    + " [default: that of the key that is there, or else ec256]")
    private @Nullable KeyType keyType;

    @Override
    Action prepare() throws ActionFailure {
        TedgeConfig config = chosen();
        FileOwner owner = owner(config);
        DeviceCertificateFiles device = cloud().files(config);
        Optional<String> id = Optional.ofNullable(deviceId);
        if (id.isEmpty() && !Files.exists(device.certificate())) {
            id = Optional.of(config.find(cloud().id()).orElseThrow(CertCreateCommand::noDeviceId));
        }
        Optional<String> subject = id;
        Path file = Optional.ofNullable(output).orElseGet(() -> cloud().signingRequest(config));
        return Action.of(
                "create a certificate signing request%s."
                        .formatted(subject.map(" for the device %s"::formatted).orElse("")),
                () -> create(config, owner, new SigningRequestFile(device, file), subject));
    }

    private void create(TedgeConfig config, FileOwner owner, SigningRequestFile request, Optional<String> id)
            throws IOException {
        Optional<CertificateRequest> subject = id.map(DeviceId::new).map(name -> request(name, config));
        makeDirectory(config, owner, request.device().key(), request.file());
        request.create(subject, Optional.ofNullable(keyType), owner);
        console().err().println("Certificate Signing Request was successfully created.");
    }
}

package dev.tedge.cli;

import dev.tedge.certificate.CertificateDetails;
import dev.tedge.certificate.CertificateRequest;
import dev.tedge.certificate.ClientIdentity;
import dev.tedge.certificate.DeviceCertificateFiles;
import dev.tedge.certificate.DeviceId;
import dev.tedge.certificate.FileOwner;
import dev.tedge.certificate.KeyType;
import dev.tedge.certificate.NextIdentity;
import dev.tedge.certificate.RenewedCertificate;
import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import dev.tedge.gateway.CertificateTrial;
import dev.tedge.provisioning.TemplateName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tedge cert provision}. */
@Command(
        name = "provision",
        description = {
            "Get a certificate and a thing from AWS by a claim certificate (fleet provisioning).",
            "",
            "The private key is made here and never leaves. The new certificate takes the place of the present one, if"
                    + " any, once AWS has let a connection in with it. The claim certificate is left alone. What is"
                    + " interrupted can be repeated, and goes on where it has stopped."
        },
        footer = {
            "%nExamples:",
            "  tedge cert provision --template fleet --claim-cert claim.pem --claim-key claim.key --device-id robot-7"
                    + " --connect",
            "  tedge cert provision aws --profile second --template fleet --claim-cert claim.pem --claim-key claim.key"
                    + " --param Site=Berlin"
        })
final class CertProvisionCommand extends ActionCommand {

    /** What AWS's own examples of templates ask for. */
    private static final String USUAL_PARAMETER = "SerialNumber";

    @Parameters(
            arity = "0..1",
            paramLabel = "aws",
            description = "May be left out: the certificate is for AWS, aws.device.*, in any case")
    @SuppressWarnings("UnusedVariable")
    private CloudParameter.@Nullable Cloud cloud;

    @Mixin
    private final ProfileOption profile = new ProfileOption();

    @Option(
            names = "--template",
            paramLabel = "<NAME>",
            required = true,
            description = "The provisioning template in AWS")
    @SuppressWarnings("NullAway.Init")
    private String template;

    @Option(
            names = "--claim-cert",
            paramLabel = "<FILE>",
            required = true,
            description = "The certificate that devices share until they have their own, in PEM")
    @SuppressWarnings("NullAway.Init")
    private Path claimCertificate;

    @Option(names = "--claim-key", paramLabel = "<FILE>", required = true, description = "Its private key, in PEM")
    @SuppressWarnings("NullAway.Init")
    private Path claimKey;

    @Option(
            names = "--param",
            paramLabel = "<NAME=VALUE>",
            description = "A parameter of the template; may be repeated. " + USUAL_PARAMETER
                    + " is the device id by default; an empty value leaves it out")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(
            names = "--device-id",
            paramLabel = "<ID>",
            description =
                    "Identifier of the device, the common name of its certificate; the template must give the thing"
                            + " the same name [default: the configured device.id]")
    private @Nullable String deviceId;

    @Option(
            names = "--key-type",
            paramLabel = "<TYPE>",
            defaultValue = "ec256",
            description = "Kind of the private key: ${COMPLETION-CANDIDATES} [default: ${DEFAULT-VALUE}]")
    @SuppressWarnings("NullAway.Init")
    private KeyType keyType;

    @Option(names = "--connect", description = "Connect the device afterwards, as 'tedge connect aws' does")
    private boolean connect;

    @Override
    Action prepare() throws Exception {
        TedgeConfig config = config(profile.of(console()));
        String endpoint = config.value(Settings.AWS_URL);
        TemplateName name = templateName();
        String id = Optional.ofNullable(deviceId)
                .or(() -> config.find(Settings.AWS_DEVICE_ID))
                .orElseThrow(CertCreateCommand::noDeviceId);
        FileOwner owner = owner(config);
        return new Action("provision the device %s.".formatted(id), () -> {
            requireFreeName(config, id);
            return provisioned(
                    config,
                    new EnrolmentOrder(name, endpoint, claim(config), subject(config, id), keyType, all(id), owner));
        });
    }

    private TemplateName templateName() {
        try {
            return new TemplateName(template);
        } catch (IllegalArgumentException impossible) {
            throw misused("--template: " + impossible.getMessage());
        }
    }

    private int provisioned(TedgeConfig config, EnrolmentOrder order) throws Exception {
        Path certificate = config.value(Settings.AWS_DEVICE_CERT_PATH);
        CertActionCommand.makeDirectory(config, order.owner(), certificate, config.value(Settings.AWS_DEVICE_KEY_PATH));
        ProvisionSteps steps = new ProvisionSteps(
                scene(config), order, identity -> new CertificateTrial(config, identity), Attempts.Pause.REAL);
        return ProvisionLock.hold(certificate, () -> steps.run(connect));
    }

    /** The gateway is what its certificate calls it; another name would be another device, with other messages. */
    private static void requireFreeName(TedgeConfig config, String id) {
        Path present = config.value(Settings.AWS_DEVICE_CERT_PATH);
        CertificateDetails.commonName(present).filter(name -> !name.equals(id)).ifPresent(name -> {
            throw new IllegalArgumentException(
                    "The device has a certificate for '%s' already, %s: leave --device-id out to have that one replaced, or run `tedge cert remove` first to give the device another name"
                            .formatted(name, present));
        });
    }

    private ClientIdentity claim(TedgeConfig config) throws IOException {
        Map.of("--claim-cert", claimCertificate, "--claim-key", claimKey).forEach((option, file) -> {
            if (!Files.exists(file)) {
                throw new IllegalArgumentException(
                        "There is no file '%s': name another one with %s".formatted(file, option));
            }
        });
        DeviceCertificateFiles own = new DeviceCertificateFiles(
                config.value(Settings.AWS_DEVICE_CERT_PATH), config.value(Settings.AWS_DEVICE_KEY_PATH));
        requireElsewhere(claimCertificate, own);
        requireElsewhere(claimKey, own);
        ClientIdentity claim = new ClientIdentity(claimCertificate, claimKey);
        if (!claim.isPair()) {
            throw new IllegalArgumentException(
                    "The private key %s does not belong to the claim certificate %s: name two that belong together with --claim-cert and --claim-key"
                            .formatted(claimKey, claimCertificate));
        }
        return claim;
    }

    /** By whatever name: the files of the device are replaced, or deleted. */
    private static void requireElsewhere(Path file, DeviceCertificateFiles own) throws IOException {
        NextIdentity next = new NextIdentity(own);
        for (Path taken :
                List.of(own.certificate(), own.key(), RenewedCertificate.of(own).file(), next.key(), next.note())) {
            if (Files.exists(taken) && Files.isSameFile(file, taken)) {
                throw new IllegalArgumentException(
                        "The claim's file %s is in the place of the device's own, %s: put the claim certificate and its key elsewhere"
                                .formatted(file, taken));
            }
        }
    }

    private static CertificateRequest subject(TedgeConfig config, String id) {
        DeviceId device = new DeviceId(id);
        if (!device.isThingName()) {
            throw new IllegalArgumentException(
                    "'%s' can't be the name of a thing in AWS IoT: only letters, digits, ':', '_' and '-' are possible there. Give another one with --device-id"
                            .formatted(id));
        }
        return new CertificateRequest(
                device,
                config.value(Settings.CERTIFICATE_ORGANIZATION),
                config.value(Settings.CERTIFICATE_ORGANIZATION_UNIT),
                config.value(Settings.CERTIFICATE_REQUESTED_DURATION));
    }

    private Map<String, String> all(String id) {
        Map<String, String> all = new LinkedHashMap<>(Map.of(USUAL_PARAMETER, id));
        all.putAll(parameters);
        all.values().removeIf(String::isEmpty);
        return all;
    }
}

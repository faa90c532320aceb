package dev.tedge.cli;

import dev.tedge.certificate.PemCertificates;
import dev.tedge.config.CloudProfile;
import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import dev.tedge.gateway.RouteNeeds;
import dev.tedge.policy.Scope;
import dev.tedge.registration.Device;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tedge aws register}. */
@Command(
        name = "register",
        description = {
            "Register the device in an AWS account: thing, policy and certificate; then set aws.url.",
            "Needs AWS credentials: in the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN), in a"
                    + " profile with keys or credential_process, or those of the container or instance. For SSO, web"
                    + " identities and roles to assume run eval \"$$(aws configure export-credentials --format env)\""
                    + " first. What is there already is left as it is."
        },
        footer = "%nExample: tedge aws register --region eu-central-1")
final class AwsRegisterCommand extends ActionCommand {

    /** What AWS takes (API reference, CreatePolicy and CreateThingType), which also needs no quotes in a shell. */
    private static final Pattern POLICY_NAME = Pattern.compile("[\\w+=,.@-]{1,128}");

    private static final Pattern TYPE_NAME = Pattern.compile("[a-zA-Z0-9:_-]{1,128}");

    private static final int PEM_LINE = 64;

    @Mixin
    private ProfileOption profile = new ProfileOption();

    @Option(
            names = "--region",
            paramLabel = "<REGION>",
            description =
                    "The region to register in [default: the one of aws.url, else the usual one of AWS's programs]")
    private @Nullable String region;

    @Option(
            names = "--policy-name",
            paramLabel = "<NAME>",
            defaultValue = "tedge",
            description = "The policy that is made, or used when it exists [default: ${DEFAULT-VALUE}]")
    private String policyName = "";

    @Option(names = "--thing-type", paramLabel = "<NAME>", description = "An existing thing type for the thing")
    private @Nullable String thingType;

    @Option(
            names = "--publish",
            paramLabel = "<FILTER>",
            description =
                    "Topics on AWS that a route publishes to, which decides with each message; may be given several times")
    private List<String> publish = new ArrayList<>();

    @Option(names = "--dry-run", description = "Print commands for AWS's own program that do the same, and do nothing")
    private boolean dryRun;

    @Override
    Action prepare() throws Exception {
        Optional<CloudProfile> chosen = profile.of(console());
        TedgeConfig config = config(chosen);
        requireNames();
        Path certificate = config.value(Settings.AWS_DEVICE_CERT_PATH);
        Device device = new Device(config.thingName(), Optional.ofNullable(thingType), pem(certificate), policyName);
        Optional<String> known = Optional.ofNullable(region)
                .or(() -> config.find(Settings.AWS_URL).flatMap(Scope::regionOf));
        Scope scope = new Scope(known, Optional.empty());
        if (dryRun) {
            return Action.of("print the commands.", () -> {
                new AwsCommandLines(device, scope, certificate, configSet(chosen))
                        .lines(RoutePolicy.of(console(), config, publish).document(scope))
                        .forEach(console().out()::println);
                console().out().flush();
            });
        }
        return new Action(
                "register the device '%s'.".formatted(device.thingName()),
                () -> new RegisterSteps(console(), config, device, RoutePolicy.of(console(), config, publish))
                        .run(scope, certificate));
    }

    private void requireNames() {
        if (!POLICY_NAME.matcher(policyName).matches()) {
            throw misused("'%s' can't be the name of a policy: give letters, digits and any of _+=,.@-"
                    .formatted(policyName));
        }
        if (thingType != null && !TYPE_NAME.matcher(thingType).matches()) {
            throw misused(
                    "'%s' can't be the name of a thing type: give letters, digits and any of :_-".formatted(thingType));
        }
        try {
            Scope unused = new Scope(Optional.ofNullable(region), Optional.empty());
        } catch (IllegalArgumentException impossible) {
            throw misused(String.valueOf(impossible.getMessage()));
        }
        try {
            RouteNeeds.requireTopics(publish);
        } catch (IllegalArgumentException impossible) {
            throw misused("--publish: " + impossible.getMessage());
        }
    }

    /** The first certificate only: AWS registers one, not its chain. */
    private static String pem(Path file) throws CertificateEncodingException {
        byte[] content = PemCertificates.first(file).getEncoded();
        byte[] newLine = "\n".getBytes(StandardCharsets.US_ASCII);
        return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
                .formatted(Base64.getMimeEncoder(PEM_LINE, newLine).encodeToString(content));
    }

    private List<String> configSet(Optional<CloudProfile> chosen) {
        List<String> words = new ArrayList<>(List.of("tedge"));
        if (!root().hasDefaultConfigDirectory()) {
            words.addAll(List.of("--config-dir", root().configDirectory().toString()));
        }
        words.addAll(List.of("config", "set"));
        chosen.ifPresent(name -> words.addAll(List.of("--profile", name.toString())));
        words.add(Settings.AWS_URL.key());
        return words;
    }
}

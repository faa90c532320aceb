package dev.tedge.cli;

import dev.tedge.certificate.CertificateDetails;
import dev.tedge.certificate.CredentialException;
import dev.tedge.cli.demo.SimulatedFleet;
import dev.tedge.cli.demo.SimulatorSession;
import dev.tedge.config.Settings;
import dev.tedge.simulator.policy.PolicyException;
import dev.tedge.simulator.quota.Quotas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tedge simulator}: clouds to try things out with. */
@Command(
        name = "simulator",
        description = "Stand in for a cloud, on this machine only.",
        subcommands = {
            SimulatorCommand.Aws.class,
            SimulatorPublishCommand.class,
            SimulatorShadowCommand.class,
            SimulatorJobCommand.class,
            SimulatorWatchCommand.class,
            SimulatorFaultCommand.class,
            SimulatorPolicyCommand.class
        })
final class SimulatorCommand {

    /** {@code tedge simulator aws}. */
    @Command(
            name = "aws",
            description = {
                "Stand in for AWS IoT Core on 127.0.0.1, until SIGTERM or Ctrl-C.",
                "Prints what reaches the cloud as '[topic] payload', and publishes such lines from stdin as the cloud."
            },
            footer = "%nExample: tedge simulator aws --port 8883")
    static final class Aws extends ActionCommand {

        private static final int HIGHEST_PORT = 65_535;

        @Option(
                names = "--port",
                paramLabel = "<PORT>",
                defaultValue = "8883",
                description = "TCP port; 0 for any that is free (default: ${DEFAULT-VALUE})")
        private int port;

        @Option(
                names = "--http-port",
                paramLabel = "<PORT>",
                description = "TCP port of the HTTPS data plane; 0 for any that is free"
                        + " (default: 8443, or any that is free if another program uses it)")
        private @Nullable Integer httpPort;

        @Option(
                names = "--thing",
                paramLabel = "<ID>",
                description = "Thing that the certificate must belong to (default: whichever it names)")
        private @Nullable String thing;

        @Option(
                names = "--certificate",
                paramLabel = "<FILE>",
                description = "Certificate of the device, in PEM (default: that of the setting aws.device.cert_path)")
        private @Nullable Path certificate;

        @Option(
                names = "--claim",
                paramLabel = "<FILE>",
                description = "Certificate with which devices may ask for one of their own, in PEM; may be repeated")
        private List<Path> claims = new ArrayList<>();

        @Option(
                names = "--provisioning-template",
                paramLabel = "<FILE>",
                description =
                        "Template of fleet provisioning, in AWS's JSON, called like the file without its ending; may"
                                + " be repeated. Its policies may be 'gateway', the one of --policy (default: 'fleet', which makes"
                                + " a thing of the parameter SerialNumber)")
        private List<Path> templates = new ArrayList<>();

        @Option(
                names = "--jitp",
                paramLabel = "<FILE>",
                description =
                        "Certificate of a CA, in PEM, whose devices are provisioned when they first connect; may be"
                                + " repeated")
        private List<Path> authorities = new ArrayList<>();

        @Option(
                names = "--policy",
                paramLabel = "<FILE>",
                description = "AWS IoT policy document, in JSON (default: what the gateway needs and no more)")
        private @Nullable Path policy;

        @Option(
                names = "--limits",
                paramLabel = "on|off",
                defaultValue = "off",
                description = "Keep AWS's default rates too: 100 messages and 512 KiB a second of a connection,"
                        + " 1 connect a second of a client id (default: ${DEFAULT-VALUE})")
        private Limits limits = Limits.OFF;

        /** As {@code --limits on}, which it was called before. */
        @Option(names = "--quotas", hidden = true)
        private boolean quotas;

        @Option(
                names = "--state",
                paramLabel = "<DIR>",
                description = "Where shadows, jobs and things are kept, and other commands look for the simulator"
                        + " (default: simulator in the configuration directory)")
        private @Nullable Path state;

        @Option(
                names = "--ca-out",
                paramLabel = "<FILE>",
                description = "Where to write the certificate that devices are to trust"
                        + " (default: ca.pem in the state directory)")
        private @Nullable Path authority;

        /** Whether rates are kept. */
        enum Limits {
            ON,
            OFF;

            /** As it is typed. */
            @Override
            public String toString() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        @Override
        Action prepare() throws ActionFailure {
            check("--port", port);
            check("--http-port", httpPort == null ? 0 : httpPort);
            boolean limited = limits == Limits.ON || quotas;
            SimulatorSession.Options options = new SimulatorSession.Options(
                    new SimulatorSession.Ports(port, Optional.ofNullable(httpPort)),
                    device(),
                    new SimulatedFleet(claims, templates, authorities),
                    new SimulatorSession.Rules(Optional.ofNullable(policy), limited ? Quotas.AWS : Quotas.NONE),
                    outputs(),
                    root().hasDefaultConfigDirectory() ? "tedge" : "tedge --config-dir " + root().configDirectory());
            SimulatorSession session =
                    new SimulatorSession(console().out(), console().err(), System.in);
            return new Action("run the simulator of AWS IoT Core", () -> run(session, options));
        }

        private void check(String option, int number) {
            if (number < 0 || number > HIGHEST_PORT) {
                throw misused("Invalid value for option '" + option + "': give a number from 0 to " + HIGHEST_PORT);
            }
        }

        private SimulatorSession.Outputs outputs() {
            Path directory = CloudSideCommand.stateDirectory(state, root());
            return new SimulatorSession.Outputs(
                    directory,
                    Optional.ofNullable(authority)
                            .map(Path::toAbsolutePath)
                            .orElseGet(() -> directory.resolve("ca.pem")));
        }

        private Optional<Path> device() throws ActionFailure {
            Path file = certificate == null ? config().value(Settings.AWS_DEVICE_CERT_PATH) : certificate;
            if (!Files.exists(file)) {
                if (certificate == null && !(claims.isEmpty() && authorities.isEmpty())) {
                    return Optional.empty();
                }
                throw new ActionFailure(
                        "There is no device certificate '%s': run 'tedge cert create --device-id <ID>',".formatted(file)
                                + " or name another file with --certificate",
                        new NoSuchFileException(file.toString()));
            }
            Optional<String> named = CertificateDetails.commonName(file);
            if (thing != null && named.isPresent() && !named.get().equals(thing)) {
                throw misused("The certificate '%s' belongs to the thing '%s', not to '%s' of --thing"
                        .formatted(file, named.get(), thing));
            }
            return Optional.of(file);
        }

        private static int run(SimulatorSession session, SimulatorSession.Options options) throws Exception {
            try {
                return Foreground.run(end -> {
                    session.run(options, end);
                    return 0;
                });
            } catch (CredentialException | PolicyException | IOException | IllegalArgumentException unusable) {
                throw new ActionFailure(String.join(": ", Failures.reasons(unusable)), unusable);
            }
        }
    }
}

package dev.tedge.cli.demo;

import dev.tedge.certificate.CertificateDetails;
import dev.tedge.certificate.KeyWithChain;
import dev.tedge.certificate.PemCertificates;
import dev.tedge.certificate.ThrowawayAuthority;
import dev.tedge.simulator.AwsIotSimulator;
import dev.tedge.simulator.AwsIotSimulatorBuilder;
import dev.tedge.simulator.policy.PolicyDocument;
import dev.tedge.simulator.quota.Quotas;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** The AWS IoT Core simulator at a terminal: prints what reaches the cloud, publishes what is typed. */
public final class SimulatorSession {

    /** Names by which a client of this machine reaches the simulator. */
    static final List<String> SERVER_NAMES = List.of("localhost", "127.0.0.1");

    private static final int USUAL_HTTP_PORT = 8443;

    private final PrintWriter out;
    private final PrintWriter err;
    private final InputStream in;

    /**
     * Nothing is started yet.
     *
     * @param out for instructions and messages
     * @param err for connections and refusals
     * @param in lines {@code [topic] payload}; its end means nothing
     */
    public SimulatorSession(PrintWriter out, PrintWriter err, InputStream in) {
        this.out = out;
        this.err = err;
        this.in = in;
    }

    /**
     * What to simulate.
     *
     * @param ports of 127.0.0.1
     * @param device the certificate of the device, PEM; its common name is the thing; empty for devices of a fleet only
     * @param fleet devices that it does not know yet
     * @param rules that it keeps
     * @param outputs what it writes
     * @param tedge how the caller runs {@code tedge}, such as {@code tedge --config-dir /tmp/x}
     */
    public record Options(
            Ports ports, Optional<Path> device, SimulatedFleet fleet, Rules rules, Outputs outputs, String tedge) {

        public Options {
            Objects.requireNonNull(ports, "ports");
            Objects.requireNonNull(device, "device");
            Objects.requireNonNull(fleet, "fleet");
            Objects.requireNonNull(rules, "rules");
            Objects.requireNonNull(outputs, "outputs");
            Objects.requireNonNull(tedge, "tedge");
        }
    }

    /**
     * Where it listens; 0 for any port that is free.
     *
     * @param http if it is empty, 8443, or any that is free if another program uses that
     */
    public record Ports(int mqtt, Optional<Integer> http) {

        public Ports {
            Objects.requireNonNull(http, "http");
        }
    }

    /**
     * What it writes.
     *
     * @param state directory of the services' state
     * @param authority the certificate that devices are to trust, written over what is there
     */
    public record Outputs(Path state, Path authority) {

        public Outputs {
            Objects.requireNonNull(state, "state");
            Objects.requireNonNull(authority, "authority");
        }
    }

    /**
     * What the simulator allows.
     *
     * @param policy a policy document; empty for the one that the gateway needs
     * @param quotas rates
     */
    public record Rules(Optional<Path> policy, Quotas quotas) {

        public Rules {
            Objects.requireNonNull(policy, "policy");
            Objects.requireNonNull(quotas, "quotas");
        }
    }

    /**
     * Runs the simulator until the end is ordered or the thread interrupted.
     *
     * @throws IOException when the port can't be bound or the authority's certificate not be written
     * @throws RuntimeException of {@code dev.tedge.certificate} or {@code dev.tedge.simulator.policy} when a file is no good
     */
    public void run(Options options, CountDownLatch end) throws IOException, InterruptedException {
        ThrowawayAuthority authority = ThrowawayAuthority.create(Clock.systemUTC());
        AwsIotSimulatorBuilder builder = builder(options, authority);
        try (LinePrinter printer = new LinePrinter(err);
                AwsIotSimulator simulator = start(builder.onMessage(message -> printer.print(
                                out,
                                MessageLine.of(
                                                message.topic(),
                                                message.payload().asByteBuffer())
                                        .toString()))
                        .onEvent(event -> printer.print(err, event.words())))) {
            write(authority, options.outputs().authority());
            introduce(options, simulator, printer);
            new CloudLines(simulator::publish, complaint -> printer.print(err, complaint)).readFrom(in);
            end.await();
        }
    }

    private static AwsIotSimulatorBuilder builder(Options options, ThrowawayAuthority authority) {
        PolicyDocument policy =
                options.rules().policy().map(PolicyDocument::read).orElseGet(PolicyDocument::standard);
        KeyWithChain server = authority.issueServer(SERVER_NAMES);
        KeyWithChain expired = authority.issueExpiredServer(SERVER_NAMES);
        AwsIotSimulatorBuilder builder = AwsIotSimulator.builder()
                .port(options.ports().mqtt())
                .state(options.outputs().state())
                .serverIdentity(server.key(), server.chain())
                .expiredServerIdentity(expired.key(), expired.chain())
                .policy(policy)
                .quotas(options.rules().quotas());
        options.device().map(PemCertificates::first).ifPresent(builder::device);
        options.fleet().addTo(builder, policy);
        return options.ports()
                .http()
                .map(builder::httpPort)
                .orElseGet(() -> builder.preferredHttpPort(USUAL_HTTP_PORT));
    }

    private static AwsIotSimulator start(AwsIotSimulatorBuilder builder) throws IOException {
        try {
            return builder.start();
        } catch (IOException failed) {
            if (failed.getCause() instanceof BindException) {
                throw new IOException(failed.getMessage() + " The options are --port and --http-port.", failed);
            }
            throw failed;
        }
    }

    private void introduce(Options options, AwsIotSimulator simulator, LinePrinter printer) {
        String tedge = options.tedge();
        int http = simulator.httpPort();
        if (options.ports().http().isEmpty() && http != USUAL_HTTP_PORT) {
            printer.print(
                    err,
                    "Port " + USUAL_HTTP_PORT + " is in use: HTTPS is on port " + http + "; choose with --http-port");
        }
        Optional<String> thing = options.device().flatMap(CertificateDetails::commonName);
        List<String> lines = new ArrayList<>(List.of(
                "AWS IoT Core simulator%s on 127.0.0.1:%d. To connect the gateway to it:"
                        .formatted(thing.map(" for the thing '%s'"::formatted).orElse(""), simulator.port()),
                "",
                "  " + tedge + " config set aws.url localhost",
                "  " + tedge + " config set aws.mqtt.port " + simulator.port(),
                "  " + tedge + " config set aws.root_cert_path "
                        + options.outputs().authority()));
        lines.addAll(options.fleet().advice(tedge));
        lines.addAll(List.of(
                "  " + tedge + " run aws",
                "",
                "AWS's SDKs find the data plane on https://localhost:" + http
                        + ". For the cloud's side see 'tedge simulator --help'.",
                "",
                "Messages that reach the cloud follow. To publish as the cloud, type: [topic] payload",
                "For example: [thinedge/" + thing.orElse("<thing>") + "/cmd/hello] {\"from\":\"cloud\"}",
                ""));
        lines.forEach(line -> printer.print(out, line));
    }

    private static void write(ThrowawayAuthority authority, Path file) throws IOException {
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            authority.writeCertificate(file);
        } catch (UncheckedIOException | IOException unwritable) {
            Throwable cause = unwritable instanceof UncheckedIOException wrapped ? wrapped.getCause() : unwritable;
            String why = cause instanceof AccessDeniedException ? "permission denied" : String.valueOf(cause);
            throw new IOException(
                    ("The certificate of the simulator's authority can't be written to '%s' (%s): name"
                                    + " another file with --ca-out")
                            .formatted(file, why),
                    unwritable);
        }
    }
}

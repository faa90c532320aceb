package dev.tedge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.certificate.CertificateDetails;
import dev.tedge.certificate.ClientIdentity;
import dev.tedge.simulator.AwsIotSimulator;
import dev.tedge.simulator.AwsIotSimulatorBuilder;
import dev.tedge.simulator.CloudMessage;
import dev.tedge.simulator.SimulatorEvent;
import dev.tedge.simulator.policy.PolicyDocument;
import dev.tedge.simulator.provisioning.ProvisioningTemplate;
import dev.tedge.testing.FreePort;
import dev.tedge.testing.TestingCertificates;
import dev.tedge.testing.TestingIdentity;
import dev.tedge.testing.TestingIdentity.KeyForm;
import dev.tedge.testing.TestingIdentity.PemFiles;
import dev.tedge.testing.process.ServiceScript;
import dev.tedge.testing.process.TedgeProcess;
import dev.tedge.testing.process.TedgeProgram;
import dev.tedge.testing.process.TedgeProgram.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From a device that AWS does not know to a gateway that is connected, by the packaged program. */
class ProvisionST {

    private static final String DEVICE = "robot-7";

    private static final PolicyDocument CLAIM = PolicyDocument.parse("""
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iot:*", "Resource": "*"}]}""");

    /** Longer than a check of the connection takes, so that the first one fails. */
    private static final Duration PROVISIONING = Duration.ofSeconds(11);

    private final TestingCertificates certificates = new TestingCertificates();
    private final TestingIdentity claim = TestingCertificates.selfSigned("claim");
    private final Path directory;
    private final TedgeProgram tedge;

    /** At which step the simulator holds its answer, so that the program can be killed, or met by another one. */
    private final AtomicReference<Step> killAt = new AtomicReference<>();

    private final AtomicInteger connections = new AtomicInteger();

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch killed = new CountDownLatch(1);

    private PemFiles claimFiles;
    private AwsIotSimulator aws;

    /** What AWS sees of the program, in this order. */
    private enum Step {
        CLAIM_CONNECTED,
        CERTIFICATE_REQUESTED,
        THING_REQUESTED,
        TRIED,
        /** The gateway, with the certificate that has become the device's. */
        GATEWAY_CONNECTED
    }

    ProvisionST(@TempDir Path directory) throws IOException {
        this.directory = Files.createDirectory(directory.resolve("config"));
        this.tedge = new TedgeProgram(this.directory);
        claimFiles = claim.write(Files.createDirectory(directory.resolve("claim")), "claim");
    }

    @BeforeEach
    void start() throws IOException {
        TestingIdentity server = certificates.server();
        aws = fleet(AwsIotSimulator.builder()
                        .serverIdentity(server.key(), List.of(server.certificate()))
                        .onMessage(this::seen)
                        .onEvent(this::seen))
                .start();
        Files.createDirectory(directory.resolve("device-certs"));
        Files.writeString(directory.resolve("tedge.toml"), """
                [aws]
                url = "localhost"
                root_cert_path = "%s"
                [aws.mqtt]
                port = %d
                [mqtt.broker]
                embedded = true
                [mqtt.client]
                port = %d
                """.formatted(
                        certificates.writeAuthority(directory), aws.port(), FreePort.next()));
    }

    private AwsIotSimulatorBuilder fleet(AwsIotSimulatorBuilder builder) {
        return builder.claim(claim.certificate(), CLAIM)
                .policy("gateway", PolicyDocument.standard())
                .template("fleet", template("SerialNumber"))
                .jitp(certificates.authority(), template("AWS::IoT::Certificate::CommonName"))
                .provisioningDelay(PROVISIONING);
    }

    private static ProvisioningTemplate template(String name) {
        return ProvisioningTemplate.parse("""
                {"Parameters": {"%1$s": {"Type": "String"}},
                 "Resources": {
                   "thing": {"Type": "AWS::IoT::Thing", "Properties": {"ThingName": {"Ref": "%1$s"}}},
                   "certificate": {"Type": "AWS::IoT::Certificate", "Properties": {"Status": "Active"}},
                   "policy": {"Type": "AWS::IoT::Policy", "Properties": {"PolicyName": "gateway"}}},
                 "DeviceConfiguration": {"Region": "north"}}
                """.formatted(name));
    }

    @AfterEach
    void stop() {
        killed.countDown();
        if (Files.exists(directory.resolve("rc"))) {
            assertThat(tedge.run("disconnect", "aws").exitCode()).isZero();
        }
        aws.close();
    }

    private void seen(CloudMessage message) {
        if (message.topic().equals("$aws/certificates/create-from-csr/json")) {
            at(Step.CERTIFICATE_REQUESTED);
        } else if (message.topic().equals("$aws/provisioning-templates/fleet/provision/json")) {
            at(Step.THING_REQUESTED);
        }
    }

    private void seen(SimulatorEvent event) {
        if (event instanceof SimulatorEvent.Connected) {
            at(connected(event.clientId()));
        }
    }

    private Step connected(String clientId) {
        if (!clientId.equals(DEVICE)) {
            return Step.CLAIM_CONNECTED;
        }
        return connections.getAndIncrement() == 0 ? Step.TRIED : Step.GATEWAY_CONNECTED;
    }

    /** On the only thread of the simulator: nobody hears of it while it waits. */
    private void at(Step step) {
        if (!killAt.compareAndSet(step, null)) {
            return;
        }
        reached.countDown();
        try {
            assertThat(killed.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void device_isProvisioned_andItsGatewayRuns_byOneCommand() throws IOException {
        ServiceScript.write(tedge);

        Finished provisioned = provision("--connect");

        assertThat(provisioned.exitCode()).as(provisioned.err()).isZero();
        assertThat(provisioned.out()).isEqualTo("{\"Region\":\"north\"}\n");
        assertThat(provisioned.err())
                .startsWith("""
                        Provisioning 'robot-7' at localhost:
                        Connecting with the claim certificate %s... ✓
                        Requesting a certificate for a new private key... ✓
                        Registering 'robot-7' by the template 'fleet'... ✓
                        Stopping tedge-mapper-aws... ✓
                        Validating new certificate: %2$s.new... ✓
                        The new certificate is now the active certificate %2$s
                        Connecting to Aws:
                        """.formatted(claimFiles.certificate(), certificate()))
                .endsWith("""
                        Enabling tedge-mapper-aws... ✓
                        Verifying device is connected to cloud... ✓
                        """);
        assertThat(aws.connectedClients()).containsExactly(DEVICE);
        assertProvisioned();
        String first = Files.readString(certificate());

        Finished rotated = provision();

        assertThat(rotated.exitCode()).as(rotated.err()).isZero();
        assertThat(rotated.err()).endsWith("Verifying device is connected to cloud... ✓\n");
        assertThat(certificate()).content().isNotEqualTo(first);
        assertThat(aws.connectedClients()).containsExactly(DEVICE);
        assertProvisioned();
    }

    @ParameterizedTest
    @EnumSource(value = Step.class, mode = EnumSource.Mode.EXCLUDE, names = "GATEWAY_CONNECTED")
    void provisioning_thatIsKilled_isRepeated(Step step) throws Exception {
        killAt(step);
        assertThat(certificate()).doesNotExist();

        assertDone(provision());
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"THING_REQUESTED", "TRIED"})
    void rotation_thatIsKilled_leavesTheOldCertificate_andIsRepeated(Step step) throws Exception {
        TestingIdentity old = TestingCertificates.selfSigned(DEVICE);
        old.writeCertificate(certificate());
        old.writeKey(key(), KeyForm.PKCS8);
        aws.register(old.certificate());

        killAt(step);
        assertThat(new ClientIdentity(certificate(), key()).load().certificate())
                .isEqualTo(old.certificate());

        assertDone(provision());
        assertThat(CertificateDetails.read(certificate())).isNotEqualTo(CertificateDetails.of(old.certificate()));
    }

    @Test
    void connecting_thatIsKilled_isRepeated() throws Exception {
        ServiceScript.write(tedge);

        killAt(Step.GATEWAY_CONNECTED, "--connect");
        assertProvisioned();

        Finished repeated = provision("--connect");

        assertThat(repeated.exitCode()).as(repeated.err()).isZero();
        assertThat(repeated.err()).endsWith("Verifying device is connected to cloud... ✓\n");
        assertThat(aws.connectedClients()).containsExactly(DEVICE);
        assertProvisioned();
    }

    @Test
    void secondCommand_isRefused_whileOneIsAtWork() throws Exception {
        killAt.set(Step.THING_REQUESTED);
        try (TedgeProcess first = tedge.start(words())) {
            assertThat(reached.await(1, TimeUnit.MINUTES)).isTrue();

            Finished second = provision();

            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.err())
                    .startsWith("Error: failed to provision the device robot-7.\n")
                    .contains("Another `tedge cert provision` is at work on %s ".formatted(certificate()))
                    .doesNotContain("Provisioning 'robot-7'");
            killed.countDown();
            assertThat(first.awaitExit(Duration.ofMinutes(1))).isZero();
        }
        assertProvisioned();
    }

    private void killAt(Step step, String... more) throws Exception {
        killAt.set(step);
        try (TedgeProcess process = tedge.start(words(more))) {
            assertThat(reached.await(1, TimeUnit.MINUTES)).isTrue();
            process.kill();
        }
        killed.countDown();
    }

    private void assertDone(Finished repeated) throws IOException {
        assertThat(repeated.exitCode()).as(repeated.err()).isZero();
        assertThat(repeated.err())
                .endsWith(
                        "The new certificate is now the active certificate %s\nNow connect the device with `tedge connect aws`\n"
                                .formatted(certificate()));
        assertProvisioned();
    }

    /** The files are those of the thing and nothing else, and the claim's are as they were. */
    private void assertProvisioned() throws IOException {
        assertThat(CertificateDetails.commonName(certificate())).contains(DEVICE);
        assertThat(aws.registry()
                        .find(new ClientIdentity(certificate(), key()).load().certificate()))
                .hasValueSatisfying(known -> assertThat(known.thing()).contains(DEVICE));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key())))
                .isEqualTo("r--------");
        try (Stream<Path> files = Files.list(directory.resolve("device-certs"))) {
            assertThat(files).containsExactlyInAnyOrder(certificate(), key(), lock());
        }
        assertThat(new ClientIdentity(claimFiles.certificate(), claimFiles.key())
                        .load()
                        .certificate())
                .isEqualTo(claim.certificate());
    }

    @Test
    void device_thatAwsProvisionsJustInTime_isConnected_whenItsFirstConnectionsWereDropped() throws IOException {
        ServiceScript.write(tedge);
        TestingIdentity device = certificates.device(DEVICE);
        device.writeCertificate(certificate());
        device.writeKey(key(), KeyForm.PKCS8);

        Finished connected = tedge.run("connect", "aws");

        assertThat(connected.exitCode()).as(connected.err()).isZero();
        assertThat(connected.err())
                .contains(
                        "Connection test failed, attempt 1 of 5\nAWS may be provisioning the device (JITP): trying again\n")
                .contains("AWS drops the first connections of a device that it provisions just in time (JITP)")
                .endsWith("Verifying device is connected to cloud... ✓\n");
        assertThat(aws.connectedClients()).containsExactly(DEVICE);
    }

    private Finished provision(String... more) {
        return tedge.run(words(more));
    }

    private String[] words(String... more) {
        Stream<String> always = Stream.of(
                "cert",
                "provision",
                "--template",
                "fleet",
                "--device-id",
                DEVICE,
                "--claim-cert",
                claimFiles.certificate().toString(),
                "--claim-key",
                claimFiles.key().toString());
        return Stream.concat(always, Stream.of(more)).toArray(String[]::new);
    }

    private Path certificate() {
        return directory.resolve("device-certs/tedge-certificate.pem");
    }

    private Path key() {
        return directory.resolve("device-certs/tedge-private-key.pem");
    }

    private Path lock() {
        return directory.resolve("device-certs/.tedge-certificate.pem.lock");
    }
}

package dev.tedge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.simulator.AwsIotSimulator;
import dev.tedge.simulator.policy.PolicyDocument;
import dev.tedge.testing.FreePort;
import dev.tedge.testing.TestingCertificates;
import dev.tedge.testing.TestingIdentity;
import dev.tedge.testing.TestingIdentity.KeyForm;
import dev.tedge.testing.process.TedgeProcess;
import dev.tedge.testing.process.TedgeProgram;
import dev.tedge.testing.process.TedgeProgram.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code tedge connect aws} as a process, with {@code tedge run aws} beside it and the simulator as AWS. */
class ConnectST {

    private static final String FAILED = "error: Failed to verify device is connected to AWS: ";

    private final TestingCertificates certificates = new TestingCertificates();
    private final TestingIdentity server = certificates.server();

    private final Path directory;

    private final TedgeProgram tedge;

    ConnectST(@TempDir Path directory) {
        this.directory = directory;
        tedge = new TedgeProgram(directory);
    }

    @BeforeEach
    void device() throws IOException {
        Files.createDirectory(directory.resolve("device-certs"));
        use(certificates.device("dev-1"));
        certificates.writeAuthority(directory);
    }

    @Test
    void connect_test_disconnect() throws IOException {
        TestingIdentity device = certificates.device("dev-1");
        use(device);
        try (AwsIotSimulator aws = simulator(PolicyDocument.standard(), device)) {
            settings("127.0.0.1", aws.port(), "ca.pem");

            Finished notYet = tedge.run("connect", "aws", "--test");
            assertThat(notYet.exitCode()).isEqualTo(1);
            assertThat(notYet.err()).contains("Device is not connected to Aws cloud");

            Finished withoutGateway = tedge.run("connect", "aws");
            assertThat(withoutGateway.exitCode()).as(withoutGateway.err()).isZero();
            assertThat(withoutGateway.out()).contains("Start the gateway with `tedge run aws`");

            assertError(
                    tedge.run("connect", "aws", "--test"), "No gateway is running", "Start it with `tedge run aws`");

            try (TedgeProcess gateway = tedge.start("run", "aws")) {
                gateway.awaitLine("aws: connected");
                gateway.awaitLine("local: connected");
                Finished tested = tedge.run("connect", "aws", "--test");
                assertThat(tested.exitCode()).as(tested.err()).isZero();
                assertThat(tested.err()).endsWith("""
                        Verifying device is connected to cloud... ✓
                        Connection check to aws cloud is successful.
                        """);

                assertThat(tedge.run("connect", "aws").err()).contains("Connection is already established");
                assertThat(tedge.run("disconnect", "aws").exitCode()).isZero();
                Finished again = tedge.run("connect", "aws");
                assertThat(again.exitCode()).as(again.err()).isZero();
                assertThat(again.err()).endsWith("Verifying device is connected to cloud... ✓\n");
                assertThat(gateway.terminate()).isZero();
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "closed port | 127.0.0.1 | ca.pem | can't be reached: Connection refused. | Check the network",
                "unknown host | nowhere.invalid | ca.pem | the host name 'nowhere.invalid' is unknown. | Check aws.url",
                "wrong CA | 127.0.0.1 | other.pem | is not signed by a trusted authority. | aws.root_cert_path"
            })
    void test_namesCauseAndRemedy_whenTheGatewayHasNoConnection(
            String reason, String host, String trust, String cause, String remedy) throws IOException {
        try (AwsIotSimulator aws = simulator(PolicyDocument.standard(), certificates.device("dev-1"))) {
            new TestingCertificates().server().writeCertificate(directory.resolve("other.pem"));
            settings(host, reason.equals("closed port") ? FreePort.next() : aws.port(), trust);
            assertThat(tedge.run("connect", "aws", "--offline").exitCode()).isZero();
            try (TedgeProcess gateway = tedge.start("run", "aws")) {
                gateway.awaitLine("WARN  Connector: aws: ");
                gateway.awaitLine("local: connected");

                assertError(tedge.run("connect", "aws", "--test"), cause, remedy);
            }
        }
    }

    @Test
    void test_namesThePolicy_whenItForbidsTheCheck() throws IOException {
        TestingIdentity device = certificates.device("dev-1");
        use(device);
        PolicyDocument policy = PolicyDocument.parse("""
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iot:*","Resource":"*"},
                {"Effect":"Deny","Action":"iot:Publish","Resource":"arn:aws:iot:eu-central-1:123456789012:topic/thinedge/devices/*/test-connection"}]}""");
        try (AwsIotSimulator aws = simulator(policy, device)) {
            settings("127.0.0.1", aws.port(), "ca.pem");
            assertThat(tedge.run("connect", "aws", "--offline").exitCode()).isZero();
            try (TedgeProcess gateway = tedge.start("run", "aws")) {
                gateway.awaitLine("aws: connected");
                gateway.awaitLine("local: connected");

                assertError(
                        tedge.run("connect", "aws", "--test"),
                        "not authorized (0x87)",
                        "Probably not allowed by the policy: 'thinedge/devices/dev-1/test-connection'. Check that");
            }
        }
    }

    @Test
    void test_namesTheCertificate_beforeItAsksTheGateway() throws IOException {
        settings("127.0.0.1", FreePort.next(), "ca.pem");
        assertThat(tedge.run("connect", "aws", "--offline").exitCode()).isZero();
        TestingIdentity expired = certificates.expiredDevice("dev-1");
        use(expired);

        Finished tested = tedge.run("connect", "aws", "--test");
        assertThat(tested.exitCode()).isEqualTo(1);
        assertThat(errors(tested)).singleElement().asString().contains("has expired on", "register it in AWS");

        use(certificates.device("dev-1"));
        certificates.device("dev-1").writeKey(key(), KeyForm.PKCS8);

        tested = tedge.run("connect", "aws", "--test");
        assertThat(tested.exitCode()).isEqualTo(1);
        assertThat(errors(tested)).singleElement().asString().contains("does not belong to the certificate");
    }

    private static void assertError(Finished finished, String... parts) {
        assertThat(finished.exitCode()).isEqualTo(1);
        assertThat(errors(finished))
                .as(finished.err())
                .singleElement()
                .asString()
                .startsWith(FAILED)
                .contains(parts);
    }

    private static List<String> errors(Finished finished) {
        return finished.err().lines().filter(line -> line.startsWith("error: ")).toList();
    }

    private AwsIotSimulator simulator(PolicyDocument policy, TestingIdentity device) throws IOException {
        return AwsIotSimulator.builder()
                .serverIdentity(server.key(), List.of(server.certificate()))
                .device(device.certificate())
                .policy(policy)
                .start();
    }

    private void use(TestingIdentity device) throws IOException {
        device.writeCertificate(directory.resolve("device-certs/tedge-certificate.pem"));
        device.writeKey(key(), KeyForm.PKCS8);
    }

    private Path key() {
        return directory.resolve("device-certs/tedge-private-key.pem");
    }

    private void settings(String host, int port, String trust) throws IOException {
        Files.writeString(
                directory.resolve("tedge.toml"), """
                [aws]
                url = "%s"
                root_cert_path = "%s"
                [aws.mqtt]
                port = %d
                [mqtt.broker]
                embedded = true
                [mqtt.client]
                port = %d
                """.formatted(host, directory.resolve(trust), port, FreePort.next()));
    }
}

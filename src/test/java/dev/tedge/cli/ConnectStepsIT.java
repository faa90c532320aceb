package dev.tedge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tedge.certificate.CertificateDetails;
import dev.tedge.config.TedgeConfig;
import dev.tedge.connect.CheckOutcome;
import dev.tedge.connect.CheckTopics;
import dev.tedge.connect.ConnectedMarker;
import dev.tedge.connect.ConnectionCheck;
import dev.tedge.link.session.SessionConfig;
import dev.tedge.mqttserver.MqttServer;
import dev.tedge.mqttserver.MqttServerConfig;
import dev.tedge.mqttserver.MqttServerHooks;
import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.TestingCertificates;
import dev.tedge.testing.TestingIdentity.KeyForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steps with a service manager of the test's, the embedded broker, and a hand-written gateway on it. */
class ConnectStepsIT {

    private static final Duration PATIENCE = Duration.ofMillis(700);

    private final Path directory;

    private final List<Duration> pauses = new ArrayList<>();
    private MqttServer broker;
    private MqttProbe gateway;
    private TestingTerminal console;
    private ConnectedMarker marker;
    private String url = "a1b2c3d4e5-ats.iot.eu-central-1.amazonaws.com";

    ConnectStepsIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void start() throws IOException {
        TestingCertificates certificates = new TestingCertificates();
        var device = certificates.device("dev-1");
        Path credentials = Files.createDirectory(directory.resolve("device-certs"));
        device.writeCertificate(credentials.resolve("tedge-certificate.pem"));
        device.writeKey(credentials.resolve("tedge-private-key.pem"), KeyForm.PKCS8);
        certificates.writeAuthority(directory);
        broker = MqttServer.start(MqttServerConfig.defaults().withPort(0), new MqttServerHooks() {});
        gateway = MqttProbe.to(broker.port()).connect().subscribe("aws/test-connection");
        console = new TestingTerminal(directory);
        marker = ConnectedMarker.in(directory);
    }

    @AfterEach
    void stop() {
        gateway.close();
        broker.close();
    }

    @Test
    void connect_startsTheService_andChecks() throws Exception {
        TestingServices services = TestingServices.withService();
        CompletableFuture<Void> answered = gatewayThatAnswers();

        assertThat(steps(services).connect(false)).isZero();

        assertThat(services.done()).containsExactly("enable tedge-mapper-aws");
        assertThat(marker.exists()).isTrue();
        assertThat(console.out()).isEmpty();
        assertThat(console.err()).isEqualTo("""
                Connecting to Aws:
                \tmapper configuration file: %1$s/tedge.toml
                \tdevice id: dev-1
                \tcloud profile: <none>
                \tcloud host: a1b2c3d4e5-ats.iot.eu-central-1.amazonaws.com:8883
                \tauth type: Certificate
                \tcertificate file: %1$s/device-certs/tedge-certificate.pem
                \tservice manager: systemd
                Validating the certificate and the settings... ✓
                Enabling tedge-mapper-aws... ✓
                Verifying device is connected to cloud... ✓
                """.formatted(directory));
        answered.join();
    }

    @Test
    void connect_triesFiveTimes_andLeavesTheDeviceConnected() throws Exception {
        gateway.publishRetained("gw", "{\"status\":\"up\"}");
        gateway.publishRetained("br", "{\"status\":\"down\",\"reason\":\"no route. Check the network\"}");

        assertThat(steps(TestingServices.withService()).connect(false)).isEqualTo(1);

        assertThat(pauses)
                .containsExactly(
                        Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(8), Duration.ofSeconds(16));
        assertThat(marker.exists()).isTrue();
        assertThat(console.err())
                .contains("""
                        Verifying device is connected to cloud... ✗
                        error: Failed to verify device is connected to AWS: The gateway is not connected to AWS: no route. \
                        Check the network
                        Connection test failed, attempt 4 of 5

                        Verifying""")
                .contains("warning: Bridge has been configured, but Aws connection check failed.\n")
                .doesNotContain("attempt 5");
    }

    @Test
    void connect_succeeds_atTheSecondAttempt() throws Exception {
        CompletableFuture<?>[] answered = new CompletableFuture<?>[1];
        ConnectSteps steps = steps(TestingServices.withService(), pause -> answered[0] = gatewayThatAnswers());

        assertThat(steps.connect(false)).isZero();

        assertThat(console.err())
                .contains("Connection test failed, attempt 1 of 5")
                .endsWith("cloud... ✓\n");
        answered[0].join();
    }

    @Test
    void connect_writesNothing_whenASettingIsWrong() throws Exception {
        url = "console.aws.amazon.com";
        TestingServices services = TestingServices.withService();

        assertThat(steps(services).connect(false)).isEqualTo(1);

        assertThat(marker.exists()).isFalse();
        assertThat(services.done()).isEmpty();
        assertThat(console.err())
                .contains("Validating the certificate and the settings... ✗\nerror: aws.url 'console.aws.amazon.com'");
    }

    @Test
    void connect_isRefused_whenConnected() throws Exception {
        marker.write();

        assertThatThrownBy(() -> steps(TestingServices.withService()).connect(false))
                .hasMessage("Connection is already established. To remove the existing connection,"
                        + " run `tedge disconnect aws` and try again.");
    }

    @Test
    void connect_canBeRepeated_whenTheServiceDoesNotStart() throws Exception {
        assertThat(steps(TestingServices.withBrokenService()).connect(false)).isEqualTo(1);

        assertThat(marker.exists()).isFalse();
        assertThat(console.err()).contains("""
                Enabling tedge-mapper-aws... ✗
                error: Access denied
                Cleaning up %s due to failure... ✓
                """.formatted(marker.file()));
    }

    @Test
    void connect_saysHowToStartTheGateway_withoutServiceManager() throws Exception {
        assertThat(steps(TestingServices.absent()).connect(false)).isZero();

        assertThat(marker.exists()).isTrue();
        assertThat(console.err())
                .contains("warning: 'systemd' service manager is not available on the system.\n")
                .doesNotContain("Verifying");
        assertThat(console.out()).contains("thin-edge.io works seamlessly with 'systemd'.", "`tedge run aws`");
    }

    @Test
    void connect_tellsWhyItDidNotCheck_whenThereIsNoLocalBroker() throws Exception {
        broker.close();

        assertThat(steps(TestingServices.absent()).connect(false)).isZero();

        assertThat(console.err())
                .contains("warning: The connection was not checked. The local broker can't be used: 127.0.0.1:");
        assertThat(console.out()).contains("`tedge run aws`");
    }

    @Test
    void connect_checks_whenAGatewayRunsWithoutServiceManager() throws Exception {
        CompletableFuture<Void> answered = gatewayThatAnswers();

        assertThat(steps(TestingServices.absent()).connect(false)).isZero();

        assertThat(console.err()).endsWith("Verifying device is connected to cloud... ✓\n");
        assertThat(console.out()).isEmpty();
        answered.join();
    }

    @Test
    void connect_warns_whenTheServiceIsNotInstalled() throws Exception {
        assertThat(steps(TestingServices.withoutService()).connect(false)).isZero();

        assertThat(console.err()).contains("warning: tedge-mapper is not installed.\n");
        assertThat(console.out()).startsWith("Start the gateway with `tedge run aws`");
    }

    @Test
    void offline_skipsTheCheck() throws Exception {
        TestingServices services = TestingServices.withService();

        assertThat(steps(services).connect(true)).isZero();

        assertThat(services.done()).containsExactly("enable tedge-mapper-aws");
        assertThat(gateway.messages()).isEmpty();
        assertThat(console.err()).endsWith("Offline mode. Skipping connection check.\n");
    }

    @Test
    void test_needsAConnection() {
        assertThatThrownBy(() -> steps(TestingServices.absent()).test())
                .hasMessage("Device is not connected to Aws cloud");
    }

    @Test
    void test_succeeds_whenAwsAnswers() throws Exception {
        marker.write();
        CompletableFuture<Void> answered = gatewayThatAnswers();

        assertThat(steps(TestingServices.absent()).test()).isZero();

        assertThat(console.err())
                .startsWith("Testing connection to Aws:\n")
                .endsWith("Connection check to aws cloud is successful.\n");
        answered.join();
    }

    @Test
    void test_failsAfterOneAttempt() throws Exception {
        marker.write();

        assertThat(steps(TestingServices.absent()).test()).isEqualTo(1);

        assertThat(pauses).isEmpty();
        assertThat(console.err()).containsOnlyOnce("error: Failed to verify");
    }

    @Test
    void disconnect_stopsTheService() throws Exception {
        marker.write();
        TestingServices services = TestingServices.withService();

        assertThat(DisconnectCommand.disconnect(console.console(), marker, services))
                .isZero();

        assertThat(services.done()).containsExactly("disable tedge-mapper-aws");
        assertThat(marker.exists()).isFalse();
        assertThat(console.err()).isEqualTo("Removing bridge config file... ✓\nDisabling tedge-mapper-aws... ✓\n");
    }

    @Test
    void disconnect_doesNothing_whenNotConnected() {
        TestingServices services = TestingServices.withService();

        assertThat(DisconnectCommand.disconnect(console.console(), marker, services))
                .isZero();

        assertThat(services.done()).isEmpty();
        assertThat(console.out()).isEqualTo("Bridge doesn't exist. Device is already disconnected from Aws.\n");
    }

    private CompletableFuture<Void> gatewayThatAnswers() {
        gateway.publishRetained("gw", "{\"status\":\"up\"}");
        gateway.publishRetained("br", "{\"status\":\"up\"}");
        int asked = gateway.messages().size();
        return CompletableFuture.runAsync(() -> {
            gateway.await("a new question", message -> message.order() >= asked, Duration.ofSeconds(10));
            gateway.publish("aws/connection-success", "");
        });
    }

    private ConnectSteps steps(TestingServices services) {
        return steps(services, pauses::add);
    }

    private ConnectSteps steps(TestingServices services, ConnectSteps.Pause pause) {
        TedgeConfig config = TedgeConfig.load(
                directory,
                Map.of(
                        "TEDGE_CERTIFICATE_VALIDITY_MINIMUM_DURATION",
                        "1d",
                        "TEDGE_AWS_URL",
                        url,
                        "TEDGE_AWS_ROOT_CERT_PATH",
                        directory.resolve("ca.pem").toString()),
                CertificateDetails::commonName);
        SessionConfig session = SessionConfig.to("127.0.0.1", broker.port(), "check_connection_aws-0123456789")
                .sessionExpiry(Duration.ZERO)
                .build();
        ConnectionCheck check = new ConnectionCheck(
                session,
                new CheckTopics("aws", "thinedge/devices/dev-1/test-connection", "gw", "br"),
                PATIENCE,
                failure -> new CheckOutcome.NoLocalBroker(failure.text()));
        return new ConnectSteps(console.console(), config, services, check, pause);
    }
}

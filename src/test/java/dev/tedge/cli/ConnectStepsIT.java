package dev.tedge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steps with a service manager of the test's, the embedded broker, and a hand-written gateway on it. */
class ConnectStepsIT {

    private final Path directory;

    private TestingConnect device;
    private TestingTerminal console;

    ConnectStepsIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void start() throws IOException {
        device = new TestingConnect(directory);
        console = device.console;
    }

    @AfterEach
    void stop() {
        device.close();
    }

    @Test
    void connect_startsTheService_andChecks() throws Exception {
        TestingServices services = TestingServices.withService();
        CompletableFuture<Void> answered = device.gatewayThatAnswers();

        assertThat(device.steps(services).connect(false)).isZero();

        assertThat(services.done()).containsExactly("restart tedge-mapper-aws", "enable tedge-mapper-aws");
        assertThat(device.marker().exists()).isTrue();
        assertThat(console.out()).isEmpty();
        assertThat(console.err()).isEqualTo("""
                Connecting to Aws:
                \tmapper configuration file: %1$s/mappers/aws/mapper.toml
                \tdevice id: dev-1
                \tcloud profile: <none>
                \tcloud host: a1b2c3d4e5-ats.iot.eu-central-1.amazonaws.com:8883
                \tauth type: Certificate
                \tcertificate file: %1$s/device-certs/tedge-certificate.pem
                \tbridge: built-in
                \tservice manager: systemd
                \tproxy: Not configured
                Validating the certificate and the settings... ✓
                Enabling tedge-mapper-aws... ✓
                Verifying device is connected to cloud... ✓
                """.formatted(directory));
        answered.join();
    }

    @Test
    void connect_triesFiveTimes_andLeavesTheDeviceConnected() throws Exception {
        device.gateway.publishRetained("gw", "{\"status\":\"up\"}");
        device.gateway.publishRetained("br", "{\"status\":\"down\",\"reason\":\"no route. Check the network\"}");

        assertThat(device.steps(TestingServices.withService()).connect(false)).isEqualTo(1);

        assertThat(device.pauses)
                .containsExactly(
                        Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(8), Duration.ofSeconds(16));
        assertThat(device.marker().exists()).isTrue();
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
        ConnectSteps steps =
                device.steps(TestingServices.withService(), pause -> answered[0] = device.gatewayThatAnswers());

        assertThat(steps.connect(false)).isZero();

        assertThat(console.err())
                .contains("Connection test failed, attempt 1 of 5")
                .endsWith("cloud... ✓\n");
        answered[0].join();
    }

    @Test
    void connect_waitsForAGateway_thatIsStillStarting() throws Exception {
        device.patienceForStart = Duration.ofSeconds(30);
        CompletableFuture<?>[] answered = new CompletableFuture<?>[1];
        ConnectSteps steps =
                device.steps(TestingServices.withService(), pause -> answered[0] = device.gatewayThatAnswers());

        assertThat(steps.connect(false)).isZero();

        assertThat(console.err())
                .endsWith("Verifying device is connected to cloud... ✓\n")
                .doesNotContain("✗");
        answered[0].join();
    }

    @Test
    void connect_writesNothing_whenASettingIsWrong() throws Exception {
        device.set("TEDGE_AWS_URL", "console.aws.amazon.com");
        TestingServices services = TestingServices.withService();

        assertThat(device.steps(services).connect(false)).isEqualTo(1);

        assertThat(device.marker().exists()).isFalse();
        assertThat(services.done()).isEmpty();
        assertThat(console.err())
                .contains("Validating the certificate and the settings... ✗\nerror: aws.url 'console.aws.amazon.com'");
    }

    @Test
    void connect_isRefused_whenConnected() throws Exception {
        device.marker().write();

        assertThatThrownBy(() -> device.steps(TestingServices.withService()).connect(false))
                .hasMessage("Connection is already established. To remove the existing connection,"
                        + " run `tedge disconnect aws` and try again.");
    }

    @Test
    void connect_canBeRepeated_whenTheServiceDoesNotStart() throws Exception {
        assertThat(device.steps(TestingServices.withBrokenService()).connect(false))
                .isEqualTo(1);

        assertThat(device.marker().exists()).isFalse();
        assertThat(console.err()).contains("""
                Enabling tedge-mapper-aws... ✗
                error: Access denied
                Cleaning up %s due to failure... ✓
                """.formatted(device.marker().file()));
    }

    @Test
    void connect_stopsWhatItStarted_whenTheServiceCantBeEnabled() throws Exception {
        TestingServices services = TestingServices.withService().failing("enable tedge-mapper-aws");

        assertThat(device.steps(services).connect(false)).isEqualTo(1);

        assertThat(services.done()).containsExactly("restart tedge-mapper-aws", "stop tedge-mapper-aws");
        assertThat(device.marker().exists()).isFalse();
    }

    @Test
    void connect_saysHowToStartTheGateway_withoutServiceManager() throws Exception {
        assertThat(device.steps(TestingServices.absent()).connect(false)).isZero();

        assertThat(device.marker().exists()).isTrue();
        assertThat(console.err())
                .contains("warning: 'systemd' service manager is not available on the system.\n")
                .doesNotContain("Verifying");
        assertThat(console.out()).contains("thin-edge.io works seamlessly with 'systemd'.", "`tedge run aws`");
    }

    @Test
    void connect_tellsWhyItDidNotCheck_whenThereIsNoLocalBroker() throws Exception {
        device.broker.close();

        assertThat(device.steps(TestingServices.absent()).connect(false)).isZero();

        assertThat(console.err())
                .contains("warning: The connection was not checked. The local broker can't be used: 127.0.0.1:");
        assertThat(console.out()).contains("`tedge run aws`");
    }

    @Test
    void connect_checks_whenAGatewayRunsWithoutServiceManager() throws Exception {
        CompletableFuture<Void> answered = device.gatewayThatAnswers();

        assertThat(device.steps(TestingServices.absent()).connect(false)).isZero();

        assertThat(console.err()).endsWith("Verifying device is connected to cloud... ✓\n");
        assertThat(console.out()).isEmpty();
        answered.join();
    }

    @Test
    void connect_restartsAServiceThatRuns_soThatItHasTheSettings() throws Exception {
        TestingServices services = TestingServices.withService().running("tedge-mapper-aws");

        assertThat(device.steps(services).connect(true)).isZero();

        assertThat(services.done()).containsExactly("restart tedge-mapper-aws", "enable tedge-mapper-aws");
    }

    @Test
    void connect_warns_whenTheServiceIsNotInstalled() throws Exception {
        assertThat(device.steps(TestingServices.withoutService()).connect(false))
                .isZero();

        assertThat(console.err()).contains("warning: tedge-mapper is not installed.\n");
        assertThat(console.out()).startsWith("Start the gateway with `tedge run aws`");
    }

    @Test
    void offline_skipsTheCheck() throws Exception {
        TestingServices services = TestingServices.withService();

        assertThat(device.steps(services).connect(true)).isZero();

        assertThat(services.done()).containsExactly("restart tedge-mapper-aws", "enable tedge-mapper-aws");
        assertThat(device.gateway.messages()).isEmpty();
        assertThat(console.err()).endsWith("Offline mode. Skipping connection check.\n");
    }

    @Test
    void test_needsAConnection() {
        assertThatThrownBy(() -> device.steps(TestingServices.absent()).test())
                .hasMessage("Device is not connected to Aws cloud");
    }

    @Test
    void test_succeeds_whenAwsAnswers() throws Exception {
        device.marker().write();
        CompletableFuture<Void> answered = device.gatewayThatAnswers();

        assertThat(device.steps(TestingServices.absent()).test()).isZero();

        assertThat(console.err())
                .startsWith("Testing connection to Aws:\n")
                .endsWith("Connection check to aws cloud is successful.\n");
        answered.join();
    }

    @Test
    void test_failsAfterOneAttempt() throws Exception {
        device.marker().write();

        assertThat(device.steps(TestingServices.absent()).test()).isEqualTo(1);

        assertThat(device.pauses).isEmpty();
        assertThat(console.err()).containsOnlyOnce("error: Failed to verify");
    }

    @Test
    void profile_hasItsOwnServiceAndRecord() throws Exception {
        device.profile("p").set("TEDGE_AWS_PROFILES_P_URL", "b1c2-ats.iot.eu-central-1.amazonaws.com");
        device.set(
                "TEDGE_AWS_PROFILES_P_ROOT_CERT_PATH",
                directory.resolve("ca.pem").toString());
        TestingServices services = TestingServices.with("tedge-mapper-aws@p");

        assertThat(device.steps(services).connect(true)).isZero();

        assertThat(services.done()).containsExactly("restart tedge-mapper-aws@p", "enable tedge-mapper-aws@p");
        assertThat(directory.resolve("mosquitto-conf/aws@p-bridge.conf")).exists();
        assertThat(console.err())
                .contains("\tcloud profile: p\n", "%s/mappers/aws.p/mapper.toml\n".formatted(directory));
        assertThatThrownBy(() -> device.steps(services).connect(true))
                .hasMessageContaining("disconnect aws --profile p`");
    }

    @Test
    void clash_isTold_beforeAnythingElse() {
        ConnectScene scene = device.scene(TestingServices.withService());
        device.profile("p").set("TEDGE_AWS_PROFILES_P_URL", "b1c2-ats.iot.eu-central-1.amazonaws.com");
        ConnectScene clashing = new ConnectScene(
                scene.console(),
                scene.config(),
                List.of(device.scene(TestingServices.withService()).config()),
                scene.services());
        ConnectSteps steps = device.steps(clashing, device.pauses::add);

        assertThatThrownBy(() -> steps.connect(false)).hasMessageContaining("should be set to different values");
        assertThatThrownBy(steps::test).hasMessageContaining("should be set to different values");
        assertThatThrownBy(() -> steps.reconnect(false)).hasMessageContaining("should be set to different values");
    }
}

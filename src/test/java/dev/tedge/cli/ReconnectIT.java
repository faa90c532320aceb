package dev.tedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.connect.CheckOutcome;
import dev.tedge.connect.TrialOutcome;
import dev.tedge.testing.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A connection that is made anew, with the certificate that it has or with a new one. */
class ReconnectIT {

    private static final TrialOutcome ACCEPTED = new TrialOutcome.Accepted();
    private static final TrialOutcome NOT_YET = new TrialOutcome.Rejected("closed. Register it", true);

    private TestingConnect device;
    private TestingServices services;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        device = new TestingConnect(directory);
        device.marker().write();
        services = TestingServices.withService().running("tedge-mapper-aws");
    }

    @AfterEach
    void stop() {
        device.close();
    }

    @Test
    void reconnect_stopsTheService_andStartsItAgain() throws Exception {
        CompletableFuture<Void> answered = device.gatewayThatAnswers();

        assertThat(device.steps(services).reconnect(false)).isZero();

        assertThat(services.done())
                .containsExactly("stop tedge-mapper-aws", "start tedge-mapper-aws", "enable tedge-mapper-aws");
        assertThat(device.marker().exists()).isTrue();
        assertThat(device.console.err()).startsWith("""
                        Validating the certificate and the settings... ✓
                        Disconnecting from Aws:
                        Stopping tedge-mapper-aws... ✓
                        Reconnecting to Aws:
                        """).endsWith("""
                        Enabling tedge-mapper-aws... ✓
                        Verifying device is connected to cloud... ✓
                        """);
        answered.join();
    }

    @Test
    void reconnect_leavesTheServiceRunning_whenTheLocalBrokerDoesNotStart() throws Exception {
        TestingServices broken = TestingServices.with("tedge-mapper-aws", "mosquitto")
                .running("tedge-mapper-aws")
                .failing("start mosquitto");
        device.set("TEDGE_MQTT_BROKER_EMBEDDED", "false")
                .set("TEDGE_MQTT_CLIENT_HOST", "127.0.0.1")
                .set("TEDGE_MQTT_CLIENT_PORT", Integer.toString(FreePort.next()));

        assertThat(device.steps(broken).reconnect(false)).isEqualTo(1);

        assertThat(broken.done()).isEmpty();
        assertThat(broken.isActive("tedge-mapper-aws")).isTrue();
        assertThat(device.marker().exists()).isTrue();
        assertThat(device.console.err()).endsWith("Starting mosquitto... ✗\nerror: Access denied\n");
    }

    @Test
    void reconnect_staysConnected_whenTheServiceDoesNotStop() throws Exception {
        services.failing("stop tedge-mapper-aws");

        assertThat(device.steps(services).reconnect(false)).isEqualTo(1);

        assertThat(services.isActive("tedge-mapper-aws")).isTrue();
        assertThat(device.marker().exists()).isTrue();
    }

    @Test
    void reconnect_staysConnected_whenTheServiceDoesNotStart() throws Exception {
        services.failing("start tedge-mapper-aws");

        assertThat(device.steps(services).reconnect(false)).isEqualTo(1);

        assertThat(services.done()).containsExactly("stop tedge-mapper-aws");
        assertThat(device.marker().exists()).isTrue();
        assertThat(device.console.err()).endsWith("Enabling tedge-mapper-aws... ✗\nerror: Access denied\n");
    }

    @Test
    void reconnect_leavesTheConnection_whenASettingIsWrong() throws Exception {
        device.set("TEDGE_AWS_URL", "console.aws.amazon.com");

        assertThat(device.steps(services).reconnect(false)).isEqualTo(1);

        assertThat(services.done()).isEmpty();
        assertThat(device.marker().exists()).isTrue();
    }

    @Test
    void reconnect_connects_whatWasNotConnected() throws Exception {
        device.marker().remove();

        assertThat(device.steps(services).reconnect(true)).isZero();

        assertThat(device.marker().exists()).isTrue();
        assertThat(device.console.out()).isEqualTo("Bridge doesn't exist. Device is already disconnected from Aws.\n");
    }

    @Test
    void newCertificate_becomesActive_whenAwsTakesIt() throws Exception {
        byte[] renewed = device.renew("dev-1");
        CompletableFuture<Void> answered = device.gatewayThatAnswers();

        assertThat(device.steps(services).reconnect(false)).isZero();

        assertThat(device.certificate()).hasBinaryContent(renewed);
        assertThat(device.renewed()).doesNotExist();
        assertThat(device.console.err()).contains("""
                Validating new certificate: %1$s.new... ✓
                The new certificate is now the active certificate %1$s
                Enabling tedge-mapper-aws... ✓
                """.formatted(device.certificate()));
        answered.join();
    }

    @Test
    void justInTime_isSpokenOf_onlyWhenThatMayBeTheReason() throws Exception {
        device.renew("dev-1");
        device.cloudSays(NOT_YET, new TrialOutcome.Rejected(CheckOutcome.JUST_IN_TIME, true), ACCEPTED);
        CompletableFuture<Void> answered = device.gatewayThatAnswers();

        assertThat(device.steps(services).reconnect(false)).isZero();

        assertThat(device.console.err())
                .contains("attempt 1 of 5\n\n", "attempt 2 of 5\n" + Attempts.JUST_IN_TIME)
                .containsOnlyOnce(Attempts.JUST_IN_TIME);
        answered.join();
    }

    @Test
    void connect_stopsAServiceThatIsAboutToStart_beforeItTriesTheNewCertificate() throws Exception {
        device.marker().remove();
        device.renew("dev-1");
        CompletableFuture<Void> answered = device.gatewayThatAnswers();
        TestingServices waiting = TestingServices.withService();

        assertThat(device.steps(waiting).connect(false)).isZero();

        assertThat(waiting.done()).first().isEqualTo("stop tedge-mapper-aws");
        answered.join();
    }

    @Test
    void newCertificate_isTriedAgain_whileAwsProvisionsIt() throws Exception {
        byte[] renewed = device.renew("dev-1");
        device.cloudSays(NOT_YET, NOT_YET, ACCEPTED);
        CompletableFuture<Void> answered = device.gatewayThatAnswers();

        assertThat(device.steps(services).reconnect(false)).isZero();

        assertThat(device.certificate()).hasBinaryContent(renewed);
        assertThat(device.pauses).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(4));
        answered.join();
    }

    @Test
    void oldCertificate_stays_whenAwsDoesNotTakeTheNewOne() throws Exception {
        byte[] before = Files.readAllBytes(device.certificate());
        device.renew("dev-1");
        device.cloudSays(NOT_YET);
        CompletableFuture<Void> answered = device.gatewayThatAnswers();

        assertThat(device.steps(services).reconnect(false)).isEqualTo(3);

        assertThat(device.certificate()).hasBinaryContent(before);
        assertThat(device.renewed()).exists();
        assertThat(device.pauses).hasSize(4);
        assertThat(device.console.err())
                .contains("""
                        Validating new certificate: %1$s.new... ✗
                        error: Error validating the new certificate: closed. Register it
                          => use current certificate %1$s
                          => ignoring new certificate %1$s.new
                        """.formatted(device.certificate()))
                .endsWith("""
                        Verifying device is connected to cloud... ✓
                        Successfully connected, however not using the new certificate
                        """);
        answered.join();
    }

    @Test
    void newCertificate_isTriedOnce_whenThatCantChange() throws Exception {
        device.renew("dev-1");
        device.cloudSays(new TrialOutcome.Rejected("the host name is unknown", false));

        assertThat(device.steps(services).reconnect(false)).isEqualTo(1);

        assertThat(device.renewed()).exists();
        assertThat(device.console.err()).containsOnlyOnce("Validating new certificate");
    }

    @Test
    void newCertificate_thatIsGarbage_isRefused_withoutATrial() throws Exception {
        Files.writeString(device.renewed(), "garbage");
        CompletableFuture<Void> answered = device.gatewayThatAnswers();

        assertThat(device.steps(services).reconnect(false)).isEqualTo(3);

        assertThat(device.renewed()).exists();
        assertThat(device.console.err())
                .containsOnlyOnce("Validating new certificate: %s... ✗\nerror: ".formatted(device.renewed()));
        answered.join();
    }

    @Test
    void newCertificate_isNotLookedAt_offline() throws Exception {
        device.renew("dev-1");

        assertThat(device.steps(services).reconnect(true)).isEqualTo(3);

        assertThat(device.renewed()).exists();
        assertThat(device.console.err()).contains("""
                Offline mode. Skipping new device certificate validation
                  => use current certificate %1$s
                  => ignoring new certificate %1$s.new
                """.formatted(device.certificate()));
    }

    @Test
    void expiredCertificate_isNoObstacle_whenTheNewOneIsTaken() throws Exception {
        device.use(device.certificates.expiredDevice("dev-1"));
        byte[] renewed = device.renew("dev-1");
        CompletableFuture<Void> answered = device.gatewayThatAnswers();

        assertThat(device.steps(services).reconnect(false))
                .as(device.console.err())
                .isZero();

        assertThat(device.certificate()).hasBinaryContent(renewed);
        assertThat(device.console.err()).contains("warning: The device certificate ", "has expired on");
        answered.join();
    }

    @Test
    void expiredCertificate_endsTheAttempt_whenTheNewOneIsNotTaken() throws Exception {
        device.marker().remove();
        device.use(device.certificates.expiredDevice("dev-1")).cloudSays(NOT_YET);
        device.renew("dev-1");

        assertThat(device.steps(TestingServices.withService()).connect(false)).isEqualTo(1);

        assertThat(device.marker().exists()).isFalse();
        assertThat(device.console.err()).contains("error: The device certificate ", "has expired on");
    }

    @Test
    void reconnect_startsTheServiceAgain_whenNeitherCertificateIsOfUse() throws Exception {
        device.use(device.certificates.expiredDevice("dev-1")).cloudSays(NOT_YET);
        device.renew("dev-1");

        assertThat(device.steps(services).reconnect(false)).isEqualTo(1);

        assertThat(services.done()).containsExactly("stop tedge-mapper-aws", "start tedge-mapper-aws");
        assertThat(device.marker().exists()).isTrue();
        assertThat(device.console.err()).endsWith("Starting tedge-mapper-aws again... ✓\n");
    }

    @Test
    void connect_startsTheServiceAgain_whenNeitherCertificateIsOfUse() throws Exception {
        device.marker().remove();
        device.use(device.certificates.expiredDevice("dev-1")).cloudSays(NOT_YET);
        device.renew("dev-1");

        assertThat(device.steps(services).connect(false)).isEqualTo(1);

        assertThat(services.done()).containsExactly("stop tedge-mapper-aws", "start tedge-mapper-aws");
        assertThat(device.marker().exists()).isFalse();
    }

    @Test
    void nothingIsCalledConnected_whenNoGatewayRuns() throws Exception {
        device.renew("dev-1");
        device.cloudSays(new TrialOutcome.Rejected("the host name is unknown", false));

        assertThat(device.steps(TestingServices.absent()).reconnect(false)).isEqualTo(3);

        assertThat(device.console.err())
                .endsWith("\nConfigured, however not using the new certificate\n")
                .doesNotContain("Successfully");
    }

    @Test
    void newCertificate_thatChangesWhileItIsTried_staysWhereItIs() throws Exception {
        byte[] before = Files.readAllBytes(device.certificate());
        device.renew("dev-1");
        CompletableFuture<Void> answered = device.gatewayThatAnswers();
        device.whileTried = () -> Files.writeString(device.renewed(), "another");

        assertThat(device.steps(services).reconnect(false)).isEqualTo(3);

        assertThat(device.certificate()).hasBinaryContent(before);
        assertThat(device.renewed()).hasContent("another");
        assertThat(device.console.err()).contains("has changed since it was tried");
        answered.join();
    }

    @Test
    void newCertificate_ofAnotherDevice_isRefused() throws Exception {
        device.renew("dev-2");

        assertThat(device.steps(services).reconnect(false)).isEqualTo(1);

        assertThat(device.renewed()).exists();
        assertThat(device.console.err()).contains("'dev-2'", "  => ignoring new certificate");
    }

    @Test
    void connect_leavesTheNewCertificate_whenConnected() throws Exception {
        device.renew("dev-1");

        assertThat(device.console.run("connect", "aws")).isEqualTo(1);

        assertThat(device.renewed()).exists();
    }

    @Test
    void connect_stopsAServiceThatRuns_beforeItTriesTheNewCertificate() throws Exception {
        device.marker().remove();
        device.renew("dev-1");
        CompletableFuture<Void> answered = device.gatewayThatAnswers();

        assertThat(device.steps(services).connect(false)).isZero();

        assertThat(services.done())
                .containsExactly("stop tedge-mapper-aws", "start tedge-mapper-aws", "enable tedge-mapper-aws");
        answered.join();
    }
}

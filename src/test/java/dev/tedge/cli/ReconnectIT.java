package dev.tedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.connect.TrialOutcome;
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
                .containsExactly(
                        "stop tedge-mapper-aws",
                        "disable tedge-mapper-aws",
                        "start tedge-mapper-aws",
                        "enable tedge-mapper-aws");
        assertThat(device.marker().exists()).isTrue();
        assertThat(device.console.err()).startsWith("""
                        Validating the certificate and the settings... ✓
                        Disconnecting from Aws:
                        Removing bridge config file... ✓
                        Disabling tedge-mapper-aws... ✓
                        Reconnecting to Aws:
                        """).endsWith("""
                        Enabling tedge-mapper-aws... ✓
                        Verifying device is connected to cloud... ✓
                        """);
        answered.join();
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

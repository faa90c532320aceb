package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.certificate.ClientIdentity;
import dev.tedge.connect.TrialOutcome;
import dev.tedge.testing.FreePort;
import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.TestingIdentity;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new certificate for the key of the device, at a cloud that knows it or not. */
class CertificateTrialIT {

    private TestingWorld world;
    private TestingCloud.Simulator cloud;
    private TestingIdentity renewed;
    private ClientIdentity identity;

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        world = new TestingWorld(directory);
        world.localEmbedded();
        cloud = world.cloudSimulator();
        world.networkTo(cloud);
        renewed = world.authority.renewed(world.device, TestingWorld.THING);
        Path file = world.config().resolve("new.pem");
        renewed.writeCertificate(file);
        identity = new ClientIdentity(file, world.config().resolve("device-certs/tedge-private-key.pem"));
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void certificate_isAccepted_whenTheCloudKnowsIt() throws Exception {
        cloud.simulator().register(renewed.certificate());

        assertThat(trial()).isEqualTo(new TrialOutcome.Accepted());
    }

    @Test
    void certificate_isRejected_withTheRemedy_whenTheCloudDoesNotKnowIt() throws Exception {
        assertThat(trial()).isInstanceOfSatisfying(TrialOutcome.Rejected.class, rejected -> {
            assertThat(rejected.passing()).isTrue();
            assertThat(rejected.reason())
                    .contains("certificate", "active in AWS")
                    .doesNotContain("\n");
        });
    }

    @Test
    void certificate_isRejected_whenTheCloudCantBeReached() throws Exception {
        world.set("aws.mqtt.port", Integer.toString(FreePort.next()));

        assertThat(trial()).isInstanceOfSatisfying(TrialOutcome.Rejected.class, rejected -> {
            assertThat(rejected.passing()).isFalse();
            assertThat(rejected.reason()).contains("can't be reached", "Check the network");
        });
    }

    @Test
    void gateway_thatRuns_keepsItsConnection() throws Exception {
        cloud.simulator().register(renewed.certificate());
        Gateway gateway = world.connectedGatewayWithLock();
        long accepted = cloud.simulator().acceptedConnections();

        assertThat(trial())
                .isEqualTo(new TrialOutcome.Rejected(
                        "a gateway is running, and would lose its connection. Stop it first", false));

        assertThat(gateway.aws().up()).isTrue();
        assertThat(cloud.simulator().acceptedConnections()).isEqualTo(accepted);
    }

    @Test
    void session_survivesTheTrial_withWhatWaitsInIt() throws Exception {
        cloud.simulator().register(renewed.certificate());
        try (Gateway gateway = Gateway.start(world.settings())) {
            TestingWorld.awaitUp(gateway);
        }
        await().until(() -> cloud.simulator().connectedClients().isEmpty());
        for (int i = 0; i < 5; i++) {
            cloud.publish("thinedge/robot-7/cmd/x", "command " + i);
        }

        assertThat(trial()).isEqualTo(new TrialOutcome.Accepted());

        Gateway gateway = world.gateway();
        MqttProbe probe = world.begin(
                MqttProbe.to("127.0.0.1", gateway.embeddedBrokerPort().orElseThrow())
                        .connect()
                        .subscribe("aws/cmd/#"));
        probe.await("the last command", message -> message.text().equals("command 4"), Duration.ofSeconds(20));
        assertThat(probe.messages())
                .extracting(message -> message.text())
                .containsExactly("command 0", "command 1", "command 2", "command 3", "command 4");
    }

    private TrialOutcome trial() throws Exception {
        return new CertificateTrial(world.settings(), identity).run();
    }
}

package dev.tedge;

import static dev.tedge.testing.machine.PackageMachine.NEW;
import static dev.tedge.testing.machine.PackageMachine.SLOWER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.testing.FreePort;
import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.TestingCertificates;
import dev.tedge.testing.machine.BootedMachine.Finished;
import dev.tedge.testing.machine.PackageMachine;
import dev.tedge.testing.machine.RequiresMachine;
import dev.tedge.testing.process.MosquittoBuilder;
import dev.tedge.testing.process.MosquittoProcess;
import dev.tedge.testing.process.RequiresMosquitto;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The guide on a machine with systemd, with a cloud that is not ours either: a mosquitto with mutual TLS. */
@RequiresMachine
@RequiresMosquitto
@EnabledIf(
        value = "dev.tedge.testing.DebianPackage#canBeInstalled",
        disabledReason = "adduser, openjdk-17-jre-headless and mosquitto are not installed by dpkg")
class MosquittoCloudST {

    private static final String SERVICE = "tedge-mapper-aws";
    private static final String TYPE = "te/device/main///m/environment";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestingCertificates certificates = new TestingCertificates();
    private final int localPort = FreePort.next();

    @TempDir
    private Path directory;

    @TempDir
    private Path cloudDirectory;

    @Test
    void guide_bringsMeasurementsThere_andCommandsBack() throws Exception {
        try (PackageMachine machine = new PackageMachine(directory)) {
            machine.makeNoMoreArchives();
            machine.dpkg(SLOWER, "--install", NEW);
            MosquittoBuilder cloudThatTrusts = MosquittoProcess.cloud(cloudDirectory, certificates);
            machine.shell("""
                    printf 'listener %1$d 127.0.0.1\\nallow_anonymous true\\n' >/etc/mosquitto/conf.d/test.conf
                    cat >/etc/ssl/cloud.pem <<'PEM'
                    %2$s
                    PEM
                    tedge cert create --device-id dev-1
                    tedge config set mqtt.client.port %1$d
                    tedge config set aws.root_cert_path /etc/ssl/cloud.pem
                    tedge config set aws.url localhost
                    """.formatted(localPort, Files.readString(authority())));
            // What is `aws iot register-certificate-without-ca` there.
            Files.writeString(
                    authority(),
                    machine.succeed("cat", "/etc/tedge/device-certs/tedge-certificate.pem"),
                    StandardOpenOption.APPEND);
            try (MosquittoProcess cloud = cloudThatTrusts.start()) {
                machine.succeed("tedge", "config", "set", "aws.mqtt.port", Integer.toString(cloud.port()));
                Finished connect = machine.run("tedge", "connect", "aws");
                assertThat(connect.exitCode()).as(connect.err()).isZero();
                assertThat(connect.err()).endsWith("Verifying device is connected to cloud... ✓\n");
                assertThat(machine.succeed("systemctl", "is-enabled", SERVICE)).isEqualTo("enabled\n");
                messagesPass(machine, cloud);
            }
        }
    }

    private void messagesPass(PackageMachine machine, MosquittoProcess cloud) {
        try (MqttProbe atCloud = MqttProbe.to(cloud.observerPort())
                        .persistentSession("eyes")
                        .reconnecting()
                        .connect();
                MqttProbe local = MqttProbe.to(localPort).connect()) {
            atCloud.subscribe("thinedge/dev-1/td/#");
            local.subscribe("aws/cmd/#");
            machine.succeed("tedge", "mqtt", "pub", "--qos", "1", TYPE, "{\"temperature\":21}");
            awaitMeasurement(atCloud, 21);
            atCloud.publish("thinedge/dev-1/cmd/hello", "from the cloud");
            assertThat(local.await("aws/cmd/hello").text()).isEqualTo("from the cloud");

            cloud.stop();
            machine.succeed("tedge", "mqtt", "pub", "--qos", "1", TYPE, "{\"temperature\":22}");
            machine.succeed("systemctl", "kill", "--signal=KILL", "--kill-who=main", SERVICE);
            machine.succeed("tedge", "mqtt", "pub", "--qos", "1", TYPE, "{\"temperature\":23}");
            cloud.start();
            awaitMeasurement(atCloud, 22);
            awaitMeasurement(atCloud, 23);
        }
    }

    private static void awaitMeasurement(MqttProbe cloud, int temperature) {
        cloud.await(
                "the measurement of " + temperature,
                message -> message.topic().equals("thinedge/dev-1/td/device:main/m/environment")
                        && message.text().startsWith("{\"temperature\":" + temperature + ",\"time\":"),
                PATIENCE);
    }

    /** Whom the cloud trusts. */
    private Path authority() {
        return cloudDirectory.resolve("ca.pem");
    }
}

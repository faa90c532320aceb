package dev.tedge.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.testing.TestingIdentity.PemFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command-line clients of mosquitto, as a device. */
class MosquittoClientsIT {

    private final Path folder;

    MosquittoClientsIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void clients_areInstalled() {
        assumeThat(Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, "mosquitto_pub"))))
                .as("mosquitto_pub is on PATH")
                .isTrue();
    }

    private Process start(TestingCloud cloud, String command, String... arguments) throws IOException {
        PemFiles pem = cloud.device.write(folder, "device");
        List<String> line = new ArrayList<>(List.of(
                command,
                "-h",
                "127.0.0.1",
                "-p",
                String.valueOf(cloud.simulator().port()),
                "--cafile",
                cloud.authority.writeAuthority(folder).toString(),
                "--cert",
                pem.certificate().toString(),
                "--key",
                pem.key().toString()));
        line.addAll(List.of(arguments));
        return new ProcessBuilder(line).redirectErrorStream(true).start();
    }

    private static String output(Process process) throws Exception {
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }

    @ParameterizedTest
    @CsvSource({"mqttv5, 1", "mqttv5, 0", "mqttv311, 1", "mqttv311, 0"})
    void publisher_delivers(String version, String qos) throws Exception {
        try (TestingCloud cloud = TestingCloud.standard()) {
            Process publisher = start(
                    cloud,
                    "mosquitto_pub",
                    "-V",
                    version,
                    "-q",
                    qos,
                    "-i",
                    TestingCloud.THING,
                    "-t",
                    "thinedge/robot-7/td/x",
                    "-m",
                    "{\"a\":1}");

            assertThat(output(publisher)).isEmpty();
            assertThat(publisher.exitValue()).isZero();
            await().untilAsserted(() ->
                    assertThat(cloud.messages).extracting(CloudMessage::text).containsExactly("{\"a\":1}"));
        }
    }

    @ParameterizedTest
    @CsvSource({"mqttv5", "mqttv311"})
    void subscriber_receives(String version) throws Exception {
        try (TestingCloud cloud = TestingCloud.standard()) {
            Process subscriber = start(
                    cloud,
                    "mosquitto_sub",
                    "-V",
                    version,
                    "-q",
                    "1",
                    "-i",
                    TestingCloud.THING,
                    "-t",
                    "thinedge/robot-7/cmd/#",
                    "-C",
                    "1",
                    "-W",
                    "15",
                    "-v");
            try {
                // The subscriber says nothing when its SUBACK is there, so the cloud repeats.
                await().until(() -> {
                    cloud.simulator().publish("thinedge/robot-7/cmd/reboot", "now");
                    return !subscriber.isAlive();
                });

                assertThat(output(subscriber)).isEqualTo("thinedge/robot-7/cmd/reboot now\n");
            } finally {
                subscriber.destroy();
            }
        }
    }

    @Test
    void publisher_isTold_whenThePolicyRefuses() throws Exception {
        try (TestingCloud cloud = TestingCloud.standard()) {
            Process publisher = start(
                    cloud,
                    "mosquitto_pub",
                    "-V",
                    "mqttv5",
                    "-q",
                    "1",
                    "-i",
                    TestingCloud.THING,
                    "-t",
                    "a/b",
                    "-m",
                    "x",
                    "-d");

            assertThat(output(publisher)).contains("PUBACK (Mid: 1, RC:135)");
            assertThat(cloud.refusedBy(AwsRule.POLICY)).contains("topic/a/b");
        }
    }

    @Test
    void publisher_isNotLetIn_underAForeignClientId() throws Exception {
        try (TestingCloud cloud = TestingCloud.standard()) {
            Process publisher = start(cloud, "mosquitto_pub", "-V", "mqttv5", "-i", "robot-8", "-t", "a/b", "-m", "x");

            assertThat(output(publisher)).containsIgnoringCase("not authorized");
            assertThat(cloud.simulator().acceptedConnections()).isZero();
        }
    }
}

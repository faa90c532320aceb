package dev.tedge.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * MQTT.js as a device, by {@code src/test/node/device.cjs}. Skipped where Node.js or the module is missing:
 * {@code npm ci --prefix src/test/node} brings it.
 */
class MqttJsIT {

    private static final Path SCRIPTS = Path.of("src/test/node").toAbsolutePath();

    @TempDir
    Path folder;

    @BeforeAll
    static void module_isInstalled() throws Exception {
        assumeThat(findsTheModule())
                .as("node finds mqtt; install Node.js and run 'npm ci --prefix src/test/node'")
                .isTrue();
    }

    private static boolean findsTheModule() throws InterruptedException {
        try {
            return new ProcessBuilder("node", "-e", "require('mqtt')")
                            .directory(SCRIPTS.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** What the device says, until it ends. */
    private List<String> device(TestingCloud cloud, String scenario, int version) throws Exception {
        cloud.authority.writeAuthority(folder);
        cloud.device.write(folder, "device");
        Process process = new ProcessBuilder(
                        "node",
                        "device.cjs",
                        scenario,
                        String.valueOf(cloud.simulator().port()),
                        folder.toString(),
                        String.valueOf(version))
                .directory(SCRIPTS.toFile())
                .redirectErrorStream(true)
                .start();
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return new String(process.getInputStream().readAllBytes(), UTF_8)
                    .lines()
                    .toList();
        } finally {
            process.destroy();
        }
    }

    @ParameterizedTest
    @CsvSource({"4, -", "5, 100"})
    void device_publishesSubscribes_andUnsubscribes(int version, String receiveMaximum) throws Exception {
        try (TestingCloud cloud = TestingCloud.permissive()) {
            List<String> said = device(cloud, "exchange", version);

            assertThat(said)
                    .startsWith("connack false " + receiveMaximum + (version == 5 ? " 1" : " -"), "granted 1")
                    .contains("message a/b hello live", "published")
                    .doesNotContain("message a/b nobody live");
            if (version == 5) {
                assertThat(said).contains("properties text/plain a/answer 42 {\"key\":[\"first\",\"second\"]}");
            }
            await().untilAsserted(() ->
                    assertThat(cloud.messages).extracting(CloudMessage::text).containsExactly("hello", "nobody"));
        }
    }

    @ParameterizedTest
    @CsvSource({"4", "5"})
    void device_getsRetainedMessages(int version) throws Exception {
        try (TestingCloud cloud = TestingCloud.permissive()) {
            assertThat(device(cloud, "retained", version)).contains("message a/b kept retained");
        }
    }

    @ParameterizedTest
    @CsvSource({"4", "5"})
    void device_leavesItsWill(int version) throws Exception {
        try (TestingCloud cloud = TestingCloud.permissive()) {
            assertThat(device(cloud, "will", version)).hasSize(1);

            await().untilAsserted(() -> assertThat(cloud.messages)
                    .extracting(message -> message.topic() + " " + message.text())
                    .containsExactly("gone robot-7"));
        }
    }

    @ParameterizedTest
    @CsvSource({"4", "5"})
    void device_resumesItsSession(int version) throws Exception {
        try (TestingCloud cloud = TestingCloud.permissive()) {
            List<String> said = device(cloud, "session", version);

            assertThat(said.stream()
                            .filter(line -> line.startsWith("connack"))
                            .map(line -> line.replaceFirst("connack (\\w+).*", "$1")))
                    .containsExactly("false", "false", "true");
            assertThat(said).contains("message a/b while away live");
        }
    }

    @ParameterizedTest
    @CsvSource({"4, -", "5, 135"})
    void device_isToldWhatThePolicyRefuses(int version, String code) throws Exception {
        try (TestingCloud cloud = TestingCloud.standard()) {
            List<String> said = device(cloud, "refused", version);

            assertThat(said).contains("closed");
            if (version == 5) {
                assertThat(said).contains("refused " + code, "disconnect " + code);
            }
            assertThat(cloud.refusedBy(AwsRule.POLICY)).contains("thinedge/robot-8/td/x");
            assertThat(cloud.messages).isEmpty();
        }
    }
}

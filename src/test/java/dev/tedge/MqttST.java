package dev.tedge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.testing.FreePort;
import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.TestingCertificates;
import dev.tedge.testing.TestingIdentity.PemFiles;
import dev.tedge.testing.process.MosquittoProcess;
import dev.tedge.testing.process.RequiresMosquitto;
import dev.tedge.testing.process.TedgeProcess;
import dev.tedge.testing.process.TedgeProgram;
import dev.tedge.testing.process.TedgeProgram.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tedge mqtt} as a process, with mosquitto as the local broker. */
@RequiresMosquitto
class MqttST {

    private final Path configDirectory;

    private final Path brokerDirectory;

    private final TedgeProgram tedge;

    MqttST(@TempDir Path configDirectory, @TempDir Path brokerDirectory) {
        this.configDirectory = configDirectory;
        this.brokerDirectory = brokerDirectory;
        tedge = new TedgeProgram(configDirectory);
    }

    @Test
    void pub_reachesSub_andBothSayGoodbye() throws IOException {
        try (MosquittoProcess broker = MosquittoProcess.local(brokerDirectory).start();
                MqttProbe probe = MqttProbe.to(broker.port()).connect()) {
            use(broker.port());
            probe.publishRetained("a/retained", "here");
            try (TedgeProcess sub = tedge.start("mqtt", "sub", "a/#")) {
                sub.awaitLine("[a/retained] here");

                Finished pub = tedge.run("mqtt", "pub", "a/b", "hello");

                assertThat(pub).isEqualTo(new Finished(0, "", ""));
                sub.awaitLine("[a/b] hello");
                assertThat(sub.terminate()).isZero();
                assertThat(sub.err()).isEmpty();
            }
            await().untilAsserted(() -> assertThat(broker.log())
                    .containsPattern("Client tedge-pub-\\d+-\\w{10} disconnected\\.")
                    .containsPattern("Client tedge-sub-\\d+-\\w{10} disconnected\\."));
        }
    }

    @Test
    void sub_endsWithZero_onSigterm_whileThereIsNoBroker() throws IOException {
        use(FreePort.next());
        try (TedgeProcess sub = tedge.start("mqtt", "sub", "a/#")) {
            sub.awaitLine("Connection refused");

            assertThat(sub.terminate()).isZero();
        }
    }

    @Test
    void user_password_andTls_areThoseOfTheSettings() throws IOException {
        TestingCertificates certificates = new TestingCertificates();
        try (MosquittoProcess broker = MosquittoProcess.local(brokerDirectory)
                .tls(certificates, certificates.server())
                .password("alice", "s3cret")
                .start()) {
            Path password = Files.writeString(configDirectory.resolve("password"), "s3cret\nother\n");
            use(
                    broker.port(),
                    "ca_file = '" + certificates.writeAuthority(configDirectory) + "'",
                    "username = 'alice'",
                    "password_file = '" + password + "'");

            assertThat(tedge.run("mqtt", "pub", "-r", "a", "x")).isEqualTo(new Finished(0, "", ""));
            assertThat(tedge.run("mqtt", "sub", "a", "-C", "1").out()).isEqualTo("[a] x\n");

            Files.writeString(password, "wrong");
            Finished refused = tedge.run("mqtt", "pub", "a", "x", "--connection-timeout", "5s");
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err())
                    .contains("refused the connection", "mqtt.client.auth.password_file")
                    .doesNotContain("wrong");
        }
    }

    @Test
    void clientCertificate_isThatOfTheSettings() throws IOException {
        TestingCertificates certificates = new TestingCertificates();
        PemFiles client = certificates.device("me").write(configDirectory, "me");
        try (MosquittoProcess broker = MosquittoProcess.local(brokerDirectory)
                .tls(certificates, certificates.server())
                .requireClientCertificate()
                .start()) {
            use(
                    broker.port(),
                    "ca_file = '" + certificates.writeAuthority(configDirectory) + "'",
                    "cert_file = '" + client.certificate() + "'",
                    "key_file = '" + client.key() + "'");

            assertThat(tedge.run("mqtt", "pub", "a", "x")).isEqualTo(new Finished(0, "", ""));
        }
    }

    @Test
    void noClassOfCamelOrBouncyCastle_isLoaded() throws Exception {
        Path output = brokerDirectory.resolve("classes.txt");
        try (MosquittoProcess broker = MosquittoProcess.local(brokerDirectory).start()) {
            use(broker.port());
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xlog:class+load:file=" + output,
                            "-jar",
                            System.getProperty("tedge.jar"),
                            "--config-dir",
                            configDirectory.toString(),
                            "mqtt",
                            "pub",
                            "a",
                            "x")
                    .inheritIO()
                    .start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        }
        try (Stream<String> lines = Files.lines(output)) {
            List<String> loaded = lines.toList();
            assertThat(loaded).anyMatch(line -> line.contains("org.eclipse.paho"));
            assertThat(loaded)
                    .noneMatch(line -> line.contains("org.apache.camel") || line.contains("org.bouncycastle"));
        }
    }

    private void use(int port, String... auth) throws IOException {
        String settings = "[mqtt.client]\nport = %d\n[mqtt.client.auth]\n%s\n".formatted(port, String.join("\n", auth));
        Files.writeString(configDirectory.resolve("tedge.toml"), settings);
    }
}

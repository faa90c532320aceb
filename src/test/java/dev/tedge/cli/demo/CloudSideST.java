package dev.tedge.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import dev.tedge.testing.FreePort;
import dev.tedge.testing.TestingCertificates;
import dev.tedge.testing.TestingIdentity;
import dev.tedge.testing.process.TedgeProcess;
import dev.tedge.testing.process.TedgeProgram;
import dev.tedge.testing.process.TedgeProgram.Finished;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that play the cloud's side of a running simulator. */
class CloudSideST {

    private final TestingIdentity device = TestingCertificates.selfSigned("my-device");
    private final Path directory;
    private final Path certificate;
    private final TedgeProgram tedge;
    private final int port = FreePort.next();

    CloudSideST(@TempDir Path directory) throws IOException {
        this.directory = directory;
        this.tedge = new TedgeProgram(directory);
        this.certificate = directory.resolve("device.pem");
        device.writeCertificate(certificate);
    }

    private TedgeProcess simulator() {
        TedgeProcess cloud = tedge.start(
                "simulator",
                "aws",
                "--port",
                String.valueOf(port),
                "--http-port",
                "0",
                "--certificate",
                certificate.toString());
        cloud.awaitLine("To publish as the cloud");
        return cloud;
    }

    /** Trusts what the simulator has written for that. */
    private Mqtt5BlockingClient client() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream authority =
                Files.newInputStream(directory.resolve("simulator").resolve("ca.pem"))) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(authority));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        return MqttClient.builder()
                .useMqttVersion5()
                .identifier("my-device")
                .serverHost("127.0.0.1")
                .serverPort(port)
                .sslConfig(MqttClientSslConfig.builder()
                        .keyManagerFactory(device.keyManagers())
                        .trustManagerFactory(trust)
                        .build())
                .buildBlocking();
    }

    private Mqtt5BlockingClient connected(Queue<String> received) throws Exception {
        Mqtt5BlockingClient client = client();
        client.toAsync()
                .publishes(
                        MqttGlobalPublishFilter.ALL,
                        message -> received.add(message.getTopic() + " "
                                + new String(message.getPayloadAsBytes(), StandardCharsets.UTF_8)));
        client.connect();
        return client;
    }

    private String done(String... args) {
        Finished finished = tedge.run(args);
        assertThat(finished.err()).isEmpty();
        assertThat(finished.exitCode()).isZero();
        return finished.out();
    }

    @Test
    void commands_playTheCloud() throws Exception {
        Queue<String> received = new ConcurrentLinkedQueue<>();
        try (TedgeProcess cloud = simulator();
                TedgeProcess watch = tedge.start("simulator", "watch", "--events", "thinedge/#")) {
            Mqtt5BlockingClient client = connected(received);
            client.subscribeWith()
                    .topicFilter("thinedge/my-device/cmd/#")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .send();

            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                done("simulator", "publish", "thinedge/my-device/cmd/light", "{\"on\":\"grün\"}");
                assertThat(watch.out()).contains("[thinedge/my-device/cmd/light] {\"on\":\"grün\"}");
            });
            await().untilAsserted(
                            () -> assertThat(received).contains("thinedge/my-device/cmd/light {\"on\":\"grün\"}"));

            assertThat(done("simulator", "fault", "refuse", "0x97", "thinedge/#", "1x"))
                    .isEmpty();
            assertThat(done("simulator", "fault", "list"))
                    .isEqualTo("[{\"fault\":\"refuse 0x97 thinedge/# 1x\",\"used\":0}]\n");
            assertThat(refusal(client)).isEqualTo(0x97);
            assertThat(done("simulator", "fault", "list")).isEqualTo("[]\n");

            done("simulator", "fault", "expire-certificate");
            assertThatThrownBy(() -> client().connect()).hasStackTraceContaining("CertificateExpiredException");
            done("simulator", "fault", "clear");

            Finished noFile = tedge.run("simulator", "policy", "nofile.json");
            assertThat(noFile.exitCode()).isEqualTo(1);
            assertThat(noFile.err())
                    .contains("failed to attach the policy 'nofile.json'")
                    .contains("There is no such file: name one that holds a policy document");

            Finished unknown = tedge.run("simulator", "fault", "explode");
            assertThat(unknown.exitCode()).isEqualTo(1);
            assertThat(unknown.err())
                    .contains("failed to let the simulator misbehave")
                    .contains("400 InvalidRequestException: There is no fault 'explode': say refuse, drop,");

            client.disconnect();
            watch.awaitLine("disconnected: my-device");
            assertThat(watch.terminate()).isZero();
            assertThat(cloud.terminate()).isZero();
        }
        assertThat(directory.resolve("simulator").resolve("simulator.json")).doesNotExist();
    }

    @Test
    void shadowsAndJobs_areMade_andOutlastTheSimulator() {
        try (TedgeProcess cloud = simulator()) {
            assertThat(done(
                            "simulator",
                            "shadow",
                            "update",
                            "--thing",
                            "my-device",
                            "{\"state\":{\"desired\":{\"a\":1}}}"))
                    .startsWith("{\"state\":{\"desired\":{\"a\":1}}");
            done(
                    "simulator",
                    "shadow",
                    "update",
                    "--thing",
                    "my-device",
                    "--name",
                    "x",
                    "{\"state\":{\"reported\":{\"b\":2}}}");
            done("simulator", "job", "create", "job-1", "{\"do\":\"it\"}", "--thing", "my-device", "--timeout", "5");
            done("simulator", "job", "create", "job-2", "{}", "--thing", "my-device");
            done("simulator", "job", "cancel", "job-2");
            assertThat(cloud.terminate()).isZero();
        }
        try (TedgeProcess cloud = simulator()) {
            assertThat(done("simulator", "shadow", "get", "--thing", "my-device"))
                    .contains("\"desired\":{\"a\":1}");
            assertThat(done("simulator", "shadow", "list", "--thing", "my-device"))
                    .startsWith("{\"results\":[\"x\"]");
            assertThat(done("simulator", "job", "list")).contains("\"jobId\":\"job-1\"", "\"status\":\"CANCELED\"");
            assertThat(done("simulator", "job", "describe", "job-1")).contains("QUEUED");

            Finished missing = tedge.run("simulator", "shadow", "get", "--thing", "my-device", "--name", "y");
            assertThat(missing.exitCode()).isEqualTo(1);
            assertThat(missing.err())
                    .contains("failed to get the shadow 'y' of 'my-device'")
                    .contains("404 ResourceNotFoundException: No shadow exists with name: 'y'");
            cloud.awaitLine("rejected: cloud: GET /things/my-device/shadow: 404 ResourceNotFoundException");
            assertThat(cloud.terminate()).isZero();
        }
    }

    private static int refusal(Mqtt5BlockingClient client) {
        try {
            client.publishWith()
                    .topic("thinedge/my-device/td/x")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .send();
            return 0;
        } catch (Mqtt5PubAckException refused) {
            return refused.getMqttMessage().getReasonCode().getCode();
        }
    }

    @Test
    void command_saysWhatToDo_whenNoSimulatorRuns() {
        Finished finished = tedge.run("simulator", "publish", "a", "b");

        assertThat(finished.exitCode()).isEqualTo(1);
        assertThat(finished.err())
                .contains("Error: failed to publish on the topic 'a'")
                .contains("No simulator runs with the state directory '" + directory.resolve("simulator")
                        + "': start it with 'tedge simulator aws', or name its directory with --state");
    }

    @Test
    void brokenState_isRefused_withItsName() throws IOException {
        Path state = directory.resolve("simulator").resolve("state.json");
        Files.createDirectories(state.getParent());
        Files.writeString(state, "{");

        Finished finished = tedge.run(
                "simulator",
                "aws",
                "--port",
                String.valueOf(port),
                "--http-port",
                "0",
                "--certificate",
                certificate.toString());

        assertThat(finished.exitCode()).isEqualTo(1);
        assertThat(finished.err()).contains("The state file '" + state + "' cannot be used (line 1 is no JSON)");
    }
}

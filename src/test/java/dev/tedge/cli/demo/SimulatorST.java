package dev.tedge.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import dev.tedge.testing.FreePort;
import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.TestingCertificates;
import dev.tedge.testing.TestingIdentity;
import dev.tedge.testing.process.TedgeProcess;
import dev.tedge.testing.process.TedgeProgram;
import dev.tedge.testing.process.TedgeProgram.Finished;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatorST {

    private final Path directory;
    private final TedgeProgram tedge;

    SimulatorST(@TempDir Path directory) {
        this.directory = directory;
        this.tedge = new TedgeProgram(directory);
    }

    @Test
    void simulator_isTheCloudOfAGateway_thatFollowsItsInstructions() {
        createCertificate();
        int localPort = FreePort.next();
        done("config", "set", "mqtt.client.port", String.valueOf(localPort));
        done("config", "set", "mqtt.broker.embedded", "true");
        try (TedgeProcess cloud = tedge.startWithStdin("simulator", "aws", "--port", "0", "--http-port", "0")) {
            cloud.awaitLine("To publish as the cloud");
            configure(cloud.out());
            try (TedgeProcess gateway = tedge.start("run", "aws")) {
                cloud.awaitLine("connected: my-device with MQTT 5");
                gateway.awaitLine("aws: connected to localhost:");
                gateway.awaitLine("local: connected to 127.0.0.1:" + localPort);
                try (MqttProbe device = MqttProbe.to(localPort).connect().subscribe("aws/cmd/#")) {
                    exchange(device, cloud);
                }
                gateway.awaitLine("The embedded local broker listens on 127.0.0.1:" + localPort);
                assertThat(gateway.terminate()).isZero();
            }
            cloud.awaitLine("disconnected: my-device");
            assertThat(cloud.terminate()).isZero();
        }
    }

    @Test
    void simulator_keepsAwsRates_whenAskedTo() throws IOException {
        TestingIdentity device = TestingCertificates.selfSigned("my-device");
        Path certificate = directory.resolve("device.pem");
        device.writeCertificate(certificate);
        int port = FreePort.next();
        try (TedgeProcess cloud = tedge.start(
                "simulator",
                "aws",
                "--limits",
                "on",
                "--http-port",
                "0",
                "--port",
                String.valueOf(port),
                "--certificate",
                certificate.toString())) {
            cloud.awaitLine("To publish as the cloud");
            Mqtt5BlockingClient client = client(device, port);

            // As often as it takes until two of them come within a second.
            await().ignoreExceptionsInstanceOf(Mqtt5ConnAckException.class).until(() -> {
                client.connect();
                client.disconnect();
                return cloud.err().stream().anyMatch(line -> line.contains("connects too often"));
            });
            cloud.awaitLine(
                    "refused: my-device: the client id 'my-device' connects too often (rule RATE, https://docs.aws");
        }
    }

    private static Mqtt5BlockingClient client(TestingIdentity device, int port) {
        return MqttClient.builder()
                .useMqttVersion5()
                .identifier("my-device")
                .serverHost("127.0.0.1")
                .serverPort(port)
                .sslConfig(MqttClientSslConfig.builder()
                        .keyManagerFactory(device.keyManagers())
                        .trustManagerFactory(InsecureTrustManagerFactory.INSTANCE)
                        .build())
                .buildBlocking();
    }

    private static void exchange(MqttProbe device, TedgeProcess cloud) {
        device.publish("te/device/main///m/environment", "{\"temperature\":21.3}");
        cloud.awaitLine("[thinedge/my-device/td/device:main/m/environment] {\"temperature\":21.3,\"time\":");
        device.publish("aws/td/binary", ByteBuffer.wrap(new byte[] {(byte) 0xff, 0}));
        cloud.awaitLine("[thinedge/my-device/td/binary] <ERR=NON-UTF8> /wA=");
        cloud.type("no message");
        cloud.awaitLine("Not published: Write a message as '[topic] payload', not as 'no message'");
        cloud.type("[thinedge/my-device/cmd/light] {\"on\":\"grün\"}");
        assertThat(device.await("aws/cmd/light").text()).isEqualTo("{\"on\":\"grün\"}");
    }

    /** The very commands that the simulator prints. */
    private void configure(List<String> instructions) {
        List<String> commands = instructions.stream()
                .map(String::strip)
                .filter(line -> line.startsWith("tedge ") && line.contains(" config set "))
                .toList();
        assertThat(commands).hasSize(3);
        commands.forEach(command -> done(command.substring("tedge ".length()).split(" ")));
    }

    @Test
    void portInUse_isOneLine() throws IOException {
        createCertificate();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Finished finished = tedge.run("simulator", "aws", "--port", String.valueOf(taken.getLocalPort()));

            assertFailure(finished, "Error: Cannot listen on 127.0.0.1:" + taken.getLocalPort());
            assertThat(finished.err()).contains("The options are --port and --http-port.");
            assertThat(directory.resolve("simulator")).doesNotExist();
        }
    }

    @Test
    void httpPortInUse_isOneLine_ifItWasAskedFor() throws IOException {
        createCertificate();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Finished finished =
                    tedge.run("simulator", "aws", "--port", "0", "--http-port", String.valueOf(taken.getLocalPort()));

            assertFailure(finished, "Error: Cannot listen on 127.0.0.1:" + taken.getLocalPort() + " for HTTP");
            assertThat(finished.err()).contains("The options are --port and --http-port.");
        }
    }

    @Test
    void simulators_runSideBySide() throws IOException {
        createCertificate();
        String state = directory.resolve("other").toString();
        try (TedgeProcess first = tedge.start("simulator", "aws", "--port", "0");
                TedgeProcess second = tedge.start("simulator", "aws", "--port", "0", "--state", state)) {
            String one = first.awaitLine("AWS's SDKs find the data plane on https://localhost:");
            String other = second.awaitLine("AWS's SDKs find the data plane on https://localhost:");
            assertThat(one).isNotEqualTo(other);
            assertThat(first.terminate()).isZero();
            assertThat(second.terminate()).isZero();
            // All of stderr has been read only now: the line that was awaited came from stdout.
            assertThat(first.err().toString() + second.err()).contains("Port 8443 is in use: HTTPS is on port ");
        }
    }

    @Test
    void missingCertificate_isOneLine_withTheCommandToRun() {
        assertFailure(
                tedge.run("simulator", "aws", "--port", "0", "--http-port", "0"),
                "Error: There is no device certificate '" + directory
                        + "/device-certs/tedge-certificate.pem': run 'tedge cert create");
    }

    @Test
    void brokenPolicy_isOneLine() throws IOException {
        createCertificate();
        Path policy = Files.writeString(directory.resolve("policy.json"), "{}");

        assertFailure(
                tedge.run("simulator", "aws", "--port", "0", "--http-port", "0", "--policy", policy.toString()),
                "Error: The policy document '" + policy + "' is not valid");
    }

    @Test
    void thing_thatTheCertificateDoesNotName_isWrongUsage() {
        createCertificate();
        Finished finished = tedge.run("simulator", "aws", "--port", "0", "--http-port", "0", "--thing", "other");

        assertThat(finished.exitCode()).isEqualTo(2);
        assertThat(finished.err()).contains("'my-device'", "'other'");
    }

    private static void assertFailure(Finished finished, String beginning) {
        assertThat(finished.exitCode()).isEqualTo(1);
        assertThat(finished.out()).isEmpty();
        assertThat(finished.err()).startsWith(beginning).containsOnlyOnce("\n");
    }

    private void createCertificate() {
        done("cert", "create", "--device-id", "my-device");
    }

    private void done(String... args) {
        Finished finished = tedge.run(args);
        assertThat(finished.exitCode()).as(finished.err()).isZero();
    }
}

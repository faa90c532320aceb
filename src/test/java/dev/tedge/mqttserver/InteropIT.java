package dev.tedge.mqttserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient.Mqtt5Publishes;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that others have written: HiveMQ's library and mosquitto's programs. */
class InteropIT {

    private MqttServer server;

    @BeforeEach
    void start() throws IOException {
        server = MqttServer.start(MqttServerConfig.defaults(), MqttServerHooks.ALLOW_ALL);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Mqtt5BlockingClient five(String clientId) {
        return MqttClient.builder()
                .useMqttVersion5()
                .identifier(clientId)
                .serverHost("127.0.0.1")
                .serverPort(server.port())
                .buildBlocking();
    }

    private Mqtt3BlockingClient three(String clientId) {
        return MqttClient.builder()
                .useMqttVersion3()
                .identifier(clientId)
                .serverHost("127.0.0.1")
                .serverPort(server.port())
                .buildBlocking();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void hivemq5AndHivemq3_exchangeMessages(int qos) throws InterruptedException {
        MqttQos level = MqttQos.fromCode(qos);
        Mqtt5BlockingClient five = five("five");
        Mqtt3BlockingClient three = three("three");
        five.connect();
        three.connect();
        try (Mqtt5Publishes atFive = five.publishes(MqttGlobalPublishFilter.ALL);
                var atThree = three.publishes(MqttGlobalPublishFilter.ALL)) {
            five.subscribeWith().topicFilter("to/5/#").qos(level).send();
            three.subscribeWith().topicFilter("to/3/#").qos(level).send();
            five.publishWith()
                    .topic("to/3/x")
                    .qos(level)
                    .payload("hi 3".getBytes(UTF_8))
                    .send();
            three.publishWith()
                    .topic("to/5/x")
                    .qos(level)
                    .payload("hi 5".getBytes(UTF_8))
                    .send();

            assertThat(atFive.receive(10, TimeUnit.SECONDS).orElseThrow().getPayloadAsBytes())
                    .isEqualTo("hi 5".getBytes(UTF_8));
            assertThat(atThree.receive(10, TimeUnit.SECONDS).orElseThrow().getPayloadAsBytes())
                    .isEqualTo("hi 3".getBytes(UTF_8));
        }
        five.disconnect();
        three.disconnect();
    }

    @Test
    void backlogOf40000_isDrainedInOrder_withinReceiveMaximum() throws InterruptedException {
        Mqtt5BlockingClient subscriber = five("subscriber");
        subscriber.connectWith().cleanStart(false).sessionExpiryInterval(600).send();
        subscriber.subscribeWith().topicFilter("n").qos(MqttQos.AT_LEAST_ONCE).send();
        subscriber.disconnect();
        for (int i = 0; i < 40_000; i++) {
            server.publish(ServerMessage.of("n", Payload.of(String.valueOf(i)), 1));
        }

        Mqtt5BlockingClient again = five("subscriber");
        ConcurrentLinkedQueue<String> got = new ConcurrentLinkedQueue<>();
        CountDownLatch all = new CountDownLatch(40_000);
        again.toAsync().publishes(MqttGlobalPublishFilter.ALL, publish -> {
            got.add(new String(publish.getPayloadAsBytes(), UTF_8));
            all.countDown();
        });
        // The client ends the connection by itself when it gets more than it said.
        again.connectWith()
                .cleanStart(false)
                .sessionExpiryInterval(0)
                .restrictions()
                .receiveMaximum(20)
                .applyRestrictions()
                .send();
        assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
        List<String> expected =
                Stream.iterate(0, i -> i + 1).limit(40_000).map(String::valueOf).toList();
        assertThat(new ArrayList<>(got)).isEqualTo(expected);
        again.disconnect();
    }

    @ParameterizedTest
    @ValueSource(strings = {"311", "5"})
    void mosquittoPrograms_exchangeMessages(String version) throws Exception {
        assumeTrue(onPath("mosquitto_pub") && onPath("mosquitto_sub"), "mosquitto-clients is not installed");
        Process subscriber = run(
                "mosquitto_sub",
                "-V",
                version,
                "-q",
                "2",
                "-t",
                "te/#",
                "-t",
                "ready",
                "-C",
                "3",
                "-W",
                "20",
                "-F",
                "%t %p");
        Process publisher;
        // Retained, so that it makes no difference who comes first.
        for (String qos : List.of("0", "1", "2")) {
            publisher =
                    run("mosquitto_pub", "-V", version, "-q", qos, "-r", "-t", "te/device/main///m/" + qos, "-m", "{}");
            assertThat(publisher.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(publisher.exitValue()).isZero();
        }
        CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(subscriber));
        assertThat(output.get(30, TimeUnit.SECONDS).lines())
                .containsExactlyInAnyOrder(
                        "te/device/main///m/0 {}", "te/device/main///m/1 {}", "te/device/main///m/2 {}");
    }

    private static String read(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private Process run(String program, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(program, "-h", "127.0.0.1", "-p", String.valueOf(server.port())));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void tls_needsATrustedClientCertificate_andShowsItToTheHooks(String version) throws Exception {
        TestingKeys serverKeys = TestingKeys.of("server");
        TestingKeys deviceKeys = TestingKeys.of("device");
        TestingKeys stranger = TestingKeys.of("stranger");
        CompletableFuture<String> subject = new CompletableFuture<>();
        MqttServerHooks hooks = new MqttServerHooks() {
            @Override
            public Verdict connect(ConnectRequest request) {
                subject.complete(request.credentials()
                        .certificates()
                        .get(0)
                        .getSubjectX500Principal()
                        .getName());
                return Verdict.allow();
            }
        };
        MqttServerConfig config =
                MqttServerConfig.defaults().withTls(serverKeys.contextTrusting(deviceKeys.certificate()));
        try (MqttServer secure = MqttServer.start(config, hooks)) {
            Mqtt5BlockingClient device = tlsClient(secure, deviceKeys, serverKeys, version);
            device.connect();
            assertThat(subject.join()).isEqualTo("CN=device");
            Mqtt5BlockingClient unknown = tlsClient(secure, stranger, serverKeys, version);
            assertThatThrownBy(unknown::connect).isInstanceOf(RuntimeException.class);
            device.publishWith().topic("still/there").qos(MqttQos.AT_LEAST_ONCE).send();
            secure.disconnect("device", ReasonCode.NOT_AUTHORIZED, "test");
            await().until(() -> !device.getState().isConnected());
        }
    }

    private static Mqtt5BlockingClient tlsClient(
            MqttServer secure, TestingKeys own, TestingKeys trusted, String version)
            throws GeneralSecurityException, IOException {
        return MqttClient.builder()
                .useMqttVersion5()
                .identifier("device")
                .serverHost("127.0.0.1")
                .serverPort(secure.port())
                .sslConfig(MqttClientSslConfig.builder()
                        .keyManagerFactory(own.keys())
                        .trustManagerFactory(TestingKeys.trust(trusted.certificate()))
                        .protocols(List.of(version))
                        .build())
                .buildBlocking();
    }
}

package dev.tedge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.mqttserver.MqttServer;
import dev.tedge.mqttserver.MqttServerConfig;
import dev.tedge.mqttserver.MqttServerHooks;
import dev.tedge.testing.FreePort;
import dev.tedge.testing.MqttProbe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands in this JVM, on the embedded broker. */
class MqttCommandIT {

    private final Path directory;

    private MqttServer broker;
    private MqttProbe probe;

    MqttCommandIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void start() throws IOException {
        broker = MqttServer.start(MqttServerConfig.defaults().withPort(0), new MqttServerHooks() {});
        probe = MqttProbe.to(broker.port()).connect();
        Files.writeString(directory.resolve("tedge.toml"), "[mqtt.client]\nport = " + broker.port() + "\n");
    }

    @AfterEach
    void stop() {
        probe.close();
        broker.close();
    }

    @Test
    void pub_publishes_andSaysNothing() {
        probe.subscribe("#");
        TestingTerminal console = new TestingTerminal(directory);

        assertThat(console.run("mqtt", "pub", "te/device/main///m/x", "{\"a\":\"ü\"}"))
                .isZero();

        assertThat(probe.await("te/device/main///m/x").text()).isEqualTo("{\"a\":\"ü\"}");
        assertThat(probe.await("te/device/main///m/x").qos()).isEqualTo(1);
        assertThat(console.out()).isEmpty();
        assertThat(console.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "2"})
    void pub_publishes_withAnyQos(String qos) {
        probe.subscribe("t");

        assertThat(new TestingTerminal(directory).run("mqtt", "pub", "-q", qos, "t", qos))
                .isZero();

        assertThat(probe.await("t").text()).isEqualTo(qos);
    }

    @Test
    void pub_retains_andClears() {
        new TestingTerminal(directory).run("mqtt", "pub", "-r", "kept", "1");
        new TestingTerminal(directory).run("mqtt", "pub", "-r", "cleared", "1");
        new TestingTerminal(directory).run("mqtt", "pub", "-r", "cleared", "");
        new TestingTerminal(directory).run("mqtt", "pub", "-r", "last", "1");

        probe.subscribe("#");
        probe.await("last");
        probe.await("kept");
        assertThat(probe.messages()).extracting("topic").containsExactlyInAnyOrder("kept", "last");
    }

    @Test
    void pub_decodesBase64() {
        probe.subscribe("t");

        assertThat(new TestingTerminal(directory).run("mqtt", "pub", "--base64", "t", "/wD+"))
                .isZero();

        assertThat(probe.await("t").payload()).isEqualTo(ByteBuffer.wrap(new byte[] {(byte) 0xFF, 0, (byte) 0xFE}));
    }

    @Test
    void pub_repeats() {
        probe.subscribe("t");

        assertThat(new TestingTerminal(directory).run("mqtt", "pub", "--repeat", "5", "--sleep", "10ms", "t", "x"))
                .isZero();

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(probe.messages()).hasSize(5));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "wildcard in a topic | pub a/# x | must not contain '#'",
                "empty topic | pub EMPTY x | must not be empty",
                "unknown QoS | pub a x -q 3 | The input QoS should be 0, 1, or 2",
                "bad Base64 | pub a ? --base64 | not Base64",
                "bad duration | pub a x --sleep soon | is not a duration",
                "bad count | pub a x --repeat -1 | whole number",
                "no message | pub a | Missing required parameter: '<MESSAGE>'",
                "misplaced wildcard | sub a/#/b | '#' at its end only",
                "unknown QoS | sub a -q x | The input QoS should be 0, 1, or 2"
            })
    void misuse_isToldBeforeAnythingIsDone(String reason, String words, String expected) {
        TestingTerminal console = new TestingTerminal(directory);
        List<String> args = new ArrayList<>(List.of("mqtt"));
        for (String word : words.split(" ", -1)) {
            args.add(word.equals("EMPTY") ? "" : word);
        }

        assertThat(console.run(args.toArray(String[]::new))).isEqualTo(2);

        assertThat(console.err()).contains(expected, "Try 'tedge mqtt ");
    }

    @Test
    void pub_givesUp_whenThereIsNoBroker() throws IOException {
        Files.writeString(directory.resolve("tedge.toml"), "[mqtt.client]\nport = " + FreePort.next() + "\n");
        TestingTerminal console = new TestingTerminal(directory);

        assertThat(console.run("mqtt", "pub", "t", "secret", "--connection-timeout", "1s200ms"))
                .isEqualTo(1);

        assertThat(console.err())
                .contains("Error: failed to publish the message on the topic \"t\" with QoS 1.")
                .contains("MQTT connection timed out after 1s 200ms")
                .doesNotContain("secret");
    }

    @Test
    void sub_endsQuietly_whenThereIsNoBrokerAndTheTimeIsOver() throws IOException {
        Files.writeString(directory.resolve("tedge.toml"), "[mqtt.client]\nport = " + FreePort.next() + "\n");

        assertThat(new TestingTerminal(directory).run("mqtt", "sub", "t", "-W", "300ms"))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "2"})
    void sub_printsTopicAndPayload_untilTheCount(String qos) {
        probe.publishRetained("a/1", "one");
        probe.publishRetained("a/2", "zwölf");
        TestingTerminal console = new TestingTerminal(directory);

        assertThat(console.run("mqtt", "sub", "a/+", "--count", "2", "-q", qos)).isZero();

        assertThat(console.out().lines()).containsExactlyInAnyOrder("[a/1] one", "[a/2] zwölf");
        assertThat(console.err()).isEmpty();
    }

    @Test
    void sub_printsMoreMessages_thanFitIntoItsQueue() {
        for (int i = 0; i < 500; i++) {
            probe.publishRetained("many/" + i, "x");
        }
        TestingTerminal console = new TestingTerminal(directory);

        assertThat(console.run("mqtt", "sub", "many/#", "-C", "500", "-q", "1")).isZero();

        assertThat(console.out().lines().distinct()).hasSize(500);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "payload only | --no-topic | hello",
                "Base64 | --base64 | [t] aGVsbG8=",
                "both | --no-topic --base64 | aGVsbG8="
            })
    void sub_printsAsAsked(String reason, String options, String line) {
        probe.publishRetained("t", "hello");
        TestingTerminal console = new TestingTerminal(directory);
        List<String> args = new ArrayList<>(List.of("mqtt", "sub", "t", "-C", "1"));
        args.addAll(List.of(options.split(" ")));

        assertThat(console.run(args.toArray(String[]::new))).isZero();

        assertThat(console.out()).isEqualTo(line + "\n");
    }

    @Test
    void sub_marksWhatIsNotText() {
        TestingTerminal console = new TestingTerminal(directory);
        CompletableFuture<Integer> ended =
                CompletableFuture.supplyAsync(() -> console.run("mqtt", "sub", "t", "-C", "1"));

        await().atMost(Duration.ofSeconds(10)).until(() -> {
            probe.publish("t", ByteBuffer.wrap(new byte[] {(byte) 0xFF}));
            return ended.isDone();
        });

        assertThat(ended).isCompletedWithValue(0);
        assertThat(console.out()).isEqualTo("[t] <ERR=NON-UTF8> /w==\n");
    }

    @Test
    void sub_endsAtTheFirstNewMessage_whenAskedForRetainedOnly() throws Exception {
        probe.publishRetained("kept", "old");
        TestingTerminal console = new TestingTerminal(directory);
        CompletableFuture<Integer> ended =
                CompletableFuture.supplyAsync(() -> console.run("mqtt", "sub", "#", "--retained-only"));
        await().atMost(Duration.ofSeconds(10)).until(() -> !console.out().isEmpty());

        // Retained for those who come later, and yet new to those who are here.
        probe.publishRetained("new", "new");

        assertThat(ended.get(10, TimeUnit.SECONDS)).isZero();
        assertThat(console.out()).isEqualTo("[kept] old\n");
    }

    @Test
    void sub_goesOn_whenTheBrokerComesBack() throws Exception {
        TestingTerminal console = new TestingTerminal(directory);
        probe.publishRetained("t", "1");
        CompletableFuture<Integer> ended =
                CompletableFuture.supplyAsync(() -> console.run("mqtt", "sub", "t", "-C", "2"));
        await().atMost(Duration.ofSeconds(10)).until(() -> !console.out().isEmpty());
        int port = broker.port();
        broker.close();
        broker = MqttServer.start(MqttServerConfig.defaults().withPort(port), new MqttServerHooks() {});
        try (MqttProbe other = MqttProbe.to(port).connect()) {
            other.publishRetained("t", "2");

            assertThat(ended.get(20, TimeUnit.SECONDS)).isZero();
        }
        assertThat(console.out()).isEqualTo("[t] 1\n[t] 2\n");
    }
}

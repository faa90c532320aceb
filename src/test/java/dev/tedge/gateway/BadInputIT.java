package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.gateway.TestingCloud.Seen;
import dev.tedge.simulator.policy.PolicyDocument;
import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.ReceivedMessage;
import dev.tedge.testing.TcpProxy;
import dev.tedge.testing.process.RequiresMosquitto;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages that applications get wrong: what can be sent is sent, the rest is reported, and the next one arrives. */
@RequiresMosquitto
class BadInputIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String TD = "thinedge/robot-7/td/";
    private static final ByteBuffer NOT_UTF_8 = ByteBuffer.wrap(new byte[] {'{', (byte) 0xC3, 0x28, (byte) 0xFF, '}'});

    private TestingWorld world;
    private TestingCloud.Simulator cloud;
    private TcpProxy network;
    private MqttProbe local;

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        world = new TestingWorld(directory);
        world.localMosquitto();
        cloud = world.cloudSimulator();
        network = world.networkTo(cloud);
        world.connectedGateway();
        local = world.probe();
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void oddMessages_areSent_whenAwsTakesThem() {
        local.publish("te/device/main///m/text", "not JSON");
        local.publish("te/device/main///m/empty", "");
        local.publish("te/device/main///m/binary", NOT_UTF_8);
        local.publish("te/device/raum 7 \uD83D\uDE00///m/t", "{\"time\":1}");
        local.publish("aws/td/a b/\uD83D\uDE00", "x");
        local.publish("aws/td/binary", NOT_UTF_8);

        awaitNextMessage();
        assertThat(withoutOwnHealth())
                .containsExactlyInAnyOrder(
                        new Seen(TD + "device:main/m/text", "not JSON"),
                        new Seen(TD + "device:main/m/empty", ""),
                        new Seen(TD + "device:main/m/binary", "{\uFFFD(\uFFFD}"),
                        new Seen(TD + "device:raum 7 \uD83D\uDE00/m/t", "{\"time\":1}"),
                        new Seen(TD + "a b/\uD83D\uDE00", "x"),
                        new Seen(TD + "binary", "{\uFFFD(\uFFFD}"),
                        new Seen(TD + "next", "message"));
        assertThat(errors()).isEmpty();
        assertThat(network.connections()).isEqualTo(1);
    }

    @Test
    void impossibleMessages_areReported_withTopicAndReason() {
        local.publish("aws/td/large", "x".repeat(200 * 1024));
        local.publish("te/device/main///m/large", "{\"text\":\"" + "x".repeat(200 * 1024) + "\"}");
        local.publish("aws/td/1/2/3/4/5/6/7/8/9", "deep");
        local.publish("te/device/main///m/time", "{\"time\":true}");
        local.publish("aws/td/" + "n".repeat(300), "long");
        local.publish("aws/shadow/update", "{\"text\":\"" + "x".repeat(9 * 1024) + "\"}");

        awaitNextMessage();
        awaitReport("aws/td/large", "204800 bytes", "131072");
        awaitReport("te/device/main///m/large", "too large");
        awaitReport("aws/td/1/2/3/4/5/6/7/8/9", "slashes", "at most 7");
        awaitReport("te/device/main///m/time", "\"time\"");
        awaitReport("aws/td/nnn", "bytes", "at most 256");
        awaitReport("aws/shadow/update", "at most 8192");
        assertThat(errors()).hasSize(6);
        assertThat(withoutOwnHealth()).containsExactly(new Seen(TD + "next", "message"));
        assertThat(network.connections()).isEqualTo(1);
    }

    @Test
    void messageThatNoSmallHeapCanHold_staysWithTheBroker() {
        local.publish("te/device/main///m/huge", "x".repeat(5 << 20));
        local.publish("te/device/main///m/most", "{\"text\":\"" + "x".repeat(4_100_000) + "\"}");

        awaitNextMessage();
        awaitReport("te/device/main///m/most", "too large");
        assertThat(errors()).hasSize(1);
        assertThat(network.connections()).isEqualTo(1);
    }

    @Test
    void messageThatThePolicyForbids_isReported_andAllOthersArrive() {
        cloud.simulator().attach(PolicyDocument.parse("""
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Action": "iot:*", "Resource": "*"},
                  {"Effect": "Deny", "Action": "iot:Publish",
                   "Resource": "arn:aws:iot:eu-central-1:123456789012:topic/thinedge/robot-7/td/forbidden"}]}
                """));
        local.publishMany(
                21, number -> number == 10 ? "aws/td/forbidden" : "aws/td/good", number -> "message " + number, 21);

        awaitReport("aws/td/forbidden", "not authorized (0x87)");
        awaitNextMessage();
        List<String> good = IntStream.range(0, 21)
                .filter(number -> number != 10)
                .mapToObj(number -> "message " + number)
                .toList();
        // AWS ends the connection: what was on its way then is sent once more.
        assertThat(cloud.seen().stream()
                        .filter(message -> message.topic().equals(TD + "good"))
                        .map(Seen::payload)
                        .distinct())
                .containsExactlyElementsOf(good);
        assertThat(errors()).hasSize(1);
        assertThat(network.connections()).isEqualTo(2);
    }

    private void awaitNextMessage() {
        local.publish("aws/td/next", "message");
        await("the next message").atMost(PATIENCE).until(() -> cloud.seen().contains(new Seen(TD + "next", "message")));
    }

    private void awaitReport(String topic, String... reason) {
        ReceivedMessage report = local.await(
                "report of " + topic,
                message -> message.topic().equals("te/errors") && message.text().contains(topic),
                Duration.ofSeconds(60));
        assertThat(report.text()).contains(reason).doesNotContain("xxx");
    }

    private List<ReceivedMessage> errors() {
        return local.messages().stream()
                .filter(message -> message.topic().equals("te/errors"))
                .toList();
    }

    private List<Seen> withoutOwnHealth() {
        return cloud.seen().stream()
                .filter(message -> !message.topic().contains("tedge-mapper-"))
                .toList();
    }
}

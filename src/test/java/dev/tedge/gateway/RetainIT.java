package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.simulator.CloudMessage;
import dev.tedge.simulator.policy.PolicyDocument;
import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.ReceivedMessage;
import dev.tedge.testing.TcpProxy;
import dev.tedge.testing.process.RequiresMosquitto;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is retained on AWS: nothing, unless a route or {@code aws.bridge.retain} says so. */
@RequiresMosquitto
class RetainIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String TD = "thinedge/robot-7/td/";

    private TestingWorld world;

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        world = new TestingWorld(directory);
        world.localMosquitto();
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void nothing_isRetained_byDefault() throws Exception {
        TestingCloud.Simulator cloud = world.cloudSimulator();
        TcpProxy network = world.networkTo(cloud);
        world.connectedGateway();

        world.publisher().publishRetained("aws/td/a", "1");
        world.publisher().publishRetained("te/device/main///m/t", "{}");

        awaitOnAws(cloud, TD + "a");
        awaitOnAws(cloud, TD + "device:main/m/t");
        awaitOnAws(cloud, TD + "device:main:service:tedge-mapper-aws/status/health");
        assertThat(cloud.messages()).noneMatch(message -> message.message().retain());
        assertThat(network.connections()).isEqualTo(1);
    }

    @Test
    void retainedMessages_stayRetained_whenTheSettingAndThePolicySaySo() throws Exception {
        world.set("aws.bridge.retain", "true");
        TestingCloud.Simulator cloud = world.cloudSimulator();
        cloud.simulator().attach(PolicyDocument.parse("""
                {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "iot:*", "Resource": "*"}}
                """));
        TcpProxy network = world.networkTo(cloud);
        world.connectedGateway();

        world.publisher().publish("aws/td/not", "0");
        world.publisher().publishRetained("aws/td/a", "1");
        world.publisher().publishRetained("te/device/main///m/t", "{}");

        assertThat(awaitOnAws(cloud, TD + "a").message().retain()).isTrue();
        assertThat(awaitOnAws(cloud, TD + "not").message().retain()).isFalse();
        assertThat(awaitOnAws(cloud, TD + "device:main/m/t").message().retain()).isFalse();
        assertThat(network.connections()).isEqualTo(1);
    }

    @Test
    void aRetainedMessage_isReported_whenThePolicyForbidsIt_andTheOthersArrive() throws Exception {
        world.set("aws.bridge.retain", "true");
        TestingCloud.Simulator cloud = world.cloudSimulator();
        world.networkTo(cloud);
        Gateway gateway = world.connectedGateway();
        MqttProbe local = world.probe();

        local.publishRetained("aws/td/a", "1");
        local.publish("aws/td/b", "2");

        ReceivedMessage report = awaitReport(local, message -> message.topic().equals("te/errors"));
        assertThat(report.text()).contains("aws/td/a", "not authorized (0x87)");
        ReceivedMessage down = awaitReport(
                local,
                message -> message.topic().contains("tedge-mapper-bridge-aws")
                        && message.text().contains("iot:RetainPublish"));
        assertThat(down.text()).contains("not allowed by the policy: '" + TD + "a'");
        awaitOnAws(cloud, TD + "b");
        TestingWorld.awaitUp(gateway);
        assertThat(gateway.aws().lastFailure()).isPresent();
        assertThat(gateway.aws().lastFailureAt()).isPresent();
    }

    @Test
    void aRoute_canRetain_byItsHeader() throws Exception {
        TestingCloud.Mosquitto cloud = world.cloudMosquitto();
        world.networkTo(cloud);
        Path routes = Files.createDirectories(world.config().resolve("routes"));
        Files.writeString(routes.resolve("mine.camel.yaml"), """
                - route:
                    id: mine
                    from:
                      uri: "local:mine"
                      steps:
                        - setHeader:
                            name: CamelPahoMqtt5Retained
                            expression:
                              constant:
                                expression: "true"
                        - to: "aws:thinedge/robot-7/td/mine"
                """);
        world.connectedGateway();

        world.publisher().publish("mine", "kept");

        cloud.observer().await(TD + "mine");
        MqttProbe later = world.begin(
                MqttProbe.to(cloud.broker().observerPort()).connect().subscribe(TD + "mine"));
        assertThat(later.await(TD + "mine").retained()).isTrue();
    }

    private static CloudMessage awaitOnAws(TestingCloud.Simulator cloud, String topic) {
        return Awaitility.await(topic)
                .atMost(PATIENCE)
                .until(
                        () -> cloud.messages().stream()
                                .filter(message -> message.topic().equals(topic))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static ReceivedMessage awaitReport(MqttProbe probe, Predicate<ReceivedMessage> wanted) {
        return probe.await("a report", wanted, PATIENCE);
    }
}

package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.simulator.policy.PolicyDocument;
import dev.tedge.simulator.refusal.Refusal;
import dev.tedge.testing.MqttProbe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A policy that denies something of shadows: the rest goes on, and AWS does not end connection after connection over it. */
class ShadowDeniedIT {

    private static final int ENTITIES = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private TestingWorld world;

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        world = new TestingWorld(directory);
        world.localEmbedded();
        world.set("aws.shadow.sync", "true");
    }

    @AfterEach
    void end() {
        world.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"ANSWER_AND_DISCONNECT", "DISCONNECT"})
    void namedShadows_thatAreDenied_areLeftAlone_andTheClassicOneIsNot(Refusal how) throws Exception {
        TestingCloud.Simulator cloud = cloud(how, "iot:Publish", "topic/$aws/things/robot-7/shadow/name/*");
        MqttProbe local = connected();

        publishTwins(local);

        await("the report")
                .atMost(PATIENCE)
                .until(() -> local.messages().stream()
                        .anyMatch(message -> message.topic().equals("te/errors")
                                && message.text().contains("can't be asked for")));
        // After the refusal, and the connections that have ended over it.
        local.publishRetained("te/device/main///twin/b", "2");
        TestingShadows shadows = new TestingShadows(cloud);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(shadows.state(Optional.empty()))
                        .isEqualTo(TestingShadows.read("{\"reported\":{\"a\":1,\"b\":2}}")));
        awaitQuiet(cloud, local);
    }

    /** The link tells of it in its log and its health. */
    @Test
    void answers_thatAreDenied_doNotStopWhatElseThereIs() throws Exception {
        TestingCloud.Simulator cloud =
                cloud(Refusal.ANSWER_AND_DISCONNECT, "iot:Subscribe", "topicfilter/$aws/things/robot-7/shadow/#");
        MqttProbe local = connected();

        publishTwins(local);

        await("requests")
                .atMost(PATIENCE)
                .until(() -> cloud.seen().stream().anyMatch(seen -> seen.topic().contains("/shadow/")));
        awaitQuiet(cloud, local);
    }

    private TestingCloud.Simulator cloud(Refusal how, String action, String resource) throws Exception {
        PolicyDocument policy = PolicyDocument.parse("""
                {"Version":"2012-10-17","Statement":[
                  {"Effect":"Allow","Action":"iot:*","Resource":"*"},
                  {"Effect":"Deny","Action":"%s","Resource":"arn:aws:iot:eu-central-1:1:%s"}]}""".formatted(action, resource));
        TestingCloud.Simulator cloud =
                world.cloudSimulator(options -> options.policy(policy).unauthorized(how));
        world.networkTo(cloud);
        return cloud;
    }

    private MqttProbe connected() throws Exception {
        world.connectedGateway();
        return world.probe();
    }

    private static void publishTwins(MqttProbe local) {
        local.publishRetained("te/device/main///twin/a", "1");
        for (int i = 1; i < ENTITIES; i++) {
            local.publishRetained("te/device/child" + i + "///twin/a", "1");
        }
    }

    /** Telemetry is delivered, and the connection lasts. */
    private static void awaitQuiet(TestingCloud.Simulator cloud, MqttProbe local) {
        local.publish("te/device/main///m/last", "{\"x\":1}");
        await("telemetry")
                .atMost(PATIENCE)
                .until(() -> cloud.seen().stream().anyMatch(seen -> seen.topic().endsWith("/m/last")));
        long before = cloud.simulator().counters().connections();
        assertThat(before).isLessThanOrEqualTo(4);
        await("a connection that lasts")
                .atMost(Duration.ofSeconds(4))
                .during(Duration.ofSeconds(3))
                .until(() -> cloud.simulator().counters().connections() == before);
    }
}

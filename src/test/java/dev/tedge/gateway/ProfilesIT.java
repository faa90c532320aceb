package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.config.CloudProfile;
import dev.tedge.gateway.TestingCloud.Seen;
import dev.tedge.mqttserver.MqttServer;
import dev.tedge.mqttserver.MqttServerConfig;
import dev.tedge.mqttserver.MqttServerHooks;
import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.TestingIdentity;
import dev.tedge.testing.TestingIdentity.PemFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways on one configuration directory, each with a cloud of its own. */
class ProfilesIT {

    private static final Optional<CloudProfile> SECOND = Optional.of(CloudProfile.of("second"));
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private TestingWorld world;
    private TestingCloud.Simulator firstCloud;
    private TestingCloud.Simulator secondCloud;

    @BeforeEach
    void begin(@TempDir Path directory) throws IOException {
        world = new TestingWorld(directory);
        firstCloud = world.cloudSimulator();
        world.networkTo(firstCloud);
        TestingIdentity device = world.authority.device("robot-8");
        secondCloud = world.begin(TestingCloud.simulator(world.authority, device, options -> options));
        PemFiles files = device.write(world.config(), "second");
        world.set("aws.profiles.second.url", "localhost")
                .set("aws.profiles.second.mqtt.port", Integer.toString(secondCloud.port()))
                .set(
                        "aws.profiles.second.root_cert_path",
                        world.authority.writeAuthority(world.config()).toString())
                .set("aws.profiles.second.device.cert_path", files.certificate().toString())
                .set("aws.profiles.second.device.key_path", files.key().toString())
                .set("aws.profiles.second.bridge.topic_prefix", "aws-second")
                .set("aws.profiles.second.pacer.enabled", "false");
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void profiles_runBesideEachOther_withNothingInCommon() throws Exception {
        MqttServer broker =
                world.begin(MqttServer.start(MqttServerConfig.defaults().withPort(0), new MqttServerHooks() {}));
        world.localAt("127.0.0.1", broker.port());
        Gateway first = world.begin(Gateway.startBesideOthers(world.settings()));
        Gateway second = Gateway.startBesideOthers(world.settings(SECOND));
        TestingWorld.awaitUp(first);
        TestingWorld.awaitUp(second);
        MqttProbe probe = world.probe();

        probe.publish("te/device/main///m/t", "{\"time\":1,\"t\":2}");
        probe.publish("aws-second/td/x", "to the second alone");
        firstCloud.publish("thinedge/robot-7/cmd/x", "to robot-7");
        secondCloud.publish("thinedge/robot-8/cmd/x", "to robot-8");

        await().untilAsserted(() -> {
            assertThat(firstCloud.seen()).contains(measurement("robot-7"));
            assertThat(secondCloud.seen())
                    .contains(measurement("robot-8"), new Seen("thinedge/robot-8/td/x", "to the second alone"));
        });
        assertThat(firstCloud.seen()).extracting(Seen::payload).doesNotContain("to the second alone");
        probe.await("a command", message -> is(message.topic(), "aws/cmd/x"), PATIENCE);
        probe.await("a command", message -> is(message.topic(), "aws-second/cmd/x"), PATIENCE);
        assertThat(world.config().resolve(".tedge-mapper-aws")).isDirectory();
        assertThat(world.config().resolve(".tedge-mapper-aws-second")).isDirectory();

        second.close();

        probe.await(
                "the end of the second",
                message -> is(message.topic(), "te/device/main/service/tedge-mapper-aws-second/status/health")
                        && message.text().contains("down"),
                PATIENCE);
        assertThat(first.local().up() && first.aws().up()).isTrue();
    }

    @Test
    void embeddedBroker_isBroughtByTheFirst_andUsedByTheSecond() throws Exception {
        world.localEmbedded();
        Gateway second = world.begin(Gateway.startBesideOthers(world.settings(SECOND)));
        Gateway first = world.begin(Gateway.startBesideOthers(world.settings()));

        TestingWorld.awaitUp(first);
        TestingWorld.awaitUp(second);

        assertThat(second.embeddedBrokerPort()).isPresent();
        assertThat(first.embeddedBrokerPort()).isEmpty();
    }

    private static boolean is(String topic, String expected) {
        return topic.equals(expected);
    }

    private static Seen measurement(String thing) {
        return new Seen("thinedge/%s/td/device:main/m/t".formatted(thing), "{\"time\":1,\"t\":2}");
    }
}

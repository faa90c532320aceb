package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.policy.IotAction;
import dev.tedge.policy.LeastPolicy;
import dev.tedge.policy.Scope;
import dev.tedge.simulator.policy.PolicyDocument;
import dev.tedge.testing.MqttProbe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The policy that {@code tedge aws policy} prints is enough for shadows, however much of them is switched on. */
class ShadowPolicyIT {

    private TestingWorld world;

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        world = new TestingWorld(directory);
        world.localEmbedded();
    }

    @AfterEach
    void end() {
        world.close();
    }

    @ParameterizedTest(name = "kept the same {0}, raw requests {1}")
    @CsvSource({"true,true", "true,false", "false,true", "false,false"})
    void policy_isEnough_andNoMore(boolean sync, boolean raw) throws Exception {
        world.set("aws.shadow.sync", Boolean.toString(sync));
        if (!raw) {
            Files.createFile(
                    Files.createDirectories(world.config().resolve("routes")).resolve("shadow.camel.yaml.disabled"));
        }
        RouteNeeds needs = RouteNeeds.of(world.settings(), RouteNeeds.ANY_THING, List.of());
        String policy = LeastPolicy.of(needs.all(), new Scope(Optional.empty(), Optional.empty()))
                .indented();

        assertThat(policy.contains("/shadow/")).isEqualTo(sync || raw);
        for (String shadow : List.of("/shadow/", "/shadow/name/*/")) {
            assertThat(mayPublish(needs, shadow + "get")).isEqualTo(sync || raw);
            assertThat(mayPublish(needs, shadow + "update")).isEqualTo(sync || raw);
            assertThat(mayPublish(needs, shadow + "delete")).isEqualTo(raw);
        }

        TestingCloud.Simulator cloud = world.cloudSimulator(options -> options.policy(PolicyDocument.parse(policy)));
        world.networkTo(cloud);
        world.connectedGateway();
        MqttProbe local = world.probe();
        if (raw) {
            local.publish("aws/shadow/name/n/get", "");
            local.await("aws/shadow/name/n/get/rejected");
        }
        if (sync) {
            TestingShadows shadows = new TestingShadows(cloud);
            local.publishRetained("te/device/main///twin/a", "1");
            local.publishRetained("te/device/child1///twin/a", "1");
            for (Optional<String> shadow : List.of(Optional.<String>empty(), Optional.of("device:child1"))) {
                await().untilAsserted(() ->
                        assertThat(shadows.state(shadow)).isEqualTo(TestingShadows.read("{\"reported\":{\"a\":1}}")));
            }
        }
        assertThat(cloud.simulator().counters().connections()).isEqualTo(1);
    }

    private static boolean mayPublish(RouteNeeds needs, String end) {
        return needs.all().stream()
                .anyMatch(need ->
                        need.action() == IotAction.PUBLISH && need.name().endsWith("}" + end));
    }
}

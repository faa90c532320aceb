package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.certificate.CertificateDetails;
import dev.tedge.config.TedgeConfig;
import dev.tedge.gateway.TestingCloud.Seen;
import dev.tedge.policy.LeastPolicy;
import dev.tedge.policy.Scope;
import dev.tedge.simulator.policy.PolicyDocument;
import dev.tedge.testing.MqttProbe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway at the simulator, under the policy that {@code tedge aws policy} prints; the simulator reads it by itself. */
class LeastPolicyIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

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

    @Test
    void allBuiltInRoutes_work_andNothingElse() throws Exception {
        TestingCloud.Simulator cloud = connected();
        MqttProbe local = world.probe();

        local.publish("te/device/main///m/t", "{\"time\":1}");
        local.publish("aws/td", "custom");
        local.publish("aws/td/x/y", "deeper");
        local.publish("aws/shadow/update", "{\"state\":{\"reported\":{\"a\":1}}}");
        local.publish("aws/shadow/name/n/get", "");
        local.publish("aws/test-connection", "echo");
        cloud.publish("thinedge/robot-7/cmd/restart", "now");

        awaitOn(cloud, new Seen("thinedge/robot-7/td/device:main/m/t", "{\"time\":1}"));
        awaitOn(cloud, new Seen("thinedge/robot-7/td", "custom"));
        awaitOn(cloud, new Seen("thinedge/robot-7/td/x/y", "deeper"));
        for (String topic : List.of(
                "aws/shadow/update/accepted",
                "aws/shadow/name/n/get/rejected",
                "aws/connection-success",
                "aws/cmd/restart")) {
            await(topic)
                    .atMost(PATIENCE)
                    .until(() -> local.messages().stream()
                            .anyMatch(message -> message.topic().equals(topic)));
        }
        assertThat(cloud.simulator().counters().connections()).isEqualTo(1);
    }

    @Test
    void ownRoute_works() throws Exception {
        route("own.camel.yaml", "factory/#", "factory/out");
        TestingCloud.Simulator cloud = connected();

        world.publisher().publish("factory/x", "allowed");

        awaitOn(cloud, new Seen("factory/out", "allowed"));
    }

    @Test
    void whatThePolicyWasNotMadeFor_isRefused() throws Exception {
        String policy = policy();
        route("foreign.camel.yaml", "factory/#", "foreign/out");
        TestingCloud.Simulator cloud = world.cloudSimulator(options -> options.policy(PolicyDocument.parse(policy)));
        world.networkTo(cloud);
        world.connectedGateway();
        MqttProbe local = world.probe();

        local.publish("factory/x", "foreign");

        assertThat(local.await("a report", message -> message.topic().equals("te/errors"), Duration.ofSeconds(60))
                        .text())
                .contains("not authorized (0x87)");
        assertThat(cloud.seen()).extracting(Seen::topic).doesNotContain("foreign/out");
    }

    private TestingCloud.Simulator connected() throws Exception {
        String policy = policy();
        TestingCloud.Simulator cloud = world.cloudSimulator(options -> options.policy(PolicyDocument.parse(policy)));
        world.networkTo(cloud);
        world.connectedGateway();
        return cloud;
    }

    private String policy() {
        TedgeConfig config = TedgeConfig.load(world.config(), Map.of(), CertificateDetails::commonName);
        RouteNeeds needs = RouteNeeds.of(config, RouteNeeds.ANY_THING, List.of());
        return LeastPolicy.of(needs.all(), new Scope(Optional.empty(), Optional.empty()))
                .indented();
    }

    private void route(String file, String from, String to) throws Exception {
        Files.writeString(
                Files.createDirectories(world.config().resolve("routes")).resolve(file), """
                - route:
                    id: own
                    routeConfigurationId: report-errors
                    from:
                      uri: "local:%s"
                      steps:
                        - to:
                            uri: "aws:%s"
                """.formatted(from, to));
    }

    private static void awaitOn(TestingCloud cloud, Seen message) {
        await(message.toString()).atMost(PATIENCE).until(() -> cloud.seen().contains(message));
    }
}

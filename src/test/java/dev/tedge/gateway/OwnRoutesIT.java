package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.gateway.TestingCloud.Seen;
import dev.tedge.testing.MqttProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes of the user's own, beside and instead of the built-in ones. */
class OwnRoutesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private TestingWorld world;
    private TestingCloud cloud;

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        world = new TestingWorld(directory);
        world.localEmbedded();
        cloud = world.cloudSimulator();
        world.networkTo(cloud);
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void ownFile_isAdded() throws Exception {
        route("extra.camel.yaml", "extra", "factory/line/+", "thinedge/robot-7/td/line");

        world.connectedGateway();
        MqttProbe local = world.probe();
        local.publish("factory/line/7", "seven");
        local.publish("aws/td/built-in", "still there");

        cloud.awaitSeen("thinedge/robot-7/td/line", "seven");
        cloud.awaitSeen("thinedge/robot-7/td/built-in", "still there");
    }

    @Test
    void ownFile_replacesTheBuiltInOne_ofTheSameName() throws Exception {
        route("custom.camel.yaml", "custom", "aws/td/#", "thinedge/robot-7/td/mine");

        world.connectedGateway();
        world.probe().publish("aws/td/a", "a");

        cloud.awaitSeen("thinedge/robot-7/td/mine", "a");
        assertThat(cloud.seen()).extracting(Seen::topic).doesNotContain("thinedge/robot-7/td/a");
    }

    @Test
    void builtInFile_isOff_whenDisabled() throws Exception {
        Files.createFile(routes().resolve("custom.camel.yaml.disabled"));

        world.connectedGateway();
        MqttProbe local = world.probe();
        local.publish("aws/td/a", "a");
        local.publish("te/device/main///m/t", "{\"time\":1}");

        cloud.awaitSeen("thinedge/robot-7/td/device:main/m/t", "{\"time\":1}");
        assertThat(cloud.seen()).extracting(Seen::topic).doesNotContain("thinedge/robot-7/td/a");
    }

    @Test
    void headers_sayWhatAMessageIsAbout() throws Exception {
        Files.writeString(routes().resolve("telemetry.camel.yaml"), """
                - route:
                    id: telemetry
                    routeConfigurationId: report-errors
                    from:
                      uri: "local:te/#,elsewhere/#"
                      steps:
                        - setBody:
                            expression:
                              simple:
                                expression: "${header.tedgeEntity}|${header.tedgeSource}|${header.tedgeChannel}|${header.tedgeType}|"
                        - to:
                            uri: aws:thinedge/robot-7/td/headers
                """);

        world.connectedGateway();
        MqttProbe local = world.probe();
        local.publish("te/device/main/service/camera/m/environment", "{}");
        local.publish("te/device/main//", "{}");
        local.publish("elsewhere/device/main///m/t", "{}");

        cloud.awaitSeen(
                "thinedge/robot-7/td/headers", "device/main/service/camera|device:main:service:camera|m|environment|");
        cloud.awaitSeen("thinedge/robot-7/td/headers", "device/main//|device:main|||");
        cloud.awaitSeen("thinedge/robot-7/td/headers", "||||");
    }

    @Test
    void aFilterThatAwsForbids_doesNotKeepTheOthersFromWorking() throws Exception {
        Files.writeString(routes().resolve("forbidden.camel.yaml"), """
                - route:
                    id: forbidden
                    from:
                      uri: "aws:somebody/else/#"
                      steps:
                        - to: "local:never"
                """);

        Gateway gateway = world.gateway();
        await("the second connection, without the filter")
                .atMost(Duration.ofSeconds(60))
                .until(() -> gateway.aws().up()
                        && gateway.aws().refusedFilters().stream().anyMatch(filter -> filter.contains("ends the")));
        await("local").atMost(PATIENCE).until(() -> gateway.local().up());
        world.probe().publish("aws/td/a", "a");

        cloud.awaitSeen("thinedge/robot-7/td/a", "a");
        assertThat(gateway.aws().lastFailure().orElseThrow().suspects()).containsExactly("somebody/else/#");
    }

    private void route(String file, String id, String from, String to) throws IOException {
        Files.writeString(routes().resolve(file), """
                - route:
                    id: %s
                    routeConfigurationId: report-errors
                    from:
                      uri: "local:%s"
                      steps:
                        - to: "aws:%s"
                """.formatted(id, from, to));
    }

    private Path routes() throws IOException {
        return Files.createDirectories(world.config().resolve("routes"));
    }
}

package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.gateway.TestingCloud.Seen;
import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.process.RequiresMosquitto;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A route whose filter overlaps a built-in one, while it is there and after it is gone. */
@RequiresMosquitto
class RemovedRouteIT {

    private static final String LOCAL = "te/device/main///m/t";
    private static final String MAPPED = "thinedge/robot-7/td/device:main/m/t";
    private static final String COPY = "thinedge/robot-7/td/copy";

    @Test
    void eachRouteGetsAMessageOnce_andARemovedRouteLeavesNothingBehind(@TempDir Path directory) throws Exception {
        try (TestingWorld world = new TestingWorld(directory)) {
            world.localMosquitto();
            TestingCloud cloud = world.cloudSimulator();
            world.networkTo(cloud);
            Path route =
                    Files.createDirectories(world.config().resolve("routes")).resolve("copy.camel.yaml");
            Files.writeString(route, """
                    - route:
                        id: copy
                        from:
                          uri: "local:%s"
                          steps:
                            - to: "aws:%s"
                    """.formatted(LOCAL, COPY));
            MqttProbe local = world.probe();
            try (Gateway gateway = world.connectedGateway()) {
                local.publish(LOCAL, "{\"time\":1}");
                local.publish("aws/td/marker", "1");
                cloud.awaitSeen("thinedge/robot-7/td/marker", "1");
                assertThat(gateway.local().up()).isTrue();
            }
            assertThat(topics(cloud)).containsOnlyOnce(MAPPED, COPY);

            Files.delete(route);
            world.connectedGateway();
            local.publish(LOCAL, "{\"time\":2}");
            local.publish("aws/td/marker", "2");
            cloud.awaitSeen("thinedge/robot-7/td/marker", "2");
            assertThat(topics(cloud)).containsOnlyOnce(COPY);
            assertThat(cloud.seen())
                    .filteredOn(new Seen(MAPPED, "{\"time\":2}")::equals)
                    .hasSize(1);
        }
    }

    private static List<String> topics(TestingCloud cloud) {
        return cloud.seen().stream().map(Seen::topic).toList();
    }
}

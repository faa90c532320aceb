package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.gateway.TestingCloud.Seen;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway at a simulated cloud that stops, starts and limits. */
class SimulatedCloudIT {

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
    void cloud_isTheSameAfterARestart_andKeepsWhatItHasSeen() throws Exception {
        TestingCloud.Simulator cloud = world.cloudSimulator();
        world.networkTo(cloud);
        Gateway gateway = world.connectedGateway();
        Seen before = new Seen("thinedge/robot-7/td/x", "before");
        world.publisher().publish("aws/td/x", "before");
        await().untilAsserted(() -> assertThat(cloud.seen()).contains(before));

        cloud.stop();
        await().until(() -> !gateway.aws().up());
        cloud.start();
        TestingWorld.awaitUp(gateway);
        world.publisher().publish("aws/td/x", "after");

        await().untilAsserted(() ->
                assertThat(cloud.seen()).containsSubsequence(before, new Seen("thinedge/robot-7/td/x", "after")));
        assertThat(cloud.simulator().counters().connections()).isEqualTo(1);
    }

    @Test
    void load_arrivesInOrder_atItsRate() throws Exception {
        TestingCloud.Simulator cloud = world.cloudSimulator();
        world.networkTo(cloud);
        world.connectedGateway();

        TestingLoad load = TestingLoad.begin(
                TestingLoad.Plan.STANDARD.count(500).topics(20).perSecond(500), world.publisher(), cloud);

        load.awaitArrived(100);
        load.awaitAll("Paced load");
        assertThat(load.duplicates()).isZero();
    }
}

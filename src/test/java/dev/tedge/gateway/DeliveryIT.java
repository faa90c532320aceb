package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.TcpProxy;
import dev.tedge.testing.process.MosquittoProcess;
import dev.tedge.testing.process.RequiresMosquitto;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that the local broker has acknowledged is lost, whatever breaks. */
@RequiresMosquitto
class DeliveryIT {

    private TestingWorld world;
    private MosquittoProcess local;
    private TestingCloud.Mosquitto cloud;
    private TcpProxy network;

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        world = new TestingWorld(directory);
        local = world.localMosquitto();
        cloud = world.cloudMosquitto();
        network = world.networkTo(cloud);
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void allMessages_arrive_whenTheCloudStopsTwice() throws Exception {
        world.connectedGateway();
        TestingLoad load = TestingLoad.begin(world.publisher(), cloud.observer());

        load.awaitArrived(1_000);
        cloud.stop();
        load.awaitPublished();
        cloud.start();
        load.awaitArrived(5_000);
        cloud.stop();
        cloud.start();

        load.awaitAll("Cloud stopped twice");
    }

    @Test
    void allMessages_arrive_whenTheNetworkBreaksSeveralTimes() throws Exception {
        world.connectedGateway();
        TestingLoad load = TestingLoad.begin(world.publisher(), cloud.observer());

        for (int arrived = 500; arrived <= 8_500; arrived += 2_000) {
            load.awaitArrived(arrived);
            // Or two cuts would fall into one pause.
            await("a connection to cut").until(() -> network.openConnections() == 1);
            network.cut();
        }

        load.awaitAll("Network cut 5 times");
        // The last messages may have arrived before the last cut.
        await("a new connection after each cut")
                .untilAsserted(() -> assertThat(network.connections()).isEqualTo(6));
    }

    @Test
    void allMessages_arrive_whenTheLocalBrokerRestarts() throws Exception {
        world.connectedGateway();
        network.hold();
        TestingLoad load = TestingLoad.begin(world.publisher(), cloud.observer());

        load.awaitPublished();
        local.restart();
        network.release();
        load.awaitArrived(3_000);
        local.restart();

        load.awaitAll("Local broker restarted twice");
    }

    @Test
    void allMessages_arrive_whenTheGatewayIsClosedAndStartedAgain() throws Exception {
        Gateway first = world.connectedGateway();
        TestingLoad load = TestingLoad.begin(world.publisher(), cloud.observer());

        load.awaitArrived(1_000);
        first.close();
        try (MqttProbe more = world.publisher()) {
            more.publish("aws/td/while-closed", "kept");
        }
        world.connectedGateway();

        load.awaitAll("Gateway closed");
        cloud.observer().await("thinedge/robot-7/td/while-closed");
    }
}

package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.TcpProxy;
import dev.tedge.testing.process.MosquittoProcess;
import dev.tedge.testing.process.RequiresMosquitto;
import dev.tedge.testing.process.TedgeProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever starts first, nothing is lost; the same when it ends while the other side is away. */
@RequiresMosquitto
class StartOrderST {

    private TestingWorld world;

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        world = new TestingWorld(directory);
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void allMessages_arrive_whenTheGatewayStartsBeforeTheLocalBrokerAndTheCloud() throws Exception {
        MosquittoProcess local = world.localMosquitto();
        TestingCloud cloud = world.cloudMosquitto();
        world.networkTo(cloud);
        cloud.stop();
        local.stop();

        TedgeProcess gateway = world.process();
        gateway.awaitLine("local: 127.0.0.1:" + local.port() + " can't be reached");
        local.start();
        gateway.awaitLine("local: connected to");
        TestingLoad load = TestingLoad.begin(TestingLoad.Plan.STANDARD, world.publisher(), cloud);
        load.awaitPublished(5_000);
        cloud.start();

        load.awaitAll("Gateway first, then local broker, then cloud");
    }

    @Test
    void allMessages_arrive_whenTheLocalBrokerStartsAfterTheCloudIsConnected() throws Exception {
        MosquittoProcess local = world.localMosquitto();
        TestingCloud cloud = world.cloudMosquitto();
        world.networkTo(cloud);
        local.stop();

        TedgeProcess gateway = world.process();
        gateway.awaitLine("aws: connected to");
        local.start();
        gateway.awaitLine("local: connected to");
        TestingLoad load = TestingLoad.begin(TestingLoad.Plan.STANDARD, world.publisher(), cloud);

        load.awaitAll("Gateway first, then cloud, then local broker");
    }

    /** The embedded broker has no disk of its own, so what it has acknowledged is safe when the gateway has stored it. */
    @Test
    void storedMessages_arrive_whenTheEmbeddedBrokerEndsWithTheLinkDown() throws Exception {
        world.localEmbedded();
        TestingCloud cloud = world.cloudMosquitto();
        TcpProxy network = world.networkTo(cloud);
        network.refuse();
        TedgeProcess gateway = world.process();
        gateway.awaitLine("local: connected to");
        TestingLoad load;
        try (MqttProbe publisher = world.publisher()) {
            load = TestingLoad.begin(TestingLoad.Plan.STANDARD.count(5_000), publisher, cloud);
            load.awaitPublished();
        }
        world.awaitStored(5_000);

        assertThat(gateway.terminate()).isZero();
        network.accept();
        world.process();

        load.awaitAll("Embedded broker ended with the link down");
    }
}

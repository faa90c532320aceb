package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.process.RequiresMosquitto;
import dev.tedge.testing.process.TedgeProcess;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is lost when the gateway itself ends, gently or not. */
@RequiresMosquitto
class DeliveryST {

    private TestingWorld world;
    private TestingCloud.Mosquitto cloud;

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        world = new TestingWorld(directory);
        world.localMosquitto();
        cloud = world.cloudMosquitto();
        world.networkTo(cloud);
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void allMessages_arrive_whenTheGatewayIsTerminatedAndStartedAgain() throws Exception {
        TedgeProcess first = connected(world.process());
        TestingLoad load = TestingLoad.begin(world.publisher(), cloud.observer());

        load.awaitArrived(1_000);
        assertThat(first.terminate()).isZero();
        load.awaitPublished();
        world.process();

        load.awaitAll("Gateway ended by SIGTERM");
    }

    @Test
    void allMessages_arrive_whenTheGatewayIsKilledAndStartedAgain() throws Exception {
        MqttProbe local = world.probe();
        TedgeProcess first = connected(world.process());
        TestingLoad load = TestingLoad.begin(world.publisher(), cloud.observer());

        load.awaitArrived(1_000);
        first.kill();
        local.await(
                "the last will",
                message -> message.topic().equals("te/device/main/service/tedge-mapper-aws/status/health")
                        && message.text().equals("{\"pid\":%d,\"status\":\"down\"}".formatted(first.pid())),
                Duration.ofSeconds(20));
        load.awaitPublished();
        world.process();

        load.awaitAll("Gateway ended by kill -9");
    }

    private static TedgeProcess connected(TedgeProcess process) {
        process.awaitLine("aws: connected to");
        process.awaitLine("local: connected to");
        return process;
    }
}

package dev.tedge.gateway;

import dev.tedge.testing.MqttProbe;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of changed route files have around them: mosquitto, which tells apart what it sends for which filter, and a cloud. */
abstract class RouteFilesScene {

    TestingWorld world;
    TestingCloud.Simulator cloud;
    MqttProbe local;
    TestingRoutes routes;

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        world = new TestingWorld(directory);
        world.localMosquitto();
        cloud = world.cloudSimulator();
        world.networkTo(cloud);
        local = world.probe();
        routes = new TestingRoutes(world, cloud, local);
    }

    @AfterEach
    void end() {
        world.close();
    }
}

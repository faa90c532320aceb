package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tedge.gateway.TestingCloud.Seen;
import dev.tedge.gateway.source.RouteJars;
import dev.tedge.gateway.source.RouteSurroundings;
import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.process.RequiresMosquitto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.RouteWatcherReloadStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that Camel reloads, of which one can't start: what it stood for waits. */
@RequiresMosquitto
class GuestGatewayIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final RouteWatcherReloadStrategy camel = new RouteWatcherReloadStrategy();
    private TestingWorld world;
    private TestingCloud.Simulator cloud;
    private MqttProbe local;
    private Path routes;
    private GuestGateway gateway;

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        world = new TestingWorld(directory);
        world.localMosquitto();
        cloud = world.cloudSimulator();
        world.networkTo(cloud);
        local = world.probe();
        routes = world.newDirectory("routes");
        gateway = world.begin(GuestGateway.open(world.settings()));
        world.begin(context::stop);
        try (RouteSurroundings surroundings =
                new RouteSurroundings(world.settings(), TestingWorld.THING, RouteJars.none())) {
            surroundings.prepareWithoutCode(context);
        }
        gateway.beans().forEach(context.getRegistry()::bind);
        camel.setRemoveAllRoutes(false);
        context.addService(camel);
        write("one", "aws:thinedge/robot-7/td/one");
        write("two", "aws:thinedge/robot-7/td/two");
        PluginHelper.getRoutesLoader(context).loadRoutes(file("one"), file("two"));
        context.start();
        gateway.begin(context);
        await("both links and both routes").atMost(PATIENCE).until(() -> {
            local.publish("to/one", "first");
            return cloud.seen().contains(new Seen("thinedge/robot-7/td/one", "first"));
        });
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void messagesOfARouteThatIsMissing_wait_whateverElseIsReloaded() throws Exception {
        write("one", "log:x?nonsense=1");
        assertThatThrownBy(() -> reload("one")).hasMessageContaining("nonsense");
        assertThat(context.getRoute("one")).isNull();
        local.publish("to/one", "kept 1");

        write("two", "aws:thinedge/robot-7/td/changed");
        assertThatThrownBy(() -> reload("two")).hasMessageContaining("nonsense");
        local.publish("to/one", "kept 2");
        // A file without routes.
        gateway.reload(file("two"), () -> {});
        local.publish("to/one", "kept 3");
        local.publish("to/two", "kept, too");

        write("one", "aws:thinedge/robot-7/td/one");
        reload("one");
        for (int number = 1; number <= 3; number++) {
            awaitSeen("one", "kept " + number);
        }
        awaitSeen("changed", "kept, too");
    }

    @Test
    void routeThatItsFileHasNoMore_isNotWaitedFor() throws Exception {
        write("one", "log:x?nonsense=1");
        assertThatThrownBy(() -> reload("one")).hasMessageContaining("nonsense");

        Files.writeString(
                routes.resolve("one.yaml"),
                Files.readString(routes.resolve("two.yaml")).replace("two", "other"));
        reload("one");

        local.publish("to/two", "goes on");
        awaitSeen("two", "goes on");
    }

    private void write(String name, String target) throws IOException {
        Files.writeString(routes.resolve(name + ".yaml"), """
                - route:
                    id: %s
                    from:
                      uri: "local:to/%s"
                      steps:
                        - to: "%s"
                """.formatted(name, name, target));
    }

    private Resource file(String name) {
        return ResourceHelper.resolveResource(context, "file:" + routes.resolve(name + ".yaml"));
    }

    private void reload(String name) throws Exception {
        gateway.reload(file(name), () -> camel.getResourceReload().onReload(name + ".yaml", file(name)));
    }

    private void awaitSeen(String topic, String payload) {
        await(payload)
                .atMost(PATIENCE)
                .until(() -> cloud.seen().contains(new Seen("thinedge/robot-7/td/" + topic, payload)));
    }
}

package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.certificate.CertificateDetails;
import dev.tedge.config.TedgeConfig;
import dev.tedge.gateway.TestingCloud.Seen;
import dev.tedge.gateway.listing.RouteListing;
import dev.tedge.gateway.source.RouteSurroundings;
import dev.tedge.gateway.source.TestingJar;
import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.ReceivedMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes and beans in jars of the user's. */
class JavaRouteIT {

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
    void theExample_isFound_andItsBeanWorksInYamlToo() throws Exception {
        TestingJar.ofFolder(Path.of("deploy/examples/java-route/src/main/java"), lib().resolve("java-route.jar"));
        Files.writeString(
                Files.createDirectories(world.config().resolve("routes")).resolve("indoor.camel.yaml"), """
                - beans:
                    - name: byType
                      type: com.example.tedge.DewPoint
                - route:
                    id: indoor
                    routeConfigurationId: report-errors
                    from:
                      uri: "local:indoor"
                      steps:
                        - setBody:
                            expression:
                              simple:
                                expression: "${bean:dewPoint?method=json(20, 50)} ${bean:byType?method=json(25, 50)}"
                        - to:
                            uri: "aws:thinedge/robot-7/td/indoor"
                """);

        world.connectedGateway();
        MqttProbe local = world.probe();
        local.publish("te/device/attic///m/environment", "{\"temperature\":21.5,\"humidity\":60,\"time\":1}");
        local.publish("te/device/attic///m/environment", "{\"temperature\":21.5,\"time\":2}");
        local.publish("te/device/cellar///m/environment", "{\"temperature\":9,\"humidity\":0,\"time\":3}");
        local.publish("indoor", "now");

        cloud.awaitSeen("thinedge/robot-7/td/device:attic/m/dew-point", "{\"dewPoint\":13.4,\"time\":1}");
        cloud.awaitSeen("thinedge/robot-7/td/indoor", "{\"dewPoint\":9.3} {\"dewPoint\":13.9}");
        cloud.awaitSeen("thinedge/robot-7/td/device:attic/m/environment", "{\"temperature\":21.5,\"time\":2}");
        local.await("te/errors");
        assertThat(local.messages())
                .filteredOn(message -> message.topic().equals("te/errors"))
                .extracting(ReceivedMessage::text)
                .containsExactly("Failed to forward the message on te/device/cellar///m/environment:"
                        + " NoDewPointException in the route dew-point, step dew-point-calculate");
        assertThat(cloud.seen())
                .extracting(Seen::topic)
                .containsOnlyOnce("thinedge/robot-7/td/device:attic/m/dew-point");
    }

    @Test
    void aBadJar_isLeftOut_andTheOthersWork() throws Exception {
        Files.writeString(lib().resolve("broken.jar"), "no jar");
        TestingJar.ofClass("Failing", """
                public class Failing extends org.apache.camel.builder.RouteBuilder {
                    public void configure() {
                        throw new IllegalStateException("no licence");
                    }
                }
                """, lib().resolve("failing.jar"));
        TestingJar.ofClass("Nowhere", """
                public class Nowhere extends org.apache.camel.builder.RouteBuilder {
                    public void configure() {
                        from("local:nowhere").to("no-such-component:x");
                    }
                }
                """, lib().resolve("nowhere.jar"));
        TestingJar.ofClass("Copy", """
                public class Copy extends org.apache.camel.builder.RouteBuilder {
                    public void configure() {
                        from("local:copy").to("aws:thinedge/robot-7/td/copy");
                    }
                }
                """, lib().resolve("good.jar"));

        assertThat(new RouteListing(surroundings()).files())
                .filteredOn(file -> file.name().startsWith("lib/"))
                .extracting(file -> file.state() + " " + file.name())
                .containsExactly(
                        "added lib/good.jar (Copy)",
                        "failed lib/broken.jar",
                        "failed lib/failing.jar (Failing)",
                        "failed lib/nowhere.jar (Nowhere)");

        world.connectedGateway();
        world.probe().publish("copy", "good");
        world.probe().publish("aws/td/a", "a");

        cloud.awaitSeen("thinedge/robot-7/td/copy", "good");
        cloud.awaitSeen("thinedge/robot-7/td/a", "a");
    }

    private RouteSurroundings surroundings() throws IOException {
        TedgeConfig config = TedgeConfig.load(world.config(), Map.of(), CertificateDetails::commonName);
        return new RouteSurroundings(config, "robot-7");
    }

    private Path lib() throws IOException {
        return Files.createDirectories(world.config().resolve("lib"));
    }
}

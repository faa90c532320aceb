package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.gateway.TestingCloud.Seen;
import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.Recipe;
import dev.tedge.testing.process.TedgeProcess;
import dev.tedge.testing.process.TedgeProgram;
import dev.tedge.testing.process.TedgeProgram.Finished;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recipe for OPC UA as its README tells it, with the packaged program. */
class OpcUaST {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path RECIPE = Recipe.FOLDER.resolve("opc-ua");

    /** What the pom of the recipe gathers. */
    private static List<Path> jars;

    private TestingWorld world;
    private TestingCloud cloud;
    private TedgeProgram tedge;

    @BeforeAll
    static void gather(@TempDir Path directory) throws Exception {
        Files.copy(RECIPE.resolve("pom.xml"), directory.resolve("pom.xml"));
        Path output = directory.resolve("maven.txt");
        Process maven = new ProcessBuilder("mvn", "-q", "-B", "-f", directory.toString(), "package")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(maven.waitFor()).as(output::toString).isZero();
        try (Stream<Path> files = Files.list(directory.resolve("target/lib"))) {
            jars = files.toList();
        }
    }

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        world = new TestingWorld(directory);
        world.localEmbedded();
        world.set("aws.mapper.timestamp", "false");
        cloud = world.cloudSimulator();
        world.networkTo(cloud);
        tedge = new TedgeProgram(world.config());
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void value_goesToAws_whenItIsGood() throws Exception {
        TestingController controller = controller();
        installRoutes(controller.port());
        world.settings();
        assertMissing(tedge.run("routes", "check"));
        installJars();

        TedgeProcess gateway = world.process();
        gateway.awaitLine("aws: connected");
        MqttProbe local = world.probe();
        awaitLast("{\"temperature\":21.5}");
        controller.setBad(99.9);
        local.await(
                "a bad value",
                message -> message.topic().equals("good") && message.text().equals("false"),
                PATIENCE);
        controller.set(22.5);
        awaitLast("{\"temperature\":22.5}");

        assertThat(measured()).containsExactly("{\"temperature\":21.5}", "{\"temperature\":22.5}");
        assertThat(gateway.terminate()).isZero();
    }

    @Test
    void jars_haveNothing_thatTheGatewayBrings() throws IOException {
        Set<String> brought = classes(Path.of(System.getProperty("tedge.jar")));
        for (Path jar : jars) {
            assertThat(classes(jar)).as("%s", jar).isNotEmpty().doesNotContainAnyElementsOf(brought);
        }
    }

    private TestingController controller() throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (Path jar : jars) {
            urls.add(jar.toUri().toURL());
        }
        return world.begin(new TestingController(
                world.begin(
                        new URLClassLoader(urls.toArray(URL[]::new), getClass().getClassLoader())),
                21.5));
    }

    /** The recipe with the address changed, and a route that tells whether the controller trusts the value. */
    private void installRoutes(int port) throws IOException {
        Path routes = Files.createDirectories(world.config().resolve("routes"));
        String recipe = Files.readString(RECIPE.resolve("opc-ua.camel.yaml"));
        Files.writeString(routes.resolve("opc-ua.camel.yaml"), recipe.replace(":4840", ":" + port));
        Files.writeString(routes.resolve("good.camel.yaml"), """
                - route:
                    id: good
                    from:
                      uri: "milo-client:opc.tcp://127.0.0.1:%d"
                      parameters:
                        node: "RAW(ns=2;s=Line1.Temperature)"
                        samplingInterval: 500
                        overrideHost: true
                        allowedSecurityPolicies: None
                      steps:
                        - setBody:
                            expression:
                              simple:
                                expression: "${body.statusCode.isGood()}"
                                resultType: java.lang.String
                        - to: "local:good"
                """.formatted(port));
    }

    private void installJars() throws IOException {
        Path lib = Files.createDirectories(world.config().resolve("lib"));
        for (Path jar : jars) {
            Files.copy(jar, lib.resolve(jar.getFileName()));
        }
    }

    private void awaitLast(String payload) {
        await(payload).atMost(PATIENCE).until(() -> measured().contains(payload));
    }

    private List<String> measured() {
        return cloud.seen().stream()
                .filter(seen -> seen.topic().equals("thinedge/robot-7/td/device:main/m/line1"))
                .map(Seen::payload)
                .toList();
    }

    private static void assertMissing(Finished check) {
        assertThat(check.exitCode()).isEqualTo(1);
        assertThat(check.out() + check.err())
                .contains("opc-ua.camel.yaml:12:")
                .contains("there is no component 'milo-client': correct its name, or put camel-milo.jar");
    }

    private static Set<String> classes(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.endsWith(".class") && !name.endsWith("module-info.class"))
                    .collect(Collectors.toSet());
        }
    }
}

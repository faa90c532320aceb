package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.gateway.TestingCloud.Seen;
import dev.tedge.gateway.source.RouteFile;
import dev.tedge.gateway.source.RouteFiles;
import dev.tedge.testing.FreePort;
import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.process.CamelCli;
import dev.tedge.testing.process.RequiresMosquitto;
import dev.tedge.testing.process.TedgeProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The route files under the Camel CLI, with the packaged jar on the command line. */
@RequiresMosquitto
class CamelRunST {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path cliDirectory;

    private static CamelCli anyCli;

    private TestingWorld world;
    private TestingCloud.Simulator cloud;
    private MqttProbe local;
    private CamelCli camel;
    private Path routes;

    @BeforeAll
    static void gather() throws Exception {
        anyCli = CamelCli.gather(cliDirectory, cliDirectory);
    }

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        world = new TestingWorld(directory);
        world.localMosquitto();
        cloud = world.cloudSimulator();
        world.networkTo(cloud);
        local = world.probe();
        camel = anyCli.with(world.config());
        routes = world.newDirectory("routes");
        for (String name : RouteFiles.BUILT_IN) {
            RouteFile file = RouteFiles.builtIn(name).orElseThrow();
            Files.writeString(routes.resolve(name), file.text().orElseThrow());
        }
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void messagesPass_andAChangedFileIsInForce_withoutLoss() throws Exception {
        TedgeProcess run = connected("--dev");
        local.publish("te/device/main///m/env", "{\"temperature\":21,\"time\":1}");
        awaitSeen("device:main/m/env", "{\"temperature\":21,\"time\":1}");
        cloud.publish("thinedge/robot-7/cmd/hello", "from the cloud");
        assertThat(local.await("aws/cmd/hello").text()).isEqualTo("from the cloud");

        assertThat(camel.say("ps")).contains("tedge", "Running");
        assertThat(camel.say("get", "route")).contains("telemetry", "health-check", "Started");
        assertThat(world.ask("status").at("/links/aws/state").asText()).isEqualTo("up");

        TestingLoad load =
                TestingLoad.begin(TestingLoad.Plan.STANDARD.count(600).topics(1).perSecond(100), local, cloud);
        load.awaitArrived(50);
        change("custom.camel.yaml", "thinedge/{{device.id}}/td\"  # to", "thinedge/{{device.id}}/td/load\"  # to");
        run.awaitLine("Routes reloaded summary (total:1 started:1)");
        load.awaitPublished();
        await("every message, on the old topic or on the new one")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(cloud.seen().stream()
                                .filter(seen -> seen.topic().startsWith("thinedge/robot-7/td/load/"))
                                .map(Seen::payload)
                                .distinct())
                        .hasSize(600));
        assertThat(cloud.seen()).extracting(Seen::topic).contains("thinedge/robot-7/td/load/load/0");

        Files.writeString(routes.resolve("custom.camel.yaml"), "- route: [");
        run.awaitLine("Error reloading routes from file");
        local.publish("aws/td/still", "there");
        awaitSeen("load/still", "there");
    }

    @Test
    void nothingIsLost_whenKilled_andWhenInterrupted() throws Exception {
        TedgeProcess first = connected();
        TestingLoad load = TestingLoad.begin(
                TestingLoad.Plan.STANDARD.count(1_500).perSecond(100).patience(PATIENCE), local, cloud);
        load.awaitArrived(100);
        first.kill();
        TedgeProcess second = connected();
        load.awaitArrived(load.arrived() + 100);
        second.signal("INT");
        second.awaitExit(PATIENCE);

        assertThat(second.out()).anyMatch(line -> line.contains("shutdown in"));
        world.process();
        load.awaitAll("camel run: killed, interrupted, then tedge run");
    }

    @Test
    void commandOfTheReadme_runs() throws Exception {
        String command = Files.readAllLines(Path.of("README.md")).stream()
                .filter(line -> line.startsWith("camel run "))
                .findFirst()
                .orElseThrow();
        world.settings();
        TedgeProcess run = world.begin(camel.type(command));
        awaitConnected(run);
        local.publish("te/device/main///m/env", "{\"temperature\":21,\"time\":1}");
        awaitSeen("device:main/m/env", "{\"temperature\":21,\"time\":1}");
    }

    @Test
    void console_showsRoutesAndConsumers_here() throws Exception {
        int port = FreePort.next();
        TedgeProcess run =
                connected("--console", "--management-port=" + port, "--property=camel.management.host=127.0.0.1");
        assertThat(run.out()).anyMatch(line -> line.endsWith("HttpServer started on 127.0.0.1:" + port));

        assertThat(page(port, "")).contains("route: ", "consumer: ");
        assertThat(page(port, "/route")).contains("telemetry", "local://te/+/+/+/+/m/+");
        assertThat(page(port, "/consumer")).contains("telemetry", "aws://");
    }

    private static String page(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/dev" + path))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void missingSettings_areSaid_withoutFrames() throws Exception {
        TedgeProcess run = anyCli.with(world.newDirectory("empty")).run(routes);

        assertThat(run.awaitExit(PATIENCE)).isEqualTo(1);
        assertThat(run.out()).anyMatch(line -> line.contains("A value for 'aws.url' is missing"));
        assertThat(run.out()).noneMatch(line -> line.startsWith("\tat "));
        assertThat(run.err())
                .anyMatch(line -> line.contains("A value for 'aws.url' is missing"))
                .noneMatch(line -> line.startsWith("\tat "));
    }

    private TedgeProcess connected(String... options) throws IOException {
        world.settings();
        TedgeProcess run = world.begin(camel.run(routes, options));
        awaitConnected(run);
        return run;
    }

    private static void awaitConnected(TedgeProcess run) {
        run.awaitLine("a connection to AWS", line -> line.contains("aws: connected"), PATIENCE);
        run.awaitLine("local: connected");
    }

    private void change(String name, String from, String to) throws IOException {
        Path file = routes.resolve(name);
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    private void awaitSeen(String topic, String payload) {
        await(payload)
                .atMost(PATIENCE)
                .until(() -> cloud.seen().contains(new Seen("thinedge/robot-7/td/" + topic, payload)));
    }
}

package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tedge.gateway.TestingCloud.Seen;
import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.TcpProxy;
import dev.tedge.testing.process.Docker;
import dev.tedge.testing.process.RequiresDocker;
import dev.tedge.testing.process.RequiresMosquitto;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The image that {@code deploy/Dockerfile} makes, between a mosquitto and a simulated AWS on the host. */
@RequiresDocker
@RequiresMosquitto
class ImageST {

    private static final String IMAGE =
            "tedge-gateway:test-" + ProcessHandle.current().pid();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TELEMETRY = "thinedge/robot-7/td/device:main/m/";

    private TestingWorld world;
    private TestingCloud cloud;
    private TcpProxy network;
    private MqttProbe local;
    private TestingImage image;

    @BeforeAll
    static void build() {
        Docker.run("build", "--quiet", "--network", "none", "--file", "deploy/Dockerfile", "--tag", IMAGE, ".");
    }

    @AfterAll
    static void remove() {
        Docker.run("rmi", "--force", IMAGE);
    }

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        world = new TestingWorld(directory);
        world.set("aws.mapper.timestamp", "false");
        world.localMosquitto();
        cloud = world.cloudSimulator();
        network = world.networkTo(cloud);
        local = world.probe();
        String name = "tedge-" + directory.getFileName().toString().replaceAll("\\W", "");
        image = world.begin(new TestingImage(world, IMAGE, name));
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void container_isTheJvmAlone_withoutAnyRight_andFollowsItsMounts() throws Exception {
        image.routes(Map.of("mine.camel.yaml", TestingRoutes.route("mine", "mine/in", "one")));
        String container = image.start();
        image.awaitHealth(container, "healthy");

        long pid = Long.parseLong(TestingImage.inspect(container, "{{.State.Pid}}"));
        assertThat(Files.readString(Path.of("/proc/" + pid + "/comm"))).isEqualTo("java\n");
        assertThat(Files.readString(Path.of("/proc/" + pid + "/status")))
                .contains(
                        "\nUid:\t10001\t10001\t10001\t10001\n", "\nCapEff:\t0000000000000000\n", "\nNoNewPrivs:\t1\n");
        assertThat(get("/q/health/live")).isEqualTo(200);
        assertThat(get("/q/health/ready")).isEqualTo(200);
        TestingRoutes routes = new TestingRoutes(world, cloud, local);
        routes.awaitPassed("mine/in", "one");
        image.routes(Map.of("mine.camel.yaml", TestingRoutes.route("mine", "mine/in", "two")));
        routes.awaitPassed("mine/in", "two");
        assertThat(Docker.execute(List.of("logs", container)).err()).doesNotContain("WARN", "ERROR");
    }

    @Test
    void health_followsTheCloud_andWhatWaitsOutlivesTheContainer() throws Exception {
        String first = image.start();
        image.awaitHealth(first, "healthy");

        network.refuse();
        network.cut();
        publish(0, 50);
        image.awaitHealth(first, "unhealthy");
        assertThat(TestingImage.inspect(first, "{{range .State.Health.Log}}{{.Output}}{{end}}"))
                .contains("AWS has been out of reach since ");

        network.accept();
        image.awaitHealth(first, "healthy");
        awaitArrived(50);

        network.refuse();
        network.cut();
        publish(50, 100);
        await("the outbox to have them").atMost(PATIENCE).until(() -> stored(first) == 50);
        Docker.run("stop", "--time", "20", first);
        assertThat(TestingImage.inspect(first, "{{.State.ExitCode}}")).isEqualTo("0");
        Docker.run("rm", first);

        publish(100, 110);
        network.accept();
        image.start();
        awaitArrived(110);
    }

    @Test
    void container_runsAsAnyUser() throws Exception {
        String container = image.start("--user", "12345");

        network.refuse();
        network.cut();
        publish(0, 1);
        await("the outbox to have it").atMost(PATIENCE).until(() -> stored(container) == 1);
        network.accept();
        awaitArrived(1);
    }

    /** Kubernetes has probes of its own; what is tested above with short bounds is otherwise this. */
    @Test
    void healthCheckOfTheImage_isCheap() {
        assertThat(TestingImage.inspect(IMAGE, "{{json .Config.Healthcheck}}"))
                .isEqualTo(
                        "{\"Test\":[\"CMD\",\"tedge\",\"status\",\"--max-down\",\"10m\"],"
                                + "\"Interval\":60000000000,\"Timeout\":20000000000,\"StartPeriod\":60000000000,\"Retries\":2}");
        assertThat(Docker.run("run", "--rm", "--network", "none", "--read-only", IMAGE, "--version"))
                .startsWith("tedge ");
    }

    @Test
    @EnabledIf(
            value = "dev.tedge.testing.process.Docker#hasCompose",
            disabledReason = "docker-compose is not installed on this machine")
    void composeFile_bringsBrokerAndGateway(@TempDir Path directory) throws Exception {
        TestingCompose compose = world.begin(new TestingCompose(directory.resolve("compose"), IMAGE));

        compose.up();

        MqttProbe sensor = world.begin(MqttProbe.to(compose.port).connect());
        sensor.publish("te/device/main///m/environment", "{\"temperature\":21.3,\"time\":1}");
        compose.awaitLogged(
                "aws", "[thinedge/my-device/td/device:main/m/environment] {\"temperature\":21.3,\"time\":1}");
        compose.stop();
        assertThat(compose.log("mosquitto")).doesNotContain("Error").contains("terminating");
        assertThat(compose.log("gateway")).doesNotContain("ERROR");
    }

    private int get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:%d%s".formatted(image.managementPort, path));
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                .statusCode();
    }

    private void publish(int from, int to) {
        IntStream.range(from, to)
                .forEach(number -> local.publish("te/device/main///m/n", "{\"n\":%d}".formatted(number)));
    }

    private static int stored(String container) throws Exception {
        Docker.Finished stats = Docker.execute(List.of("exec", container, "tedge", "outbox", "stats", "--json"));
        return new JsonMapper().readTree(stats.out()).at("/low/messages").asInt();
    }

    private void awaitArrived(int count) {
        List<Seen> all = IntStream.range(0, count)
                .mapToObj(number -> new Seen(TELEMETRY + "n", "{\"n\":%d}".formatted(number)))
                .toList();
        await(count + " measurements in order")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(cloud.seen().stream()
                                .filter(seen -> seen.topic().startsWith(TELEMETRY))
                                .distinct()
                                .toList())
                        .isEqualTo(all));
    }
}

package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tedge.delivery.store.Selection;
import dev.tedge.gateway.control.Control;
import dev.tedge.gateway.control.ControlRequest;
import dev.tedge.gateway.control.ControlRequest.Ask;
import dev.tedge.testing.FreePort;
import dev.tedge.testing.TcpProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Health over HTTP, as operators and Kubernetes ask for it. */
class ManagementHttpIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port = FreePort.next();
    private TestingWorld world;
    private TcpProxy network;

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        world = new TestingWorld(directory);
        world.localEmbedded();
        network = world.networkTo(world.cloudSimulator());
        world.set("management.http.port", Integer.toString(port)).set("aws.health.down_after", "1s");
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void cloudThatIsAwayForLong_isUnhealthy_butTheGatewayIsReadyAndAlive() throws Exception {
        world.connectedGateway();
        assertThat(get("/q/health").body()).isEqualTo("{\"status\":\"UP\"}\n");

        network.refuse();
        network.cut();

        await("unhealthy").atMost(PATIENCE).until(() -> get("/q/health").statusCode() == 503);
        JsonNode health = json("/q/health");
        assertThat(health.path("status").asText()).isEqualTo("DOWN");
        assertThat(health.path("checks").findValuesAsText("name")).containsExactly("link-aws");
        assertThat(health.at("/checks/0/message").asText()).contains("localhost:" + network.port(), "aws.mqtt.port");
        assertThat(get("/q/health/ready").statusCode()).isEqualTo(200);
        assertThat(get("/q/health/live").statusCode()).isEqualTo(200);

        network.accept();

        await("healthy").atMost(PATIENCE).until(() -> get("/q/health").statusCode() == 200);
    }

    @Test
    void withoutLocalBroker_itIsNotReady_butAlive() throws Exception {
        world.set("mqtt.broker.embedded", "false");
        world.gateway();

        assertThat(get("/q/health/live").statusCode()).isEqualTo(200);
        HttpResponse<String> ready = get("/q/health/ready");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).contains("{\"name\":\"link-local\",\"status\":\"UNKNOWN\",\"message\":\"Down for ");
    }

    @Test
    void everyCheck_isTold_withItsData_whenAskedFor() throws Exception {
        world.connectedGateway();

        JsonNode all = json("/q/health?exposureLevel=full&data=true");

        assertThat(all.path("checks").findValuesAsText("name"))
                .contains("context", "gateway", "link-local", "link-aws", "outbox", "outbox-size", "certificate")
                .contains("route-files", "route:telemetry", "consumer:telemetry");
        assertThat(all.path("checks").findValuesAsText("status")).containsOnly("UP");
        assertThat(all.at("/checks/0/data/context.version").asText()).isNotEmpty();
        assertThat(json("/q/health/live?exposureLevel=full").path("checks").findValuesAsText("name"))
                .containsExactly("context", "gateway");
        assertThat(get("/q/health?exposureLevel=oneline").body()).isEqualTo("{\"status\":\"UP\"}\n");
    }

    @Test
    void refusedRouteFile_isUnhealthy_withItsName() throws Exception {
        Path routes = Files.createDirectories(world.config().resolve("routes"));
        Files.writeString(routes.resolve("mine.camel.yaml"), "- nonsense: {}\n");
        world.connectedGateway();

        await("refusal").atMost(PATIENCE).until(() -> get("/q/health").statusCode() == 503);

        assertThat(get("/q/health").body()).contains("\"route-files\"", "mine.camel.yaml");
        assertThat(get("/q/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void metrics_sayWhatTheStatusSays_andCountReconnects() throws Exception {
        world.connectedGatewayWithLock();
        world.publisher().publish("te/device/main///m/environment", "{\"temperature\": 21}");

        network.cut();

        await("reconnect").atMost(PATIENCE).until(() -> metric("tedge_link_reconnects_total{link=\"aws\"}") == 1);
        await("counters").atMost(PATIENCE).untilAsserted(() -> {
            JsonNode counters = status().path("counters");
            assertThat(counters.path("accepted").asInt()).isPositive();
            assertThat(metric("tedge_messages_accepted_total"))
                    .isEqualTo(counters.path("accepted").doubleValue());
            assertThat(metric("tedge_messages_acknowledged_total{path=\"live\"}"))
                    .isEqualTo(counters.path("live").doubleValue());
        });
        assertThat(metric("tedge_link_reconnects_total{link=\"local\"}")).isZero();
        assertThat(metric("tedge_publishes_refused_total{code=\"0x87\"}")).isZero();
        assertThat(metric("tedge_link_publish_latency_seconds_count{link=\"aws\"}"))
                .isPositive();
        assertThat(metric("tedge_link_publish_latency_seconds_sum{link=\"aws\"}"))
                .isBetween(1e-6, 60.0);
    }

    private JsonNode status() throws IOException {
        try (GatewayAccess access = GatewayAccess.to(world.settings(), Clock.systemUTC())) {
            return access.control().ask(new ControlRequest(Ask.STATUS, Selection.ALL), Control.Entries.NONE);
        }
    }

    private double metric(String name) throws IOException {
        return get("/q/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void portInUse_keepsNoMessageBack() throws Exception {
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(taken.isBound()).isTrue();
            assertThat(world.connectedGateway().aws().up()).isTrue();
        }
    }

    @Test
    void addressOfAnotherMachine_keepsNoMessageBack() throws Exception {
        world.set("management.http.address", "192.0.2.1");

        assertThat(world.connectedGateway().aws().up()).isTrue();
    }

    @Test
    void port_isFreeAgain_afterAStartThatFailed() throws Exception {
        int local = FreePort.next();
        world.localAt("127.0.0.1", local);
        try (ServerSocket taken = new ServerSocket(local, 1, InetAddress.getLoopbackAddress())) {
            assertThat(taken.isBound()).isTrue();
            assertThatThrownBy(world::gateway).isInstanceOf(IOException.class);
        }

        try (ServerSocket next = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(next.isBound()).isTrue();
        }
    }

    @Test
    void port_isFreeAgain_afterTheEnd() throws Exception {
        world.gateway().close();

        try (ServerSocket next = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(next.isBound()).isTrue();
        }
    }

    /** In a JVM of its own, where nothing else uses these classes. */
    @Test
    void withoutPort_nothingOfIt_isLoaded(@TempDir Path directory) throws Exception {
        Path log = directory.resolve("classes.log");
        world.settings();
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Xlog:class+load:file=" + log,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.tedge.Tedge",
                        "--config-dir",
                        world.config().toString(),
                        "run",
                        "aws")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("out.log").toFile());
        // As if the file did not have it.
        builder.environment().put("TEDGE_MANAGEMENT_HTTP_PORT", "");
        Process gateway = builder.start();
        try {
            await("connection")
                    .atMost(PATIENCE)
                    .until(() -> Files.readString(directory.resolve("out.log")).contains("aws: connected"));
        } finally {
            gateway.destroy();
            assertThat(gateway.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }

        List<String> loaded = Files.readAllLines(log);
        assertThat(loaded).anyMatch(line -> line.contains(" dev.tedge.gateway.Gateway "));
        assertThat(loaded)
                .noneMatch(line -> line.contains("dev.tedge.health.http")
                        || line.contains("dev.tedge.health.check")
                        || line.contains("dev.tedge.health.metrics")
                        || line.contains("io.micrometer")
                        || line.contains("com.sun.net.httpserver"));
    }

    private JsonNode json(String path) throws IOException {
        return new JsonMapper().readTree(get(path).body());
    }

    private HttpResponse<String> get(String path) throws IOException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(PATIENCE)
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

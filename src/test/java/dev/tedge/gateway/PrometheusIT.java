package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tedge.testing.FreePort;
import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.process.PrometheusProcess;
import dev.tedge.testing.process.RequiresPrometheus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real Prometheus reads a gateway, with what is in {@code deploy}. */
@RequiresPrometheus
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrometheusIT {

    private static final Path DEPLOY = Path.of("deploy/prometheus");
    private static final Path RULES = DEPLOY.resolve("tedge-gateway.rules.yml");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What has no values while nothing goes wrong. */
    private static final Set<String> SILENT = Set.of(
            "increase(tedge_messages_dropped_total{instance=~\".*\"}[30s]) > 0",
            "increase(tedge_link_dropped_messages_total{instance=~\".*\"}[30s]) > 0");

    private TestingWorld world;
    private PrometheusProcess prometheus;
    private int port;

    @BeforeAll
    void begin(@TempDir Path directory) throws Exception {
        world = new TestingWorld(directory);
        world.localEmbedded();
        world.networkTo(world.cloudSimulator());
        port = FreePort.next();
        world.set("management.http.port", Integer.toString(port)).set("aws.pacer.enabled", "true");
        world.connectedGateway();
        Path watcher = world.newDirectory("prometheus");
        configure(watcher);
        prometheus = world.begin(PrometheusProcess.start(watcher));
        await("two readings").atMost(PATIENCE).until(() -> {
            JsonNode count = prometheus.query("count_over_time(tedge_link_up{link=\"aws\"}[1m])");
            return count.at("/0/value/1").asInt() >= 2;
        });
        // Of the collector there is something to tell when it has run.
        System.gc();
        MqttProbe device = world.publisher();
        device.publish("te/device/main///m/environment", "{\"temperature\": 21}");
        // AWS takes no topic with more than seven slashes.
        device.publish("aws/td/1/2/3/4/5/6/7/8/9", "{}");
    }

    /** What a person would copy, for this port and in a hurry. */
    private void configure(Path directory) throws IOException {
        Files.copy(RULES, directory.resolve("tedge-gateway.rules.yml"));
        String snippet = Files.readString(DEPLOY.resolve("tedge-gateway.yml"));
        assertThat(snippet).contains("127.0.0.1:8080");
        Files.writeString(
                directory.resolve("prometheus.yml"),
                "global:\n  scrape_interval: 1s\n  evaluation_interval: 1s\n"
                        + snippet.replace("127.0.0.1:8080", "127.0.0.1:" + port));
    }

    @AfterAll
    void end() {
        world.close();
    }

    @Test
    void metrics_passTheLint() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/metrics"))
                .build();
        HttpResponse<String> metrics = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(metrics.body()).contains("tedge_build_info{", "tedge_messages_accepted_total ");
        assertThat(PrometheusProcess.promtool(metrics.body(), "check", "metrics"))
                .isEqualTo("0:");
    }

    @Test
    void rules_areGood() throws Exception {
        assertThat(PrometheusProcess.promtool("", "check", "rules", RULES.toString()))
                .startsWith("0:");
        assertThat(PrometheusProcess.promtool(
                        "",
                        "test",
                        "rules",
                        DEPLOY.resolve("tedge-gateway.rules.test.yml").toString()))
                .startsWith("0:");
    }

    @Test
    void rules_areLoaded_andEachIsEvaluated() {
        await("evaluation")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(prometheus.rules().findValuesAsText("health"))
                        .hasSize(14)
                        .containsOnly("ok"));
    }

    @Test
    void alert_fires() {
        await("dead letters")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(prometheus.alerts()).anySatisfy(alert -> {
                    assertThat(alert.at("/labels/alertname").asText()).isEqualTo("TedgeDeadLetters");
                    assertThat(alert.at("/labels/cause").asText()).isEqualTo("rule");
                    assertThat(alert.path("state").asText()).isEqualTo("firing");
                }));
    }

    static Stream<String> queries() throws IOException {
        JsonNode dashboard = new JsonMapper()
                .readTree(Path.of("deploy/grafana/tedge-gateway.json").toFile());
        List<String> expressions = dashboard.findValuesAsText("expr");
        return expressions.stream()
                .map(text -> text.replace("$instance", ".*").replace("$__rate_interval", "30s"))
                .filter(text -> !SILENT.contains(text));
    }

    @ParameterizedTest
    @MethodSource("queries")
    void dashboard_hasData(String query) {
        await(query)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(prometheus.query(query)).isNotEmpty());
    }

    static Stream<String> silentQueries() {
        return SILENT.stream();
    }

    @ParameterizedTest
    @MethodSource("silentQueries")
    void dashboard_canAskForWhatIsRare(String query) throws IOException {
        assertThat(Files.readString(Path.of("deploy/grafana/tedge-gateway.json")))
                .contains(query.replace(".*", "$instance")
                        .replace("30s", "$__rate_interval")
                        .replace("\"", "\\\""));
        assertThat(prometheus.query(query)).isEmpty();
    }
}

package dev.tedge.testing.process;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tedge.testing.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Debian's {@code prometheus} as a process of its own on 127.0.0.1, and {@code promtool}. The test closes it. */
public final class PrometheusProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final int port;

    private PrometheusProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Whether both programs are there. */
    public static boolean isInstalled() {
        return Files.isExecutable(Path.of("/usr/bin/prometheus")) && Files.isExecutable(Path.of("/usr/bin/promtool"));
    }

    /**
     * Starts it and waits until it answers.
     *
     * @param directory has {@code prometheus.yml}; takes its data and its log
     */
    public static PrometheusProcess start(Path directory) throws IOException {
        int port = FreePort.next();
        ProcessBuilder builder = new ProcessBuilder(
                        "/usr/bin/prometheus",
                        "--config.file=" + directory.resolve("prometheus.yml"),
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("prometheus.log").toFile());
        PrometheusProcess started = new PrometheusProcess(ChildProcesses.start(builder), port);
        await("Prometheus answers")
                .atMost(START)
                .ignoreExceptions()
                .until(() -> started.get("/-/ready").statusCode() == 200);
        return started;
    }

    /** What a query gives at this moment. */
    public JsonNode query(String expression) {
        return data("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
                .path("result");
    }

    /** The alerts that wait or fire. */
    public JsonNode alerts() {
        return data("/api/v1/alerts").path("alerts");
    }

    /** The groups of rules that are loaded. */
    public JsonNode rules() {
        return data("/api/v1/rules").path("groups");
    }

    private JsonNode data(String path) {
        try {
            JsonNode answer = JSON.readTree(get(path).body());
            if (!answer.path("status").asText().equals("success")) {
                throw new AssertionError(path + ": " + answer);
            }
            return answer.path("data");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> get(String path) throws IOException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(START)
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Runs {@code promtool}.
     *
     * @param input its stdin
     * @return its exit code and what it printed, on stdout and stderr
     */
    public static String promtool(String input, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("/usr/bin/promtool"));
        command.addAll(List.of(arguments));
        Process promtool = ChildProcesses.start(new ProcessBuilder(command).redirectErrorStream(true));
        promtool.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        promtool.getOutputStream().close();
        String output = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return promtool.onExit().join().exitValue() + ":" + output;
    }

    @Override
    public void close() {
        ChildProcesses.kill(process);
    }
}

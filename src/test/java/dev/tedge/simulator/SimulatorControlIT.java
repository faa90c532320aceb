package dev.tedge.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.mqttserver.Payload;
import dev.tedge.mqttserver.ServerMessage;
import dev.tedge.simulator.state.RunningSimulator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What who knows the control token may do over HTTP, and what not. */
class SimulatorControlIT {

    private final TestingCloud cloud;
    private final RunningSimulator running;
    private final TestingHttp control;

    SimulatorControlIT(@TempDir Path directory) throws IOException {
        this.cloud = TestingCloud.with(
                builder -> builder.httpPort(0).state(directory).policy(TestingCloud.ALL));
        this.running = RunningSimulator.find(directory);
        this.control = TestingHttp.anonymous(cloud).header("Authorization", "Bearer " + running.token());
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            7 slashes                 | /topics/1/2/3/4/5/6/7/8                       | 200
            8 slashes                 | /topics/1/2/3/4/5/6/7/8/9                     | 400 InvalidRequestException
            reserved                  | /topics/%24aws%2Fthings%2Fx%2Fjobs%2Fnotify   | 200
            QoS 2                     | /topics/a?qos=2                               | 400 InvalidRequestException
            """)
    void cloud_keepsTheRules_ofTopics(String what, String path, String outcome) throws Exception {
        assertThat(TestingHttp.outcome(control.post(path, ""))).as(what).isEqualTo(outcome);
        assertThat(TestingHttp.outcome(control.post("/topics/" + "x".repeat(257), "")))
                .isEqualTo("400 InvalidRequestException");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            time-out too long         | {"document":"{}","things":["a"],"timeoutInMinutes":9223372036854775807}
            time-out over the range   | {"document":"{}","things":["a"],"timeoutInMinutes":10081}
            time-out of no time       | {"document":"{}","things":["a"],"timeoutInMinutes":0}
            time-out as a text        | {"document":"{}","things":["a"],"timeoutInMinutes":"5"}
            time-out with a fraction  | {"document":"{}","things":["a"],"timeoutInMinutes":1.5}
            document as an object     | {"document":{},"things":["a"]}
            no document               | {"things":["a"]}
            thing as a number         | {"document":"{}","things":[1]}
            no things                 | {"document":"{}"}
            """)
    void badJob_isRefused(String what, String job) throws Exception {
        assertThat(TestingHttp.outcome(control.send("PUT", "/simulator/jobs/job-1", job)))
                .as(what)
                .isEqualTo("400 InvalidRequestException");
    }

    @Test
    void sharedSubscription_cannotBeWatched() throws Exception {
        assertThat(TestingHttp.outcome(control.get("/simulator/watch?filter=%24share%2Fgroup%2Fa")))
                .isEqualTo("400 InvalidRequestException");
    }

    @Test
    void slowWatcher_isTold_whatItMissed() throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .sslContext(cloud.authority.clientContext())
                .build();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("https://127.0.0.1:" + running.httpPort() + "/simulator/watch"))
                .header("Authorization", "Bearer " + running.token())
                .build();
        try (InputStream stream =
                client.send(request, BodyHandlers.ofInputStream()).body()) {
            BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
            assertThat(lines.readLine()).isEmpty();
            // Some 50 MB in JSON, far more than the watcher's share and the buffers on the way.
            Payload large = Payload.of("x".repeat(131_072));
            for (int i = 0; i < 300; i++) {
                cloud.simulator().publish(ServerMessage.of("a", large, 0));
            }
            await().until(() -> lines.readLine().startsWith("{\"lost\":"));
        }
    }
}

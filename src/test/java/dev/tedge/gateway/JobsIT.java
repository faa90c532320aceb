package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tedge.config.TedgeConfig;
import dev.tedge.policy.LeastPolicy;
import dev.tedge.policy.Scope;
import dev.tedge.simulator.jobs.Jobs;
import dev.tedge.simulator.policy.PolicyDocument;
import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.TcpProxy;
import dev.tedge.testing.process.MosquittoProcess;
import dev.tedge.testing.process.RequiresMosquitto;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs of a simulated AWS, under the policy that {@code tedge aws policy} prints, for a device at a real local broker. */
@SuppressWarnings("NullAway.Init") // Each test begins its own.
@RequiresMosquitto
class JobsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int JOBS = 200;

    private final AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);

    private TestingWorld world;
    private TestingCloud.Simulator cloud;
    private TcpProxy network;
    private TcpProxy localNetwork;
    private TestingJobDevice device;

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        world = new TestingWorld(directory);
        world.set("aws.jobs.enabled", "true");
        MosquittoProcess local = world.localMosquitto();
        localNetwork = world.begin(TcpProxy.to(local.port()));
        world.localAt("127.0.0.1", localNetwork.port());
        TedgeConfig config = world.settings();
        String policy = LeastPolicy.of(
                        RouteNeeds.of(config, RouteNeeds.ANY_THING, List.of()).all(),
                        new Scope(Optional.empty(), Optional.empty()))
                .indented();
        cloud = world.cloudSimulator(options -> options.policy(PolicyDocument.parse(policy))
                .time(() -> Instant.now().plus(passed.get())));
        network = world.networkTo(cloud);
        device = world.begin(new TestingJobDevice("127.0.0.1", local.port()));
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void eachJob_isExecutedOnce_andEndsInTheRightStatus_withRestartsInTheMiddle() throws Exception {
        for (int i = 0; i < JOBS; i++) {
            create(i);
        }
        Gateway gateway = world.connectedGateway();
        int restarts = 0;
        for (long ended = 0; ended < JOBS; ended = ended()) {
            String hanging = device.hanging().poll(50, TimeUnit.MILLISECONDS);
            if (hanging != null) {
                end(hanging);
            }
            if (ended / 15 > restarts) {
                restarts++;
                gateway = disturb(gateway, restarts);
            }
        }

        Map<String, String> expected = new TreeMap<>();
        IntStream.range(0, JOBS).forEach(i -> expected.put(id(i), Kind.of(i).status));
        assertThat(statuses()).isEqualTo(expected);
        assertThat(device.starts().values()).hasSize(JOBS / 10 * 9).containsOnly(1);
        await("all commands are cleared")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(retained()).isEmpty());
        assertThat(restarts).isGreaterThan(10);
    }

    private Gateway disturb(Gateway gateway, int number) throws Exception {
        switch (number % 4) {
            case 0 -> network.cut();
            case 1 -> localNetwork.cut();
            default -> {
                gateway.close();
                return world.gateway();
            }
        }
        return gateway;
    }

    private List<String> retained() {
        try (MqttProbe probe = MqttProbe.to("127.0.0.1", localNetwork.port()).connect()) {
            probe.subscribe("te/+/+/+/+/cmd/+/+");
            probe.publish("te/x/x/x/x/cmd/x/end", "x");
            probe.await("te/x/x/x/x/cmd/x/end");
            return probe.messages().stream()
                    .map(message -> message.topic())
                    .filter(topic -> !topic.endsWith("/end"))
                    .toList();
        }
    }

    /** How a job is to end. */
    private enum Kind {
        GOOD("successful", "SUCCEEDED"),
        BAD("failed", "FAILED"),
        BROKEN("", "REJECTED"),
        CANCELED("hang", "CANCELED"),
        LATE("hang", "TIMED_OUT");

        private final String end;
        private final String status;

        Kind(String end, String status) {
            this.end = end;
            this.status = status;
        }

        static Kind of(int number) {
            return switch (number % 10) {
                case 5, 6 -> BAD;
                case 7 -> BROKEN;
                case 8 -> CANCELED;
                case 9 -> LATE;
                default -> GOOD;
            };
        }
    }

    private static String id(int number) {
        return "job-%03d".formatted(number);
    }

    private void create(int number) {
        Kind kind = Kind.of(number);
        String document = kind == Kind.BROKEN
                ? "{\"what\":\"nobody knows\"}"
                : "{\"operation\":\"test\",\"entity\":\"device/child%d//\",\"do\":\"%s\"}"
                        .formatted(number % 3, kind.end);
        Optional<Duration> timeout = kind == Kind.LATE ? Optional.of(Duration.ofMinutes(1)) : Optional.empty();
        jobs().create(id(number), List.of(TestingWorld.THING), document, timeout);
    }

    private void end(String command) {
        String id = command.replaceFirst("aws-(job-\\d+)-1", "$1");
        if (Kind.of(Integer.parseInt(id.substring("job-".length()))) == Kind.CANCELED) {
            jobs().cancel(id, true);
        } else {
            passed.updateAndGet(before -> before.plus(Duration.ofSeconds(61)));
            jobs().list();
        }
    }

    private Jobs jobs() {
        return cloud.simulator().jobs();
    }

    private Map<String, String> statuses() {
        Map<String, String> statuses = new TreeMap<>();
        for (JsonNode job : jobs().list()) {
            statuses.put(
                    job.path("jobId").asText(),
                    job.path("executions").path(0).path("status").asText());
        }
        return statuses;
    }

    private long ended() {
        return statuses().values().stream()
                .filter(status -> !status.equals("QUEUED") && !status.equals("IN_PROGRESS"))
                .count();
    }
}

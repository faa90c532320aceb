package dev.tedge.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tedge.policy.LeastPolicy;
import dev.tedge.policy.Scope;
import dev.tedge.simulator.SimulatorEvent;
import dev.tedge.simulator.jobs.Jobs;
import dev.tedge.simulator.policy.PolicyDocument;
import dev.tedge.simulator.quota.Quotas;
import dev.tedge.testing.TcpProxy;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A simulated AWS with many jobs that end in different ways, under the policy that {@code tedge aws policy} prints. */
final class TestingJobs {

    /** Longer than a job of the kind that is late may take. */
    private static final Duration A_WHILE = Duration.ofSeconds(61);

    private final List<SimulatorEvent> refusals = new CopyOnWriteArrayList<>();
    private final AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);
    private final TestingCloud.Simulator cloud;
    private final TcpProxy network;

    private TestingJobs(TestingWorld world) throws IOException {
        RouteNeeds needs = RouteNeeds.of(world.settings(), RouteNeeds.ANY_THING, List.of());
        String policy = LeastPolicy.of(needs.all(), new Scope(Optional.empty(), Optional.empty()))
                .compact();
        cloud = world.cloudSimulator(options -> options.policy(PolicyDocument.parse(policy))
                // What cuts the network makes connections, not the gateway.
                .quotas(Quotas.AWS.withConnectsPerSecond(Quotas.UNLIMITED))
                .onEvent(this::noteRefusal)
                .time(() -> Instant.now().plus(passed.get())));
        network = world.networkTo(cloud);
    }

    /** Begins the cloud of a world in which jobs are on. */
    static TestingJobs in(TestingWorld world) throws IOException {
        return new TestingJobs(world);
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

    private void noteRefusal(SimulatorEvent event) {
        if (event instanceof SimulatorEvent.Refused) {
            refusals.add(event);
        }
    }

    /** What the gateway did that AWS does not allow. */
    List<SimulatorEvent> refusals() {
        return List.copyOf(refusals);
    }

    TcpProxy network() {
        return network;
    }

    void create(int count) {
        IntStream.range(0, count).forEach(this::createOne);
    }

    /** Deletes a job, and some time later creates one with the same id. */
    void createAnew(int number) {
        jobs().delete(id(number), true);
        passed.updateAndGet(before -> before.plus(A_WHILE));
        createOne(number);
    }

    void createOne(int number) {
        Kind kind = Kind.of(number);
        String document = kind == Kind.BROKEN
                ? "{\"what\":\"nobody knows\"}"
                : "{\"operation\":\"test\",\"entity\":\"device/child%d//\",\"do\":\"%s\"}"
                        .formatted(number % 3, kind.end);
        Optional<Duration> timeout = kind == Kind.LATE ? Optional.of(Duration.ofMinutes(1)) : Optional.empty();
        jobs().create(id(number), List.of(TestingWorld.THING), document, timeout);
    }

    /** The id of the command of a job. */
    static String command(int number) {
        return "aws-" + id(number) + "-1";
    }

    private static String id(int number) {
        return "job-%03d".formatted(number);
    }

    /** Ends a command that never does so by itself: AWS calls it off, or its time is over. */
    void endOne(@Nullable String command) {
        if (command == null) {
            return;
        }
        String id = command.replaceFirst("aws-(job-\\d+)-1", "$1");
        if (Kind.of(Integer.parseInt(id.substring("job-".length()))) == Kind.CANCELED) {
            jobs().cancel(id, true);
        } else {
            passed.updateAndGet(before -> before.plus(A_WHILE));
            jobs().list();
        }
    }

    private Jobs jobs() {
        return cloud.simulator().jobs();
    }

    /** How so many jobs have to end, by their ids. */
    static Map<String, String> expected(int count) {
        Map<String, String> expected = new TreeMap<>();
        IntStream.range(0, count).forEach(i -> expected.put(id(i), Kind.of(i).status));
        return expected;
    }

    /** How they stand, by their ids. */
    Map<String, String> statuses() {
        Map<String, String> statuses = new TreeMap<>();
        for (JsonNode job : jobs().list()) {
            statuses.put(
                    job.path("jobId").asText(),
                    job.path("executions").path(0).path("status").asText());
        }
        return statuses;
    }

    /** How many have ended. */
    long ended() {
        return statuses().values().stream()
                .filter(status -> !status.equals("QUEUED") && !status.equals("IN_PROGRESS"))
                .count();
    }
}

package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.simulator.SimulatorCounters.OverQuota;
import dev.tedge.simulator.SimulatorEvent;
import dev.tedge.simulator.quota.Quotas;
import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.TcpProxy;
import dev.tedge.testing.process.RequiresMosquitto;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 50 entities, and 1,000 changes by devices and by applications in the cloud, that also overwrite what devices have reported, while
 * connections and the gateway end: at last both sides are the same, and AWS was never asked for too much.
 */
@RequiresMosquitto
class ShadowStormIT {

    private static final int ENTITIES = 50;
    private static final int OFTEN = 5;
    private static final int STEPS = 125;
    private static final int CHANGES_EACH = 4;
    private static final Duration BETWEEN_STEPS = Duration.ofMillis(120);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Together with the applications: their requests are those of the same thing. AWS's other rates have tests of their own. */
    private static final Quotas QUOTAS = Quotas.NONE
            .withShadowRequestsPerSecond(20)
            .withShadowRequestsInFlight(10)
            .withPublishesPerSecond(100);

    private static final Duration ANSWER_TIME = Duration.ofMillis(200);

    private final Random random = new Random(8);
    private final List<SimulatorEvent> events = new CopyOnWriteArrayList<>();
    private final Map<String, Map<String, JsonNode>> twins = new TreeMap<>();
    private final Map<String, Map<String, JsonNode>> wishes = new TreeMap<>();
    private final Map<String, String> wanted = new TreeMap<>();
    private final AtomicInteger steps = new AtomicInteger();
    private final ScheduledExecutorService life = Executors.newSingleThreadScheduledExecutor();

    private TestingWorld world;
    private TestingCloud.Simulator cloud;
    private TestingShadows shadows;
    private MqttProbe devices;

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        world = new TestingWorld(directory);
        world.localMosquitto();
        world.set("aws.pacer.enabled", "true");
        world.set("aws.shadow.sync", "true");
        cloud = world.cloudSimulator(
                options -> options.quotas(QUOTAS).shadowAnswerTime(ANSWER_TIME).onEvent(events::add));
        shadows = new TestingShadows(cloud);
        devices = world.publisher();
    }

    @AfterEach
    void end() {
        life.shutdownNow();
        world.close();
    }

    @Test
    void bothSides_areTheSameAtTheEnd() throws Exception {
        TcpProxy network = world.networkTo(cloud);
        network.delay(Duration.ofMillis(50));
        Gateway gateway = world.connectedGateway();
        changeAtATime(network);
        ScheduledFuture<?> changes =
                life.scheduleAtFixedRate(this::step, 0, BETWEEN_STEPS.toMillis(), TimeUnit.MILLISECONDS);

        awaitStep(50);
        network.refuse();
        network.cut();
        awaitStep(58);
        network.accept();
        awaitStep(80);
        gateway.close();
        awaitStep(88);
        world.connectedGateway();
        awaitStep(108);
        network.cut();
        awaitStep(STEPS);
        changes.cancel(false);

        for (int entity = 0; entity < ENTITIES; entity++) {
            awaitSame(entity);
        }
        awaitQuiet();
        await("what is retained").untilAsserted(() -> assertThat(retained()).isEqualTo(wanted));
        assertThat(wanted).isNotEmpty();
        assertBudgets();
    }

    /** The gateway hears of what applications do when its own updates are under way already. */
    private void changeAtATime(TcpProxy network) {
        IntStream.range(0, OFTEN).forEach(entity -> changeLocally(entity, "a"));
        IntStream.range(0, OFTEN).forEach(this::awaitReported);
        network.hold(TcpProxy.Direction.TO_CLIENT);
        IntStream.range(0, OFTEN).forEach(this::changeOnAws);
        IntStream.range(0, OFTEN).forEach(entity -> changeLocally(entity, "a"));
        await("conflicts").atMost(PATIENCE).until(() -> rejected(409) == OFTEN);
        network.release();
    }

    /** A few changes on either side, half of the time of the same entity. */
    private void step() {
        if (steps.get() >= STEPS) {
            return;
        }
        int entity = anyEntity();
        for (int i = 0; i < CHANGES_EACH; i++) {
            int device = i == 0 ? entity : anyEntity();
            changeLocally(device, String.valueOf((char) ('a' + random.nextInt(3))));
        }
        changeOnAws(random.nextBoolean() ? entity : anyEntity());
        steps.incrementAndGet();
    }

    /** Some change often, so that both sides change them at a time. */
    private int anyEntity() {
        return random.nextInt(random.nextBoolean() ? OFTEN : ENTITIES);
    }

    /** Devices remove only what nobody else reports. */
    private void changeLocally(int entity, String fragment) {
        Map<String, JsonNode> twin = twins.computeIfAbsent(path(entity), first -> new TreeMap<>());
        JsonNode wish = wishes.getOrDefault(path(entity), Map.of()).get(fragment);
        boolean removes = fragment.equals("c") && random.nextInt(3) == 0;
        JsonNode value = wish != null && random.nextInt(3) == 0 ? wish : anyValue();
        if (removes) {
            twin.remove(fragment);
        } else {
            twin.put(fragment, value);
        }
        devices.publishRetained("te/" + path(entity) + "/twin/" + fragment, removes ? "" : value.toString());
    }

    private void changeOnAws(int entity) {
        ObjectNode update = JsonNodeFactory.instance.objectNode();
        ObjectNode state = update.putObject("state");
        ObjectNode desired = state.putObject("desired");
        Map<String, JsonNode> wish = wishes.computeIfAbsent(path(entity), first -> new TreeMap<>());
        for (String fragment : List.of("b", "c", "d")) {
            if (random.nextInt(4) == 0) {
                desired.putNull(fragment);
                wish.remove(fragment);
            } else {
                JsonNode value = anyValue();
                // An object would be merged into what is desired already.
                wish.put(fragment, value);
                desired.set(fragment, value);
            }
        }
        if (twins.getOrDefault(path(entity), Map.of()).containsKey("a")) {
            state.putObject("reported").set("a", anyValue());
        } else {
            desired.set("a", anyValue());
        }
        shadows.update(name(entity), update.toString());
    }

    private JsonNode anyValue() {
        int number = random.nextInt(1_000);
        return switch (random.nextInt(4)) {
            case 0 -> JsonNodeFactory.instance.numberNode(number);
            case 1 -> JsonNodeFactory.instance.textNode("v" + number);
            case 2 -> JsonNodeFactory.instance.arrayNode().add(number).add("x");
            default -> {
                ObjectNode object = JsonNodeFactory.instance.objectNode();
                object.put("x" + number % 3, number).putObject("y").put("z" + number % 2, number);
                yield object;
            }
        };
    }

    private static String path(int entity) {
        return entity == 0 ? "device/main//" : "device/child" + entity + "//";
    }

    private static Optional<String> name(int entity) {
        return entity == 0 ? Optional.empty() : Optional.of("device:child" + entity);
    }

    private void awaitStep(int step) {
        await("step " + step).atMost(PATIENCE).until(() -> steps.get() >= step);
    }

    /** Asks slowly, for the requests count. What is desired does not change any more. */
    private void awaitSame(int entity) {
        JsonNode state = awaitReported(entity);
        state.path("delta")
                .properties()
                .forEach(delta -> wanted.put(
                        "te/" + path(entity) + "/twin-desired/" + delta.getKey(),
                        TestingShadows.sorted(delta.getValue())));
    }

    private JsonNode awaitReported(int entity) {
        ObjectNode expected = JsonNodeFactory.instance.objectNode();
        expected.setAll(twins.getOrDefault(path(entity), Map.of()));
        return await(path(entity))
                .atMost(PATIENCE)
                .pollDelay(BETWEEN_STEPS.dividedBy(2))
                .pollInterval(BETWEEN_STEPS.multipliedBy(2))
                .until(
                        () -> shadows.state(name(entity)),
                        same -> text(same.path("reported")).equals(text(expected)));
    }

    /** A shadow with nothing reported has no such section. */
    private static String text(JsonNode reported) {
        return reported.isMissingNode() ? "{}" : TestingShadows.sorted(reported);
    }

    private void awaitQuiet() {
        long before = requests();
        await("no more requests")
                .atMost(Duration.ofSeconds(3))
                .during(Duration.ofSeconds(2))
                .until(() -> requests() == before);
    }

    private Map<String, String> retained() {
        Map<String, String> retained = new TreeMap<>();
        try (MqttProbe late = world.publisher().subscribe("te/+/+/+/+/twin-desired/+", "marker")) {
            late.publish("marker", "");
            late.await("marker");
            late.messages().stream()
                    .filter(message -> message.topic().contains("/twin-desired/"))
                    .forEach(message ->
                            retained.put(message.topic(), TestingShadows.sorted(TestingShadows.read(message.text()))));
        }
        return retained;
    }

    private long requests() {
        return cloud.seen().stream()
                .filter(seen -> seen.topic().contains("/shadow/"))
                .count();
    }

    private long rejected(int code) {
        return events.stream()
                .filter(event -> event instanceof SimulatorEvent.Rejected rejected && rejected.code() == code)
                .count();
    }

    private void assertBudgets() {
        long conflicts = rejected(409);
        long connections = cloud.simulator().counters().connections();
        long local = (long) STEPS * CHANGES_EACH + 2 * OFTEN;
        System.out.printf(
                "%d shadow requests for %d changes by devices and as many by applications, %d connections, %d conflicts%n",
                requests(), local, connections, conflicts);
        assertThat(conflicts).as("the test is one of conflicts").isPositive();
        assertThat(rejected(429)).isZero();
        assertThat(cloud.simulator().counters().overQuota()).isEqualTo(new OverQuota(0, 0, 0));
        // Each is asked for at each connect and after each conflict; each change is one update at most, and one more
        // after a conflict.
        assertThat(requests()).isLessThanOrEqualTo(connections * ENTITIES + local + STEPS + OFTEN + 2 * conflicts);
        assertThat(events).noneMatch(SimulatorEvent.Refused.class::isInstance);
    }
}

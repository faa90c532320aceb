package dev.tedge.gateway;

import static dev.tedge.gateway.TestingShadowLife.CHANGES_EACH;
import static dev.tedge.gateway.TestingShadowLife.OFTEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.simulator.SimulatorCounters.OverQuota;
import dev.tedge.simulator.SimulatorEvent;
import dev.tedge.simulator.quota.Quotas;
import dev.tedge.testing.TcpProxy;
import dev.tedge.testing.process.RequiresMosquitto;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
    private static final int STEPS = 125;
    private static final Duration BETWEEN_STEPS = Duration.ofMillis(120);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Together with the applications: their requests are those of the same thing. AWS's other rates have tests of their own. */
    private static final Quotas QUOTAS = Quotas.NONE
            .withShadowRequestsPerSecond(20)
            .withShadowRequestsInFlight(10)
            .withPublishesPerSecond(100);

    private static final Duration ANSWER_TIME = Duration.ofMillis(200);

    private final List<SimulatorEvent> events = new CopyOnWriteArrayList<>();
    private final AtomicInteger steps = new AtomicInteger();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    private TestingWorld world;
    private TestingCloud.Simulator cloud;
    private TestingShadowLife life;

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        world = new TestingWorld(directory);
        world.localMosquitto();
        world.set("aws.pacer.enabled", "true");
        world.set("aws.shadow.sync", "true");
        cloud = world.cloudSimulator(
                options -> options.quotas(QUOTAS).shadowAnswerTime(ANSWER_TIME).onEvent(events::add));
        life = new TestingShadowLife(world, new TestingShadows(cloud), ENTITIES);
    }

    @AfterEach
    void end() {
        clock.shutdownNow();
        world.close();
    }

    @Test
    void bothSides_areTheSameAtTheEnd() throws Exception {
        TcpProxy network = world.networkTo(cloud);
        network.delay(Duration.ofMillis(50));
        Gateway gateway = world.connectedGateway();
        changeAtATime(network);
        ScheduledFuture<?> changes =
                clock.scheduleAtFixedRate(this::step, 0, BETWEEN_STEPS.toMillis(), TimeUnit.MILLISECONDS);

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

        life.awaitSame();
        awaitQuiet();
        assertBudgets();
    }

    /** The gateway hears of what applications do when its own updates are under way already. */
    private void changeAtATime(TcpProxy network) {
        IntStream.range(0, OFTEN).forEach(entity -> life.changeLocally(entity, "a"));
        IntStream.range(0, OFTEN).forEach(life::awaitReported);
        network.hold(TcpProxy.Direction.TO_CLIENT);
        IntStream.range(0, OFTEN).forEach(life::changeOnAws);
        IntStream.range(0, OFTEN).forEach(entity -> life.changeLocally(entity, "a"));
        await("conflicts").atMost(PATIENCE).until(() -> rejected(409) == OFTEN);
        network.release();
    }

    private void step() {
        if (steps.get() < STEPS) {
            life.step();
            steps.incrementAndGet();
        }
    }

    private void awaitStep(int step) {
        await("step " + step).atMost(PATIENCE).until(() -> steps.get() >= step);
    }

    private void awaitQuiet() {
        long before = requests();
        await("no more requests")
                .atMost(Duration.ofSeconds(3))
                .during(Duration.ofSeconds(2))
                .until(() -> requests() == before);
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

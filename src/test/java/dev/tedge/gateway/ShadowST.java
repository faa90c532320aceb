package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.simulator.SimulatorCounters.OverQuota;
import dev.tedge.simulator.SimulatorEvent;
import dev.tedge.simulator.quota.Quotas;
import dev.tedge.testing.TcpProxy;
import dev.tedge.testing.TcpProxy.Direction;
import dev.tedge.testing.process.MosquittoProcess;
import dev.tedge.testing.process.RequiresMosquitto;
import dev.tedge.testing.process.TedgeProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Twin data and shadows are the same at last, although the program is killed again and again while both sides change them. */
@RequiresMosquitto
class ShadowST {

    private static final int ENTITIES = 12;

    /** How often both sides change something from one trouble to the next. */
    private static final int STEPS = 12;

    private static final int STEPS_WITHOUT_GATEWAY = 4;
    private static final Duration BETWEEN_STEPS = Duration.ofMillis(150);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The requests of applications are those of the same thing. AWS's other rates have tests of their own. */
    private static final Quotas QUOTAS = Quotas.NONE
            .withShadowRequestsPerSecond(20)
            .withShadowRequestsInFlight(10)
            .withPublishesPerSecond(100);

    private final List<SimulatorEvent> events = new CopyOnWriteArrayList<>();
    private TestingWorld world;
    private MosquittoProcess local;
    private TestingCloud.Simulator cloud;
    private TcpProxy network;
    private TestingShadowLife life;
    private TedgeProcess gateway;
    private int steps;

    private interface Trouble {
        void happen() throws Exception;
    }

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        world = new TestingWorld(directory);
        local = world.localMosquitto();
        world.set("aws.pacer.enabled", "true");
        world.set("aws.shadow.sync", "true");
        cloud = world.cloudSimulator(options ->
                options.quotas(QUOTAS).shadowAnswerTime(Duration.ofMillis(100)).onEvent(events::add));
        network = world.networkTo(cloud);
        life = new TestingShadowLife(world, new TestingShadows(cloud), ENTITIES);
        gateway = world.process();
        awaitGateway();
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void bothSides_areTheSameAtTheEnd_whenTheProgramIsKilledInTheMiddle() throws Exception {
        List<Trouble> troubles =
                List.of(this::kill, this::killTwiceInARow, this::killOnADeadNetwork, this::killWithoutLocalBroker);
        for (Trouble trouble : troubles) {
            step(STEPS);
            trouble.happen();
            awaitGateway();
        }
        step(STEPS);

        life.awaitSame();
        assertThat(rejected(429)).isZero();
        assertThat(cloud.simulator().counters().overQuota()).isEqualTo(new OverQuota(0, 0, 0));
        assertThat(events).noneMatch(SimulatorEvent.Refused.class::isInstance);
        assertThat(requests()).isLessThanOrEqualTo(bound());
    }

    /** Changes have been acknowledged to the local broker, and have not reached AWS. */
    private void kill() throws IOException {
        gateway.kill();
        step(STEPS_WITHOUT_GATEWAY);
        gateway = world.process();
    }

    /** The second one has hardly begun to catch up. */
    private void killTwiceInARow() throws IOException {
        kill();
        awaitGateway();
        kill();
    }

    /** AWS has taken updates, and the gateway never hears of it. */
    private void killOnADeadNetwork() throws IOException {
        network.hold(Direction.TO_CLIENT);
        step(STEPS_WITHOUT_GATEWAY);
        gateway.kill();
        network.cut();
        network.release();
        gateway = world.process();
    }

    /** What is desired changes, and nobody takes it. */
    private void killWithoutLocalBroker() throws IOException {
        local.stop();
        IntStream.range(0, ENTITIES).forEach(life::changeOnAws);
        gateway.kill();
        local.start();
        gateway = world.process();
    }

    private void awaitGateway() {
        gateway.awaitLine("local: connected to");
        gateway.awaitLine("aws: connected to");
    }

    private void step(int count) {
        int end = steps + count;
        await("step " + end).atMost(PATIENCE).pollInterval(BETWEEN_STEPS).until(() -> {
            life.step();
            steps++;
            return steps == end;
        });
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

    /** Each is asked for at each connect and after each conflict; each change is one update at most, and one more after a conflict. */
    private long bound() {
        long connections = cloud.simulator().counters().connections();
        long changes = steps * (TestingShadowLife.CHANGES_EACH + 1L) + ENTITIES;
        return connections * ENTITIES + changes + 2 * rejected(409);
    }
}

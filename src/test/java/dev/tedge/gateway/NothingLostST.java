package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.testing.TcpProxy;
import dev.tedge.testing.TcpProxy.Direction;
import dev.tedge.testing.process.MosquittoProcess;
import dev.tedge.testing.process.RequiresMosquitto;
import dev.tedge.testing.process.TedgeProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing is lost while the gateway is killed five times, the cloud restarts five times and the network breaks ten times. What
 * happens when goes by the number of messages, not by the clock: each time the same.
 */
@SuppressWarnings("NullAway.Init") // Each test begins its own.
@RequiresMosquitto
class NothingLostST {

    /** How many messages are published from one trouble to the next. */
    private static final int STEP = 900;

    /** What is published while a trouble lasts: at 500 per second more than two seconds. */
    private static final int LONG = 1_500;

    private static final int SHORT = 300;

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private TestingWorld world;
    private TestingCloud cloud;
    private TcpProxy network;
    private TedgeProcess gateway;
    private TestingLoad load;

    /** How many messages have been published when the trouble of now has begun. */
    private int now;

    private interface Trouble {
        void happen() throws Exception;
    }

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        world = new TestingWorld(directory);
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void allMessages_arriveInOrder_atMosquitto() throws Exception {
        world.localMosquitto();
        cloud = world.cloudMosquitto();
        allMessagesArrive("20 troubles, mosquitto as cloud");
    }

    @Test
    void allMessages_arriveInOrder_atTheSimulator() throws Exception {
        world.localMosquitto();
        cloud = world.cloudSimulator();
        allMessagesArrive("20 troubles, simulator as cloud");
    }

    /** The local broker would soon have no room: the gateway takes messages although nobody tells that the network is dead. */
    @Test
    void messages_areStored_whileTheNetworkIsDead() throws Exception {
        world.local(MosquittoProcess.local(world.newDirectory("local")).persistence());
        cloud = world.cloudMosquitto();
        network = world.networkTo(cloud);
        gateway = world.process();
        gateway.awaitLine("local: connected to");
        gateway.awaitLine("aws: connected to");
        network.hold();
        TestingLoad.Plan plan =
                TestingLoad.Plan.STANDARD.count(2_500).perSecond(250).patience(PATIENCE);
        load = TestingLoad.begin(plan, world.publisher(), cloud);

        load.awaitPublished();
        world.awaitStored(2_500);
        assertThat(gateway.err()).noneMatch(line -> line.contains("WARN") && line.contains(" aws: "));
        network.release();

        load.awaitAll("Dead network");
    }

    private void allMessagesArrive(String title) throws Exception {
        network = world.networkTo(cloud);
        gateway = world.process();
        // From now on the local broker keeps for the gateway what comes.
        gateway.awaitLine("local: connected to");
        gateway.awaitLine("aws: connected to");
        load = TestingLoad.begin(
                TestingLoad.Plan.STANDARD
                        .count(20_000)
                        .topics(20)
                        .perSecond(500)
                        .patience(PATIENCE),
                2 * STEP + LONG,
                world.publisher(),
                cloud);
        for (Trouble trouble : troubles()) {
            now += STEP;
            load.awaitPublished(now);
            awaitTraffic();
            trouble.happen();
            load.allow(now + 2 * STEP + LONG);
        }
        load.allow(Integer.MAX_VALUE);
        try {
            load.awaitAll(title);
        } catch (ConditionTimeoutException missing) {
            throw new AssertionError(missing.getMessage() + "; " + whatTheGatewayKnows(), missing);
        }
    }

    /** A loss is rare and hard to repeat, so it tells all at once, and in one line: summaries show no more. */
    private String whatTheGatewayKnows() throws IOException {
        List<String> log = gateway.err();
        return "open connections: %d; status: %s; log: %s"
                .formatted(
                        network.openConnections(),
                        world.ask("status"),
                        String.join(" | ", log.subList(Math.max(0, log.size() - 20), log.size())));
    }

    /** Whatever happens next happens to messages on their way, and not only to old ones. */
    private void awaitTraffic() {
        int before = Math.max(load.arrived(), now - LONG);
        await("a connection to break").atMost(PATIENCE).until(() -> network.openConnections() == 1);
        await("messages on their way").atMost(PATIENCE).until(() -> load.arrived() > before);
    }

    /** Ten times the network, five times the cloud, five times the gateway. */
    private List<Trouble> troubles() {
        return List.of(
                network::cut,
                this::restartCloud,
                () -> network.cutAfter(Direction.TO_TARGET, 10_000),
                this::killGateway,
                () -> network.cutAfter(Direction.TO_CLIENT, 3_000),
                this::killGatewayWhileCloudIsAway,
                () -> network.halfClose(Direction.TO_TARGET),
                this::restartCloudAfterAWhile,
                () -> network.halfClose(Direction.TO_CLIENT),
                this::killGatewayOnADeadNetwork,
                () -> lose(Direction.TO_TARGET),
                this::restartCloud,
                () -> lose(Direction.TO_CLIENT),
                this::killGatewayTwiceInARow,
                this::holdForLong,
                this::restartCloudAfterAWhile,
                this::cutASlowNetwork);
    }

    private void killGateway() throws IOException {
        gateway.kill();
        gateway = world.process();
    }

    /** The second one has hardly begun to send what the first one had left. */
    private void killGatewayTwiceInARow() throws IOException {
        killGateway();
        gateway.awaitLine("aws: connected to");
        killGateway();
    }

    private void killGatewayWhileCloudIsAway() throws IOException {
        cloud.stop();
        load.awaitPublished(now + SHORT);
        killGateway();
        gateway.awaitLine("local: connected to");
        cloud.start();
    }

    /** What was sent and not acknowledged must not be overtaken by what came later and was stored. */
    private void killGatewayOnADeadNetwork() throws IOException {
        network.hold();
        load.awaitPublished(now + LONG);
        gateway.kill();
        network.cut();
        network.release();
        gateway = world.process();
    }

    private void restartCloud() throws IOException {
        cloud.stop();
        cloud.start();
    }

    private void restartCloudAfterAWhile() throws IOException {
        cloud.stop();
        load.awaitPublished(now + LONG);
        cloud.start();
    }

    private void lose(Direction direction) {
        network.drop(direction);
        load.awaitPublished(now + SHORT);
        network.cut();
        network.release();
    }

    /** Longer than messages wait in memory. */
    private void holdForLong() {
        network.hold();
        load.awaitPublished(now + LONG);
        network.cut();
        network.release();
    }

    private void cutASlowNetwork() {
        network.delay(Duration.ofMillis(100));
        load.awaitPublished(now + SHORT);
        network.cut();
        network.delay(Duration.ZERO);
    }
}

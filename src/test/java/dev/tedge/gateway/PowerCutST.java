package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.TcpProxy;
import dev.tedge.testing.process.MosquittoProcess;
import dev.tedge.testing.process.RequiresMosquitto;
import dev.tedge.testing.process.TedgeProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gateway and local broker end at once, without a word: what the gateway has stored is still there. */
@SuppressWarnings("NullAway.Init") // Each test begins its own.
@RequiresMosquitto
class PowerCutST {

    private static final int COUNT = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private TestingWorld world;
    private MosquittoProcess local;
    private TestingCloud cloud;
    private TcpProxy network;

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        world = new TestingWorld(directory);
        cloud = world.cloudMosquitto();
        network = world.networkTo(cloud);
        network.refuse();
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void allMessages_arrive_whenTheGatewayHadStoredThem() throws Exception {
        local = world.localMosquitto();
        TedgeProcess gateway = subscribed(world.process());
        TestingLoad load = TestingLoad.begin(TestingLoad.Plan.STANDARD, world.publisher(), cloud);
        load.awaitPublished();
        world.awaitStored(COUNT);
        // With the gateway's own messages of health.
        assertThat(world.ask("status").at("/outbox/depth").asInt()).isGreaterThanOrEqualTo(COUNT);

        cutPower(gateway);
        assertThat(world.stored()).isEqualTo(COUNT);
        restorePower();

        load.awaitAll("Power cut with 10,000 messages stored");
        assertThat(load.duplicates()).isZero();
    }

    @Test
    void allMessages_arrive_whenTheGatewayHadStoredSomeAndTheBrokerKeptTheRest() throws Exception {
        local = world.localMosquitto();
        TedgeProcess gateway = subscribed(world.process());
        TestingLoad load = TestingLoad.begin(TestingLoad.Plan.STANDARD, world.publisher(), cloud);
        load.awaitPublished(COUNT / 2);
        gateway.kill();
        load.awaitPublished();
        local.save();

        cutPower(gateway);
        int stored = world.stored();
        assertThat(stored).isBetween(1, COUNT - 1);
        restorePower();

        load.awaitAll("Power cut with %d messages stored and the rest saved by the broker".formatted(stored));
    }

    @Test
    void storedMessages_arrive_whenTheBrokerForgotTheRest() throws Exception {
        local = debiansMosquitto();
        TedgeProcess gateway = subscribed(world.process());
        TestingLoad load = TestingLoad.begin(TestingLoad.Plan.STANDARD, world.publisher(), cloud);
        load.awaitPublished(COUNT / 2);
        gateway.kill();
        load.awaitPublished();

        cutPower(gateway);
        int stored = world.stored();
        assertThat(stored).isBetween(1, COUNT - 1);
        restorePower();

        awaitEndOfQueue();
        System.out.printf(
                "Power cut with %d messages stored: %d arrived, %d lost by mosquitto with Debian's settings%n",
                stored, load.arrived(), COUNT - load.arrived());
        load.assertFirst(stored);
    }

    /** Not the gateway's doing: what users of mosquitto alone have to expect. */
    @Test
    void mosquitto_losesWhatItHasAcknowledged_withDebiansSettings() throws Exception {
        local = debiansMosquitto();
        System.out.printf(
                "mosquitto with Debian's settings, %d messages accepted: %d left after kill -9, %d left after SIGTERM%n",
                COUNT, left("killed", local::kill), left("stopped", local::stop));
    }

    /** @return how many of the messages that mosquitto has accepted for the gateway are left after it has ended */
    private int left(String topic, Runnable end) throws Exception {
        assertThat(subscribed(world.process()).terminate()).isZero();
        try (MqttProbe publisher = world.publisher()) {
            publisher.publishMany(COUNT, number -> "aws/td/" + topic, Integer::toString, 200);
        }
        end.run();
        local.start();
        network.accept();
        TedgeProcess gateway = subscribed(world.process());
        awaitEndOfQueue();
        gateway.terminate();
        network.refuse();
        return (int) cloud.seen().stream()
                .filter(message -> message.topic().equals("thinedge/robot-7/td/" + topic))
                .distinct()
                .count();
    }

    /** As {@code apt-get install mosquitto} leaves it: state on disk, and all else by default. */
    private MosquittoProcess debiansMosquitto() throws IOException {
        return world.local(MosquittoProcess.local(world.newDirectory("local")).persistence());
    }

    private void cutPower(TedgeProcess gateway) {
        local.kill();
        gateway.kill();
    }

    private void restorePower() throws IOException {
        local.start();
        network.accept();
        subscribed(world.process());
    }

    /** Messages do not overtake each other: when this one arrives, all before it have. */
    private void awaitEndOfQueue() {
        long before = ends();
        try (MqttProbe publisher = world.publisher()) {
            publisher.publish("aws/td/end", "end " + before);
        }
        await("the last message").atMost(PATIENCE).until(() -> ends() > before);
    }

    private long ends() {
        return cloud.seen().stream()
                .filter(message -> message.topic().equals("thinedge/robot-7/td/end"))
                .count();
    }

    private static TedgeProcess subscribed(TedgeProcess gateway) {
        gateway.awaitLine("local: connected to");
        return gateway;
    }
}

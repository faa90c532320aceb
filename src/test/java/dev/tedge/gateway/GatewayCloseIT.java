package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.TcpProxy;
import dev.tedge.testing.process.MosquittoProcess;
import dev.tedge.testing.process.RequiresMosquitto;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway ends soon, whatever is stuck, and leaves behind nothing that it has not passed on. */
@RequiresMosquitto
class GatewayCloseIT {

    private static final Duration SOON = Duration.ofSeconds(2);

    /** Twice 2.5 s for messages under way, a second for Camel, and a moment for each goodbye. */
    private static final Duration AT_LAST = Duration.ofSeconds(8);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final List<String> SERIES = List.of("a", "b", "c");

    private TestingWorld world;
    private TestingCloud.Mosquitto cloud;
    private TcpProxy localNetwork;
    private TcpProxy network;
    private MqttProbe publisher;

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        world = new TestingWorld(directory);
        MosquittoProcess local = world.localMosquitto();
        publisher = world.publisher();
        localNetwork = world.begin(TcpProxy.to(local.port()));
        world.localAt("127.0.0.1", localNetwork.port());
        cloud = world.cloudMosquitto();
        network = world.networkTo(cloud);
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void close_isQuick_whenNothingIsUnderWay() throws Exception {
        Gateway gateway = world.connectedGateway();

        assertThat(timeToClose(gateway)).isLessThan(SOON);
    }

    @Test
    void close_isQuick_whenNoBrokerIsThere() throws Exception {
        localNetwork.refuse();
        network.refuse();
        Gateway gateway = world.gateway();
        await("both links have failed")
                .atMost(PATIENCE)
                .until(() -> gateway.aws().lastFailure().isPresent()
                        && gateway.local().lastFailure().isPresent());

        assertThat(timeToClose(gateway)).isLessThan(SOON);
    }

    @Test
    void close_isQuick_whenTheCloudIsDown_andMessagesWait() throws Exception {
        Gateway gateway = world.connectedGateway();
        network.refuse();
        network.cut();
        await("the cloud is down").atMost(PATIENCE).until(() -> !gateway.aws().up());
        publish(500);

        assertThat(timeToClose(gateway)).isLessThan(SOON);
        network.accept();
        world.connectedGateway();
        awaitArrived(500);
    }

    @Test
    void close_ends_whenTheCloudIsStuck_andWhatWaitedArrivesLater() throws Exception {
        Gateway gateway = world.connectedGateway();
        network.hold();
        publish(500);

        assertThat(timeToClose(gateway)).isLessThan(AT_LAST);
        network.cut();
        network.release();
        world.connectedGateway();
        awaitArrived(500);
    }

    @Test
    void close_ends_whenBothNetworksAreDead() throws Exception {
        Gateway gateway = world.connectedGateway();
        network.hold();
        publish(100);
        localNetwork.hold();

        assertThat(timeToClose(gateway)).isLessThan(AT_LAST);
        localNetwork.cut();
        localNetwork.release();
        network.cut();
        network.release();
        world.connectedGateway();
        awaitArrived(100);
    }

    @Test
    void gathered_isSent_atTheEnd() throws Exception {
        gather();
        Gateway gateway = world.connectedGateway();
        measure();

        assertThat(timeToClose(gateway)).isLessThan(SOON);
        awaitGathered();
    }

    @Test
    void gathered_isKept_whenTheCloudIsStuck() throws Exception {
        gather();
        Gateway gateway = world.connectedGateway();
        measure();
        network.hold();

        assertThat(timeToClose(gateway)).isLessThan(AT_LAST);
        network.cut();
        network.release();
        world.connectedGateway();
        awaitGathered();
    }

    /** What is measured waits for an hour, in memory. */
    private void gather() throws Exception {
        String text = Files.readString(Path.of("deploy/examples/routes/minute-summary/telemetry.camel.yaml"));
        assertThat(text).contains("\"60000\"");
        Files.writeString(
                Files.createDirectories(world.config().resolve("routes")).resolve("telemetry.camel.yaml"),
                text.replace("\"60000\"", "\"3600000\""));
    }

    private void measure() {
        SERIES.forEach(type -> publisher.publish("te/device/main///m/" + type, "{\"t\":1}"));
        publisher.publish("te/device/main///m/a", "{\"t\":3}");
        publisher.publish("aws/td/last", "the ones before have been gathered");
        await("the last message")
                .atMost(PATIENCE)
                .until(() -> cloud.seen().stream()
                        .anyMatch(message -> message.topic().endsWith("/td/last")));
    }

    private void awaitGathered() {
        await("the summaries")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(cloud.seen())
                        .filteredOn(message -> message.topic().contains("/m/"))
                        .extracting(TestingCloud.Seen::topic)
                        .containsExactlyElementsOf(SERIES.stream()
                                .map("thinedge/robot-7/td/device:main/m/"::concat)
                                .toList()));
        assertThat(cloud.seen()).anyMatch(message -> message.payload().contains("\"count\":2"));
    }

    private static Duration timeToClose(Gateway gateway) {
        long begin = System.nanoTime();
        gateway.close();
        Duration time = Duration.ofNanos(System.nanoTime() - begin);
        System.out.printf("Closed after %d ms%n", time.toMillis());
        return time;
    }

    private void publish(int count) {
        publisher.publishMany(count, number -> "aws/td/load", Integer::toString, 100);
    }

    private void awaitArrived(int count) {
        await(count + " messages")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(cloud.seen().stream()
                                .filter(message -> message.topic().equals("thinedge/robot-7/td/load"))
                                .map(TestingCloud.Seen::payload)
                                .distinct())
                        .containsExactlyElementsOf(IntStream.range(0, count)
                                .mapToObj(Integer::toString)
                                .toList()));
    }
}

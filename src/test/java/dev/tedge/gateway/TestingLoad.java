package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.ReceivedMessage;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Ten thousand numbered messages on their way to the cloud, on several topics. */
final class TestingLoad {

    static final int COUNT = 10_000;

    private static final int TOPICS = 7;
    private static final int WINDOW = 200;
    private static final String CLOUD_PREFIX = "thinedge/robot-7/td/load/";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final MqttProbe cloud;
    private final CompletableFuture<Void> publishing;

    private TestingLoad(MqttProbe cloud, CompletableFuture<Void> publishing) {
        this.cloud = cloud;
        this.publishing = publishing;
    }

    /** Begins to publish at full speed. */
    static TestingLoad begin(MqttProbe local, MqttProbe cloud) {
        return new TestingLoad(
                cloud,
                CompletableFuture.runAsync(() -> local.publishMany(
                        COUNT, number -> "aws/td/load/" + number % TOPICS, Integer::toString, WINDOW)));
    }

    /** Waits until about so many have arrived on the cloud. */
    void awaitArrived(int count) {
        await(count + " messages on the cloud").atMost(PATIENCE).until(() -> arrivals() >= count);
    }

    /** Waits until the local broker has taken all of them. */
    void awaitPublished() throws Exception {
        publishing.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Waits for all; each topic's messages must have come in order, if one does not count what was sent again. */
    void awaitAll(String title) throws Exception {
        awaitPublished();
        await("all messages of '" + title + "'")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(missing()).isZero());
        List<Integer> numbers = numbers();
        System.out.printf("%s: %d messages arrived, %d of them twice%n", title, COUNT, numbers.size() - COUNT);
        for (int topic = 0; topic < TOPICS; topic++) {
            assertOrder(topic, numbers);
        }
    }

    private long arrivals() {
        return cloud.messages().stream().filter(TestingLoad::isLoad).count();
    }

    private int missing() {
        BitSet there = new BitSet(COUNT);
        numbers().forEach(there::set);
        return COUNT - there.cardinality();
    }

    private List<Integer> numbers() {
        return cloud.messages().stream()
                .filter(TestingLoad::isLoad)
                .map(message -> Integer.valueOf(message.text()))
                .toList();
    }

    private static boolean isLoad(ReceivedMessage message) {
        return message.topic().startsWith(CLOUD_PREFIX);
    }

    private static void assertOrder(int topic, List<Integer> numbers) {
        assertThat(numbers.stream().filter(number -> number % TOPICS == topic).distinct())
                .as("first arrivals on topic " + topic)
                .isSorted();
    }
}

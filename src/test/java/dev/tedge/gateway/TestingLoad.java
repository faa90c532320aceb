package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.gateway.TestingCloud.Seen;
import dev.tedge.testing.MqttProbe;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Numbered messages on their way to the cloud, on several topics. */
final class TestingLoad {

    private static final int WINDOW = 200;
    private static final String CLOUD_PREFIX = "thinedge/robot-7/td/load/";

    private final Plan plan;
    private final Supplier<List<Seen>> cloud;
    private final CompletableFuture<Void> publishing;

    /**
     * What to publish.
     *
     * @param count number of messages
     * @param topics that take turns
     * @param perSecond most messages in a second; 0 for as many as the local broker takes
     * @param qos 0, 1 or 2
     * @param patience how long to wait for what is expected
     */
    record Plan(int count, int topics, int perSecond, int qos, Duration patience) {

        /** Ten thousand on 7 topics with QoS 1, at full speed. */
        static final Plan STANDARD = new Plan(10_000, 7, 0, 1, Duration.ofSeconds(60));

        Plan count(int messages) {
            return new Plan(messages, topics, perSecond, qos, patience);
        }

        Plan topics(int number) {
            return new Plan(count, number, perSecond, qos, patience);
        }

        Plan perSecond(int rate) {
            return new Plan(count, topics, rate, qos, patience);
        }

        Plan qos(int quality) {
            return new Plan(count, topics, perSecond, quality, patience);
        }

        Plan patience(Duration longest) {
            return new Plan(count, topics, perSecond, qos, longest);
        }

        private void publish(MqttProbe local) {
            long start = System.nanoTime();
            local.publishMany(
                    count,
                    number -> {
                        awaitTurn(start, number);
                        return "aws/td/load/" + number % topics;
                    },
                    Integer::toString,
                    WINDOW,
                    qos);
        }

        /** By the clock, so that a late message does not make all others late. */
        private void awaitTurn(long start, int number) {
            long turn = perSecond == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) * number / perSecond;
            for (long left = turn - (System.nanoTime() - start); left > 0; left = turn - (System.nanoTime() - start)) {
                LockSupport.parkNanos(left);
            }
        }
    }

    private TestingLoad(Plan plan, Supplier<List<Seen>> cloud, CompletableFuture<Void> publishing) {
        this.plan = plan;
        this.cloud = cloud;
        this.publishing = publishing;
    }

    /** Begins to publish the standard load; the cloud is what its observer sees. */
    static TestingLoad begin(MqttProbe local, MqttProbe observer) {
        return begin(
                Plan.STANDARD,
                local,
                () -> observer.messages().stream()
                        .map(message -> new Seen(message.topic(), message.text()))
                        .toList());
    }

    /** Begins to publish. */
    static TestingLoad begin(Plan plan, MqttProbe local, TestingCloud cloud) {
        return begin(plan, local, cloud::seen);
    }

    private static TestingLoad begin(Plan plan, MqttProbe local, Supplier<List<Seen>> cloud) {
        return new TestingLoad(plan, cloud, CompletableFuture.runAsync(() -> plan.publish(local)));
    }

    /** Waits until about so many have arrived on the cloud. */
    void awaitArrived(int count) {
        await(count + " messages on the cloud")
                .atMost(plan.patience())
                .until(() -> numbers().size() >= count);
    }

    /** Waits until the local broker has taken all of them. */
    void awaitPublished() throws Exception {
        publishing.get(plan.patience().toSeconds(), TimeUnit.SECONDS);
    }

    /** Waits for all; each topic's messages must have come in order, if one does not count what was sent again. */
    void awaitAll(String title) throws Exception {
        awaitPublished();
        await("all messages of '" + title + "'")
                .atMost(plan.patience())
                .untilAsserted(() -> assertThat(missing()).isZero());
        List<Integer> numbers = numbers();
        System.out.printf("%s: %d messages arrived, %d of them twice%n", title, plan.count(), duplicates());
        for (int topic = 0; topic < plan.topics(); topic++) {
            assertOrder(topic, numbers);
        }
    }

    /** How many have arrived that had been there before. */
    int duplicates() {
        List<Integer> numbers = numbers();
        return numbers.size() - different(numbers);
    }

    private int missing() {
        return plan.count() - different(numbers());
    }

    private static int different(List<Integer> numbers) {
        BitSet there = new BitSet();
        numbers.forEach(there::set);
        return there.cardinality();
    }

    private List<Integer> numbers() {
        return cloud.get().stream()
                .filter(message -> message.topic().startsWith(CLOUD_PREFIX))
                .map(message -> Integer.valueOf(message.payload()))
                .toList();
    }

    private void assertOrder(int topic, List<Integer> numbers) {
        assertThat(numbers.stream()
                        .filter(number -> number % plan.topics() == topic)
                        .distinct())
                .as("first arrivals on topic " + topic)
                .isSorted();
    }
}

package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.gateway.TestingCloud.Seen;
import dev.tedge.testing.MqttProbe;
import java.time.Duration;
import java.util.ArrayList;
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
    private final Turnstile turnstile;
    private final CompletableFuture<Void> publishing;

    /**
     * What to publish.
     *
     * @param count number of messages
     * @param topics that take turns
     * @param perSecond most messages in a second; 0 for as many as the local broker takes
     * @param qos 0, 1 or 2
     * @param bytes least size of a payload
     * @param patience how long to wait for what is expected
     */
    record Plan(int count, int topics, int perSecond, int qos, int bytes, Duration patience) {

        /** Ten thousand on 7 topics with QoS 1, at full speed. */
        static final Plan STANDARD = new Plan(10_000, 7, 0, 1, 0, Duration.ofSeconds(60));

        Plan count(int messages) {
            return new Plan(messages, topics, perSecond, qos, bytes, patience);
        }

        Plan topics(int number) {
            return new Plan(count, number, perSecond, qos, bytes, patience);
        }

        Plan perSecond(int rate) {
            return new Plan(count, topics, rate, qos, bytes, patience);
        }

        Plan qos(int quality) {
            return new Plan(count, topics, perSecond, quality, bytes, patience);
        }

        Plan bytes(int least) {
            return new Plan(count, topics, perSecond, qos, least, patience);
        }

        Plan patience(Duration longest) {
            return new Plan(count, topics, perSecond, qos, bytes, longest);
        }
    }

    private TestingLoad(Plan plan, int limit, MqttProbe local, Supplier<List<Seen>> cloud) {
        this.plan = plan;
        this.cloud = cloud;
        this.turnstile = new Turnstile(plan.perSecond(), limit);
        this.publishing = CompletableFuture.runAsync(() -> publish(local));
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

    /** Begins to publish, and stops before this number until {@link #allow}. */
    static TestingLoad begin(Plan plan, int limit, MqttProbe local, TestingCloud cloud) {
        return new TestingLoad(plan, limit, local, cloud::seen);
    }

    private static TestingLoad begin(Plan plan, MqttProbe local, Supplier<List<Seen>> cloud) {
        return new TestingLoad(plan, Integer.MAX_VALUE, local, cloud);
    }

    private void publish(MqttProbe local) {
        local.publishMany(
                plan.count(),
                number -> {
                    turnstile.pass(number);
                    return "aws/td/load/" + number % plan.topics();
                },
                number -> number + " ".repeat(Math.max(0, plan.bytes() - 5)),
                WINDOW,
                plan.qos());
    }

    /** Goes on until this number. */
    void allow(int limit) {
        turnstile.limit = limit;
    }

    /** Waits until about so many have arrived on the cloud. */
    void awaitArrived(int count) {
        await(count + " messages on the cloud")
                .atMost(plan.patience())
                .until(() -> numbers().size() >= count);
    }

    /** How many different ones have arrived on the cloud. */
    int arrived() {
        return different(numbers());
    }

    /** Waits until about so many have been published; a window of them may not have reached the local broker yet. */
    void awaitPublished(int count) {
        await(count + " messages published").atMost(plan.patience()).until(() -> turnstile.passed >= count);
    }

    /** Waits until the local broker has taken all of them. */
    void awaitPublished() throws Exception {
        publishing.get(plan.patience().toSeconds(), TimeUnit.SECONDS);
    }

    /** Waits for all; each topic's messages must have come in order, if one does not count what was sent again. */
    void awaitAll(String title) throws Exception {
        awaitPublished();
        await("all messages of '" + title + "'").atMost(plan.patience()).untilAsserted(this::assertNothingMissing);
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

    /** The first so many have all arrived. */
    void assertFirst(int count) {
        BitSet there = new BitSet();
        numbers().forEach(there::set);
        assertThat(there.nextClearBit(0)).as("the first that has not arrived").isGreaterThanOrEqualTo(count);
    }

    /** In one line, as summaries of test runs show only the first. */
    private void assertNothingMissing() {
        List<String> missing = missing();
        assertThat(missing).withFailMessage("missing: %s", missing).isEmpty();
    }

    /** As "first-last", so that a test that fails says what is gone. */
    private List<String> missing() {
        BitSet there = new BitSet();
        numbers().forEach(there::set);
        List<String> missing = new ArrayList<>();
        for (int first = there.nextClearBit(0); first < plan.count(); ) {
            int next = there.nextSetBit(first);
            int end = next < 0 ? plan.count() : next;
            missing.add(first + "-" + (end - 1));
            first = there.nextClearBit(end);
        }
        return missing;
    }

    private static int different(List<Integer> numbers) {
        BitSet there = new BitSet();
        numbers.forEach(there::set);
        return there.cardinality();
    }

    private List<Integer> numbers() {
        return cloud.get().stream()
                .filter(message -> message.topic().startsWith(CLOUD_PREFIX))
                .map(message -> Integer.valueOf(message.payload().trim()))
                .toList();
    }

    private void assertOrder(int topic, List<Integer> numbers) {
        assertThat(numbers.stream()
                        .filter(number -> number % plan.topics() == topic)
                        .distinct())
                .as("first arrivals on topic " + topic)
                .isSorted();
    }

    /** Lets numbers through one by one, as fast as is planned and as far as is allowed. */
    private static final class Turnstile {

        private final int perSecond;
        private volatile int limit;
        private volatile int passed;
        private long start = System.nanoTime();

        Turnstile(int perSecond, int limit) {
            this.perSecond = perSecond;
            this.limit = limit;
        }

        void pass(int number) {
            awaitPermission(number);
            awaitTurn(number);
            passed = number + 1;
        }

        /** The time in which nothing was allowed does not count. */
        private void awaitPermission(int number) {
            long since = System.nanoTime();
            while (number >= limit) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
            start += System.nanoTime() - since;
        }

        /** By the clock, so that a late message does not make all others late. */
        private void awaitTurn(int number) {
            long turn = perSecond == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) * number / perSecond;
            for (long left = turn - (System.nanoTime() - start); left > 0; left = turn - (System.nanoTime() - start)) {
                LockSupport.parkNanos(left);
            }
        }
    }
}

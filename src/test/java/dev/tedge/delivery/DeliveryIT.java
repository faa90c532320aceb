package dev.tedge.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.delivery.store.DeadLetter;
import dev.tedge.delivery.store.Priority;
import dev.tedge.delivery.store.Selection;
import dev.tedge.delivery.store.StoredMessage;
import dev.tedge.link.LinkUnavailableException;
import dev.tedge.link.PublishRefusedException;
import dev.tedge.link.Publisher;
import dev.tedge.link.session.OutboundMessage;
import dev.tedge.message.TopicFilter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Delivery with a real store, and a link that answers when it is told to. */
class DeliveryIT {

    private static final int WINDOW = 50;
    private static final String MEASUREMENT = "thinedge/x/td/device:main/m/t";
    private static final String EVENT = "thinedge/x/td/device:main/e/t";
    private static final String ALARM = "thinedge/x/td/device:main/a/t";

    private final Path directory;
    private final List<String> outcomes = new CopyOnWriteArrayList<>();
    private final List<String> reported = new CopyOnWriteArrayList<>();
    private final Map<Priority, Overflow> overflow = new EnumMap<>(Map.of(
            Priority.HIGH, Overflow.HOLD, Priority.MEDIUM, Overflow.DROP_OLDEST, Priority.LOW, Overflow.DROP_OLDEST));
    private long maxBytes = 1 << 20;
    private Duration maxAge = Duration.ofDays(1);
    private TestingAws aws = new TestingAws();
    private Delivery delivery;

    DeliveryIT(@TempDir Path directory) {
        this.directory = directory;
        this.delivery = open();
    }

    @AfterEach
    void close() {
        delivery.close();
    }

    @Test
    void whatIsStoredWhileTheLinkIsDown_isDrainedInOrder_andThenItIsLiveAgain() {
        publish(MEASUREMENT, 250);
        awaitOutcomes(250);
        assertThat(outcomes).allMatch(outcome -> outcome.endsWith(" safe"));
        assertThat(depth()).isEqualTo(250);

        delivery.linkChanged(true);
        drain(250);
        awaitDepth(0);
        publish(MEASUREMENT, "live");
        aws.acknowledge("live");

        assertThat(aws.published()).hasSize(251).startsWith(numbers(250)).endsWith("live");
        assertThat(delivery.counters())
                .containsEntry("accepted", 251L)
                .containsEntry("stored", 250L)
                .containsEntry("drained", 250L)
                .containsEntry("live", 1L)
                .containsEntry("acknowledged", 251L);
    }

    @Test
    void whatIsStored_survivesARestart_andUrgentMessagesGoFirst() {
        publish(MEASUREMENT, "measurement 1", "measurement 2");
        publish(EVENT, "event");
        publish(ALARM, "alarm");
        awaitOutcomes(4);
        reopen();
        delivery.linkChanged(true);

        await().until(() -> aws.published().size() == 4);
        assertThat(aws.published().get(0)).isEqualTo("alarm");
        assertThat(aws.published().indexOf("measurement 1"))
                .isLessThan(aws.published().indexOf("measurement 2"));
    }

    @Test
    void whatWasSentButNotAcknowledged_isKept_andSentOnceMoreAfterARestart() {
        delivery.linkChanged(true);
        publish(MEASUREMENT, "a", "b");
        aws.acknowledge("a");
        delivery.linkChanged(false);
        awaitOutcomes(2);
        reopen();
        delivery.linkChanged(true);

        await().until(() -> aws.published().equals(List.of("b")));
    }

    @Test
    void routeThatNeverEnds_isSeen_onTheThreadThatRunsIt() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        delivery.publish(new OutboundMessage(EVENT, new byte[0], 1, false), new Publisher.Callback() {
            @Override
            public void delivered() {
                asked.countDown();
                await().until(() -> end.getCount() == 0);
            }

            @Override
            public void failed(Exception failure) {
                outcomes.add("failed: " + failure.getMessage());
            }
        });
        asked.await();
        CountDownLatch answers = new CountDownLatch(1);
        thread("aws-outbox-outcomes").execute(answers::countDown);
        CountDownLatch disk = new CountDownLatch(1);
        thread("aws-outbox").execute(disk::countDown);
        disk.await();

        assertThat(answers.getCount()).isOne();
        end.countDown();
        answers.await();
    }

    @Test
    void close_makesSafe_whatTheLinkGivesBack() {
        delivery.linkChanged(true);
        publish(MEASUREMENT, "a");
        delivery.stop();
        aws.giveBack("a", new LinkUnavailableException("stopped"));
        reopen();

        assertThat(outcomes).containsExactly("a safe");
        assertThat(depth()).isEqualTo(1);
    }

    @Test
    void afterClose_nothingIsTaken() {
        delivery.close();
        publish(MEASUREMENT, "late");

        assertThat(outcomes).containsExactly("late failed: The gateway is stopping");
    }

    @Test
    void aMessageThatBreaksARule_isADeadLetter_beforeItsRouteHearsOfIt() {
        publish("a/b/c/d/e/f/g/h/i", "bad");
        awaitOutcomes(1);

        assertThat(outcomes.get(0))
                .startsWith("bad failed: 'a/b/c/d/e/f/g/h/i' was refused")
                .contains("slashes");
        assertThat(delivery.inventory().deadLetters(Selection.ALL, 10))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.cause()).isEqualTo(DeadLetter.Cause.RULE);
                    assertThat(letter.reason()).contains("slashes");
                    assertThat(text(letter.message())).isEqualTo("bad");
                });
        assertThat(aws.published()).isEmpty();
        assertThat(delivery.counters()).containsEntry("parked.rule", 1L);
    }

    @Test
    void aStoredMessageThatAwsRefuses_isReported_asNoRouteWaitsForIt() {
        publish(MEASUREMENT, "bad", "good");
        awaitOutcomes(2);
        delivery.linkChanged(true);
        await().until(() -> aws.unanswered().size() == 2);
        aws.refuse("bad", "not this one");
        aws.acknowledge("good");

        await().until(() -> !reported.isEmpty());
        assertThat(reported).singleElement().asString().contains("not this one");
        awaitDepth(0);
        assertThat(delivery.inventory().deadLetters().messages()).isEqualTo(1);
    }

    @Test
    void replay_sendsDeadLettersOnceMore_butNotThoseThatStillBreakARule() {
        delivery.linkChanged(true);
        publish("a/b/c/d/e/f/g/h/i", "bad");
        publish(MEASUREMENT, "refused");
        aws.refuse("refused", "for now");
        awaitOutcomes(2);
        var replay = delivery.inventory().replay(Selection.ALL);

        assertThat(replay.moved()).isEqualTo(1);
        assertThat(replay.kept()).isEqualTo(1);
        assertThat(replay.reason()).get().asString().contains("slashes");
        await().until(() -> aws.unanswered().contains("refused"));
        publish(MEASUREMENT, "later");
        aws.acknowledge("refused");
        await().until(() -> aws.unanswered().contains("later"));
        assertThat(aws.published()).containsExactly("refused", "refused", "later");
        awaitDepthAtMost(1);
    }

    @Test
    void dropOutbox_leavesWhatIsBeingSent() {
        publish(MEASUREMENT, 200);
        publish(EVENT, "event");
        awaitOutcomes(201);
        delivery.linkChanged(true);
        await().until(() -> aws.unanswered().size() == WINDOW);
        long dropped = delivery.inventory().dropOutbox(selection(MEASUREMENT));

        assertThat(dropped).isEqualTo(201 - WINDOW);
        aws.acknowledge(aws.unanswered().toArray(String[]::new));
        awaitDepth(0);
        assertThat(aws.published()).hasSize(WINDOW);
        publish(MEASUREMENT, "live again");
        assertThat(aws.published()).endsWith("live again");
    }

    @Test
    void dropOldest_makesRoom_alsoForWhatIsMoreUrgent() {
        maxBytes = 64 << 10;
        reopen();
        publish(MEASUREMENT, new byte[1000], 100);
        publish(ALARM, "alarm");
        awaitOutcomes(101);

        assertThat(waiting(Priority.HIGH)).isEqualTo(1);
        long left = waiting(Priority.LOW);
        assertThat(left).isLessThan(65);
        assertThat(delivery.counters()).containsEntry("dropped.oldest-low", 100 - left);
        assertThat(bytes()).isLessThanOrEqualTo(maxBytes);
    }

    @Test
    void dropNewest_keepsWhatIsThere() {
        overflow.put(Priority.LOW, Overflow.DROP_NEWEST);
        maxBytes = 64 << 10;
        reopen();
        publish(MEASUREMENT, "first");
        publish(MEASUREMENT, new byte[1000], 100);
        awaitOutcomes(101);

        List<StoredMessage> kept = delivery.inventory().outbox(Selection.ALL, 1_000);
        assertThat(text(kept.get(0).message())).isEqualTo("first");
        assertThat(delivery.counters()).containsEntry("dropped.newest-low", 101L - kept.size());
    }

    @Test
    void hold_leavesMessagesUnsafe_untilThereIsRoom() {
        overflow.put(Priority.LOW, Overflow.HOLD);
        maxBytes = 64 << 10;
        reopen();
        publish(MEASUREMENT, new byte[1000], 80);
        int room = (int) (maxBytes / (1000 + MEASUREMENT.length() + 48));
        awaitOutcomes(room);

        delivery.linkChanged(true);
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            aws.acknowledge(aws.unanswered().toArray(String[]::new));
            return acknowledged() == 80;
        });
        awaitOutcomes(80);
        assertThat(delivery.counters()).doesNotContainKey("dropped.oldest-low").doesNotContainKey("dropped.newest-low");
    }

    @Test
    void whatIsTooOld_isDropped() {
        maxAge = Duration.ofMillis(200);
        reopen();
        publish(MEASUREMENT, "old");
        awaitOutcomes(1);

        awaitDepth(0);
        assertThat(delivery.counters()).containsEntry("dropped.expired", 1L);
        delivery.linkChanged(true);
        publish(MEASUREMENT, "new");
        assertThat(aws.published()).containsExactly("new");
    }

    @Test
    void whatFindsNoWayOut_goesToTheDisk_thoughTheLinkIsUp() {
        delivery.linkChanged(true);
        publish(MEASUREMENT, WINDOW + 5);

        // With what was sent before it and has no answer yet: killed now, it would otherwise overtake that.
        await().atMost(Duration.ofSeconds(10)).until(() -> outcomes.size() == WINDOW + 5);
        assertThat(depth()).isEqualTo(WINDOW + 5);
        publish(MEASUREMENT, "behind");
        drain(WINDOW);
        await().until(() -> aws.published().contains("behind"));
        assertThat(aws.published()).endsWith("behind");
    }

    private Delivery open() {
        OutboxConfig config = new OutboxConfig(directory, maxBytes, maxAge, overflow, 1 << 20);
        return Delivery.open(config, new Delivery.Way(aws, WINDOW), new Delivery.Reports() {
            @Override
            public void refused(PublishRefusedException refusal) {
                reported.add(refusal.getMessage());
            }

            @Override
            public void broken(String reason) {
                reported.add(reason);
            }
        });
    }

    private Executor thread(String name) {
        return Objects.requireNonNull(delivery.threads().get(name), name);
    }

    private void reopen() {
        delivery.close();
        aws = new TestingAws();
        delivery = open();
    }

    private void publish(String topic, int count) {
        publish(topic, numbers(count));
    }

    private void publish(String topic, String... payloads) {
        for (String payload : payloads) {
            publish(topic, payload, payload.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void publish(String topic, byte[] payload, int count) {
        for (int i = 0; i < count; i++) {
            byte[] numbered = payload.clone();
            byte[] number = Integer.toString(i).getBytes(StandardCharsets.UTF_8);
            System.arraycopy(number, 0, numbered, 0, number.length);
            publish(topic, "message", numbered);
        }
    }

    private void publish(String topic, String name, byte[] payload) {
        delivery.publish(new OutboundMessage(topic, payload, 1, false), new Publisher.Callback() {
            @Override
            public void delivered() {
                outcomes.add(name + " safe");
            }

            @Override
            public void failed(Exception failure) {
                outcomes.add(name + " failed: " + failure.getMessage());
            }
        });
    }

    private void drain(int count) {
        long before = acknowledged();
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            aws.acknowledge(aws.unanswered().toArray(String[]::new));
            return acknowledged() - before >= count;
        });
    }

    private static String[] numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toArray(String[]::new);
    }

    private static String text(OutboundMessage message) {
        return new String(message.payload(), StandardCharsets.UTF_8);
    }

    private static Selection selection(String topic) {
        return new Selection(
                Set.of(), Optional.of(new TopicFilter(topic)), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private void awaitOutcomes(int count) {
        await().untilAsserted(() -> assertThat(outcomes).hasSize(count));
    }

    private void awaitDepth(long depth) {
        await().untilAsserted(() -> assertThat(depth()).isEqualTo(depth));
    }

    private void awaitDepthAtMost(long depth) {
        await().untilAsserted(() -> assertThat(depth()).isLessThanOrEqualTo(depth));
    }

    private long acknowledged() {
        return delivery.counters().getOrDefault("acknowledged", 0L);
    }

    private long waiting(Priority priority) {
        return delivery.inventory()
                .outbox(
                        new Selection(
                                Set.of(), Optional.empty(), Optional.of(priority), Optional.empty(), Optional.empty()),
                        10_000)
                .size();
    }

    private long depth() {
        return delivery.inventory().outbox().values().stream()
                .mapToLong(totals -> totals.messages())
                .sum();
    }

    private long bytes() {
        return delivery.inventory().outbox().values().stream()
                .mapToLong(totals -> totals.bytes())
                .sum();
    }
}

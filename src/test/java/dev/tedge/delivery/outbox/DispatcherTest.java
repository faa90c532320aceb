package dev.tedge.delivery.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.delivery.Delivery;
import dev.tedge.delivery.TestingAws;
import dev.tedge.delivery.store.Priority;
import dev.tedge.delivery.store.StoredMessage;
import dev.tedge.link.LinkUnavailableException;
import dev.tedge.link.Publisher;
import dev.tedge.link.session.OutboundMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DispatcherTest {

    private static final String MEASUREMENT = "thinedge/x/td/device:main/m/t";
    private static final String ALARM = "thinedge/x/td/device:main/a/t";

    private final TestingAws aws = new TestingAws();
    private final TestingDisk disk = new TestingDisk();
    private final Chores chores = new Chores(disk);
    private final Counters counters = new Counters();
    private final List<String> outcomes = new ArrayList<>();

    private Dispatcher dispatcher = dispatcher(3, Map.of());

    @Test
    void messages_passWithoutTheDisk_whileTheLinkIsUp() {
        dispatcher.linkChanged(true);
        accept("a", "b");
        aws.acknowledge("a", "b");

        assertThat(outcomes).containsExactly("a safe", "b safe");
        assertThat(disk.asked()).isFalse();
        assertThat(counters.snapshot()).containsEntry("live", 2L).containsEntry("acknowledged", 2L);
    }

    @Test
    void messages_goToTheDisk_whileTheLinkIsDown() {
        accept("a", "b");

        assertThat(aws.published()).isEmpty();
        assertThat(written()).containsExactly("a", "b");
        assertThat(outcomes).containsExactly("a safe", "b safe");
    }

    @Test
    void whatWasSent_isWrittenWhenTheLinkGoesDown_beforeWhatComesLater() {
        dispatcher.linkChanged(true);
        accept("a", "b", "c", "d");
        dispatcher.linkChanged(false);
        accept("e");

        assertThat(written()).containsExactly("a", "b", "c", "d", "e");
        assertThat(outcomes).containsExactly("a safe", "b safe", "c safe", "d safe", "e safe");
    }

    @Test
    void whatWasSent_isWrittenBeforeWhatComesLater_whenTooMuchWaits() {
        dispatcher.linkChanged(true);
        String[] payloads = numbers(3 + 5_000 + 1);
        accept(payloads);

        assertThat(dispatcher.takeUnwritten(6_000, 10_000_000))
                .extracting(entry -> text(entry.message()))
                .containsExactly(payloads);
    }

    @Test
    void reading_goesOn_whenItHasWaitedForTheRemovalOfWhatWasSent() {
        dispatcher = dispatcher(1, Map.of(Priority.LOW, 2_000L));
        dispatcher.linkChanged(true);
        String[] payloads = numbers(1_100);
        read(payloads);
        aws.acknowledge(payloads);

        Work work = work();
        assertThat(work.remove()).hasSize(1_100);
        assertThat(work.read()).isEmpty();
        dispatcher.removed();
        assertThat(work().read())
                .singleElement()
                .satisfies(reading -> assertThat(reading.after()).isEqualTo(1_100));
    }

    @Test
    void whatWasSentAndWritten_isNotReadAgain_andRemovedWhenAcknowledged() {
        dispatcher.linkChanged(true);
        accept("a", "b");
        dispatcher.linkChanged(false);
        accept("c");
        written();
        dispatcher.linkChanged(true);
        read("c");
        aws.acknowledge("a", "b", "c");

        assertThat(aws.published()).containsExactly("a", "b", "c");
        assertThat(removed()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void whatIsAcknowledgedBeforeItIsWritten_isNotWritten() {
        dispatcher.linkChanged(true);
        accept("a");
        dispatcher.linkChanged(false);
        aws.acknowledge("a");

        assertThat(written()).isEmpty();
        assertThat(outcomes).containsExactly("a safe");
    }

    @Test
    void whatIsAcknowledgedWhileItIsWritten_isRemoved() {
        dispatcher.linkChanged(true);
        accept("a");
        dispatcher.linkChanged(false);
        Work work = work();
        aws.acknowledge("a");
        tell(dispatcher.written(work.write()));

        assertThat(removed()).containsExactly(1L);
        assertThat(outcomes).containsExactly("a safe");
    }

    @Test
    void newMessages_queueBehindThoseOnDisk_untilTheseAreSent() {
        dispatcher = dispatcher(3, Map.of(Priority.LOW, 1L));
        dispatcher.linkChanged(true);
        accept("b");
        assertThat(aws.published()).isEmpty();
        assertThat(written()).containsExactly("b");

        read("a", "b");
        aws.acknowledge("a", "b");
        accept("c");
        assertThat(aws.published()).containsExactly("a", "b", "c");
    }

    @Test
    void urgentMessages_overtakeTheBacklog() {
        dispatcher = dispatcher(3, Map.of(Priority.LOW, 1_000L));
        dispatcher.linkChanged(true);
        acceptOn(ALARM, "alarm");

        assertThat(aws.published()).containsExactly("alarm");
        aws.acknowledge("alarm");
        assertThat(outcomes).containsExactly("alarm safe");
        assertThat(work().write()).isEmpty();
    }

    @Test
    void anAlarm_goesBeforeMeasurements_thatWaitForTheirTurn() {
        dispatcher.linkChanged(true);
        accept("a", "b", "c", "d");
        acceptOn(ALARM, "alarm");
        aws.acknowledge("a", "b");

        assertThat(aws.published()).containsExactly("a", "b", "c", "alarm", "d");
    }

    @Test
    void whatWasReadAhead_isReadAgain_whenTheLinkWentDownInBetween() {
        dispatcher = dispatcher(1, Map.of(Priority.LOW, 3L));
        dispatcher.linkChanged(true);
        read("a", "b", "c");
        dispatcher.linkChanged(false);
        dispatcher.linkChanged(true);
        aws.acknowledge("a");

        assertThat(work().read())
                .singleElement()
                .satisfies(reading -> assertThat(reading.after()).isEqualTo(1));
    }

    @Test
    void whatWasReadBeforeTheLinkWentDown_isNotTaken_ifItDoesNotFit() {
        dispatcher = dispatcher(1, Map.of(Priority.LOW, 3L));
        dispatcher.linkChanged(true);
        read("a");
        Chores.Reading reading = work().read().get(0);
        assertThat(reading.after()).isEqualTo(1);
        dispatcher.read(reading, List.of(stored(2, "b")));
        aws.acknowledge("a");
        Chores.Reading ahead = work().read().get(0);
        dispatcher.linkChanged(false);
        dispatcher.read(ahead, List.of(stored(3, "c")));
        dispatcher.linkChanged(true);
        aws.acknowledge("b");

        assertThat(aws.published()).containsExactly("a", "b", "c");
    }

    @Test
    void whatTheLinkGivesBack_isWritten() {
        dispatcher.linkChanged(true);
        accept("a");
        dispatcher.stop();
        aws.giveBack("a", new LinkUnavailableException("stopped"));

        assertThat(written()).containsExactly("a");
        assertThat(outcomes).containsExactly("a safe");
    }

    @Test
    void afterStop_everythingIsWritten() {
        dispatcher.linkChanged(true);
        accept("a", "b", "c", "d");
        dispatcher.stop();
        accept("e");

        assertThat(aws.published()).containsExactly("a", "b", "c");
        // What was sent, too: killed now, later ones would overtake it.
        assertThat(written()).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void whatCouldNotBeWritten_keepsItsPlace() {
        accept("a", "b");
        Work work = work();
        accept("c");
        dispatcher.notWritten(work.write());

        assertThat(written()).containsExactly("a", "b", "c");
    }

    @Test
    void whatCouldNotBeWritten_isSent_whenNothingIsBeforeIt() {
        accept("a", "b");
        Work work = work();
        dispatcher.linkChanged(true);
        dispatcher.notWritten(work.write());
        aws.acknowledge("a", "b");

        assertThat(outcomes).containsExactly("a safe", "b safe");
        assertThat(work().write()).isEmpty();
    }

    @Test
    void aRefusedMessage_isToBeParked_andHoldsUpNothing() {
        dispatcher.linkChanged(true);
        accept("a", "b");
        aws.refuse("a", "not today");
        aws.acknowledge("b");

        assertThat(work().park()).singleElement().satisfies(refused -> {
            assertThat(refused.failure().reason()).isEqualTo("not today");
            assertThat(text(refused.entry().message())).isEqualTo("a");
        });
        assertThat(outcomes).containsExactly("b safe");
    }

    @Test
    void whileBlocked_newMessagesQueueUp_evenInALiveLane() {
        dispatcher.linkChanged(true);
        assertThat(dispatcher.block()).hasSize(Priority.values().length);
        dispatcher.nextSequence();
        accept("later");
        dispatcher.unblock(Map.of(Priority.LOW, 1L));
        written();
        read("replayed", "later");

        assertThat(aws.published()).containsExactly("replayed", "later");
    }

    @Test
    void whatWaitsToBeWritten_comesAfterWhatWasReplayed() {
        accept("waiting");
        dispatcher.block();
        long replayed = dispatcher.nextSequence();
        dispatcher.unblock(Map.of(Priority.LOW, 1L));

        assertThat(work().write())
                .singleElement()
                .satisfies(entry -> assertThat(entry.message().sequence()).isGreaterThan(replayed));
    }

    @Test
    void whatIsRefusedWhileItIsWritten_isParked_andNotRemovedOnceMore() {
        dispatcher.linkChanged(true);
        accept("a");
        dispatcher.linkChanged(false);
        Work work = work();
        aws.refuse("a", "no");
        tell(dispatcher.written(work.write()));

        Work then = work();
        assertThat(then.park()).hasSize(1);
        assertThat(then.remove()).isEmpty();
    }

    @Test
    void afterGivingUp_nothingIsTaken() {
        accept("a");
        dispatcher.giveUp().forEach(route -> route.failed(new LinkUnavailableException("stopped")));
        accept("b");

        assertThat(outcomes).containsExactly("a stopped", "b not taken");
    }

    @Test
    void stopForGood_writesWhatTheLinkStillHas() {
        dispatcher.linkChanged(true);
        accept("a");
        dispatcher.stopForGood();

        assertThat(written()).containsExactly("a");
        assertThat(outcomes).containsExactly("a safe");
    }

    @Test
    void block_namesWhatIsOnDiskAndBeingSent() {
        dispatcher = dispatcher(1, Map.of(Priority.LOW, 2L));
        dispatcher.linkChanged(true);
        read("a", "b");

        assertThat(dispatcher.block().get(Priority.LOW)).containsExactly(1L);
    }

    private Dispatcher dispatcher(int window, Map<Priority, Long> backlog) {
        long last = backlog.values().stream().mapToLong(Long::longValue).sum();
        return new Dispatcher(new Delivery.Way(aws, window), backlog, last, counters, chores);
    }

    private void accept(String... payloads) {
        for (String payload : payloads) {
            acceptOn(MEASUREMENT, payload);
        }
    }

    private void acceptOn(String topic, String payload) {
        Publisher.Callback route = new Publisher.Callback() {
            @Override
            public void delivered() {
                outcomes.add(payload + " safe");
            }

            @Override
            public void failed(Exception failure) {
                outcomes.add(payload + " " + failure.getMessage());
            }
        };
        if (!dispatcher.accept(message(topic, payload), Instant.EPOCH, route)) {
            outcomes.add(payload + " not taken");
        }
    }

    private static String[] numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toArray(String[]::new);
    }

    private static OutboundMessage message(String topic, String payload) {
        return new OutboundMessage(topic, payload.getBytes(StandardCharsets.UTF_8), 1, false);
    }

    private static StoredMessage stored(long sequence, String payload) {
        return new StoredMessage(sequence, Priority.LOW, Instant.EPOCH, message(MEASUREMENT, payload));
    }

    private static String text(StoredMessage message) {
        return new String(message.message().payload(), StandardCharsets.UTF_8);
    }

    private Work work() {
        return new Work(
                dispatcher.takeUnwritten(100, 1_000_000),
                chores.takeRefused(100, 1_000_000),
                chores.takeRemovals(),
                Stream.iterate(chores.takeReading(), Optional::isPresent, next -> chores.takeReading())
                        .map(Optional::get)
                        .toList());
    }

    /** Writes what is to be written, in the order of the sequences as a store does. */
    private List<String> written() {
        Work work = work();
        tell(dispatcher.written(work.write()));
        work.read().forEach(chores::notRead);
        return work.write().stream().map(entry -> text(entry.message())).toList();
    }

    private static void tell(List<Publisher.Callback> routes) {
        routes.forEach(Publisher.Callback::delivered);
    }

    /** Answers the reading that is asked for, with messages from the sequence on where it begins. */
    private void read(String... payloads) {
        Chores.Reading reading = work().read().get(0);
        List<StoredMessage> messages = new ArrayList<>();
        for (String payload : payloads) {
            messages.add(stored(reading.after() + 1 + messages.size(), payload));
        }
        dispatcher.read(reading, messages);
    }

    private List<Long> removed() {
        return work().remove().stream().map(StoredMessage::sequence).toList();
    }

    /** What is to be done on disk, in this order. */
    private record Work(
            List<Entry> write, List<Chores.Refused> park, List<StoredMessage> remove, List<Chores.Reading> read) {}

    /** Notices whether it is asked for anything. */
    private static final class TestingDisk implements Chores.Disk {

        private boolean asked;

        boolean asked() {
            return asked;
        }

        @Override
        public void work() {
            asked = true;
        }

        @Override
        public void workSoon() {
            asked = true;
        }

        @Override
        public void watch() {
            // Looks at what is in memory only.
        }
    }
}

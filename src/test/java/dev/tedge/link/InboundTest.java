package dev.tedge.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.link.session.InboundMessage;
import dev.tedge.link.session.Session;
import dev.tedge.link.session.Subscription;
import dev.tedge.message.TopicFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InboundTest {

    private final List<Subscriptions.Done> open = new ArrayList<>();
    private final List<Session> startedOver = new ArrayList<>();
    private final Subscriptions subscriptions = new Subscriptions("local");
    private final Inbound inbound = new Inbound("local", subscriptions, Runnable::run, startedOver::add, Duration.ZERO);
    private final TestingSession session = new TestingSession();

    @Test
    void aMessage_isAcknowledged_onlyWhenItsConsumerIsDone() {
        consume("a/#");
        arrive("a/b", 1, 7);
        assertThat(session.acknowledged()).isEmpty();

        open.get(0).done(true);
        assertThat(session.acknowledged()).containsExactly(7);
    }

    @Test
    void aMessage_forTwoConsumers_waitsForBoth() {
        consume("a/#");
        consume("a/+");
        arrive("a/b", 1, 7);

        open.get(0).done(true);
        assertThat(session.acknowledged()).isEmpty();
        open.get(1).done(true);
        assertThat(session.acknowledged()).containsExactly(7);
    }

    @Test
    void aMessage_thatNobodyWants_isAcknowledged() {
        arrive("x", 1, 3);
        assertThat(session.acknowledged()).containsExactly(3);
    }

    @Test
    void messages_areAcknowledged_inTheOrderInWhichTheyCame() {
        consume("#");
        arrive("first", 1, 1);
        arrive("second", 1, 2);
        arrive("third", 1, 3);

        open.get(1).done(true);
        assertThat(session.acknowledged()).isEmpty();
        open.get(0).done(true);
        assertThat(session.acknowledged()).containsExactly(1, 2);
        open.get(2).done(true);
        assertThat(session.acknowledged()).containsExactly(1, 2, 3);
    }

    @Test
    void aMessage_thatCannotBePassedOn_staysWithTheBroker_andSoDoesWhatFollows() {
        consume("#");
        arrive("first", 1, 1);
        arrive("second", 1, 2);
        open.get(0).done(false);
        arrive("third", 1, 3);
        assertThat(open).hasSize(2);
        assertThat(startedOver).isEmpty();

        open.get(1).done(true);
        assertThat(session.acknowledged()).containsExactly(2);
        assertThat(startedOver).containsExactly(session);
    }

    @Test
    void moreThanCanBeHeld_isLeftToTheBroker_andQosZeroIsCounted() {
        consume("#");
        for (int i = 0; i < Inbound.MOST_HELD; i++) {
            arrive("a", 1, 1);
        }
        arrive("a", 0, 0);
        arrive("a", 1, 2);

        assertThat(open).hasSize(Inbound.MOST_HELD);
        assertThat(inbound.dropped()).isEqualTo(1);
        open.forEach(done -> done.done(true));
        assertThat(startedOver).containsExactly(session);
    }

    @Test
    void theReader_waitsForRoom_andNothingIsLeftToTheBroker() throws Exception {
        Inbound patient = new Inbound("local", subscriptions, Runnable::run, startedOver::add, Duration.ofSeconds(60));
        consume("#");
        for (int i = 0; i < Inbound.MOST_HELD; i++) {
            patient.arrived(session, new InboundMessage("a", new byte[0], 1, false, 1, List.of()));
        }
        Thread reader = new Thread(
                () -> patient.arrived(session, new InboundMessage("late", new byte[0], 0, false, 0, List.of())));
        reader.start();
        await("the reader").until(() -> reader.getState() == Thread.State.TIMED_WAITING);

        List.copyOf(open).forEach(done -> done.done(true));
        reader.join();

        assertThat(open).hasSize(Inbound.MOST_HELD + 1);
        assertThat(patient.dropped()).isZero();
        assertThat(startedOver).isEmpty();
    }

    @Test
    void theReader_waitsInVain_onlyOnce() {
        Duration patience = Duration.ofMillis(200);
        Inbound patient = new Inbound("local", subscriptions, Runnable::run, startedOver::add, patience);
        consume("#");
        int tooMany = 100;
        long begin = System.nanoTime();
        for (int i = 0; i < Inbound.MOST_HELD + tooMany; i++) {
            patient.arrived(session, new InboundMessage("a", new byte[0], 0, false, 0, List.of()));
        }

        assertThat(patient.dropped()).isEqualTo(tooMany);
        assertThat(System.nanoTime() - begin)
                .isBetween(
                        patience.toNanos(), patience.multipliedBy(tooMany / 2).toNanos());
    }

    @Test
    void whoeverWaitsForRoom_isReleasedByTheEnd() throws Exception {
        Inbound patient = new Inbound("local", subscriptions, Runnable::run, startedOver::add, Duration.ofSeconds(60));
        consume("#");
        for (int i = 0; i < Inbound.MOST_HELD; i++) {
            patient.arrived(session, new InboundMessage("a", new byte[0], 1, false, 1, List.of()));
        }
        Thread reader = new Thread(
                () -> patient.arrived(session, new InboundMessage("late", new byte[0], 1, false, 2, List.of())));
        reader.start();
        await("the reader").until(() -> reader.getState() == Thread.State.TIMED_WAITING);

        patient.close();
        reader.join();

        assertThat(open).hasSize(Inbound.MOST_HELD);
    }

    @Test
    void whatAnEarlierConnectionHeld_wakesUpTheNextOne() {
        consume("#");
        for (int i = 0; i < Inbound.MOST_HELD; i++) {
            arrive("a", 1, 1);
        }
        TestingSession next = new TestingSession();
        inbound.arrived(next, new InboundMessage("a", new byte[0], 1, false, 1, List.of()));
        assertThat(startedOver).isEmpty();

        open.forEach(done -> done.done(true));
        assertThat(startedOver).containsExactly(next);
    }

    @Test
    void messagesWithQosZero_areNotWaitedFor() {
        consume("#");
        arrive("a", 1, 1);
        open.get(0).done(false);
        assertThat(startedOver).containsExactly(session);

        TestingSession next = new TestingSession();
        inbound.arrived(next, new InboundMessage("a", new byte[0], 0, false, 0, List.of()));
        inbound.arrived(next, new InboundMessage("b", new byte[0], 1, false, 1, List.of()));
        open.get(2).done(false);
        assertThat(startedOver).containsExactly(session, next);
    }

    @Test
    void aNewConnection_isAskedForOnce() {
        consume("#");
        arrive("a", 1, 1);
        open.get(0).done(false);
        arrive("b", 1, 2);
        arrive("c", 1, 3);
        assertThat(startedOver).containsExactly(session);
    }

    @Test
    void aQueuedMessage_staysWithTheBroker_whenWeStop_orItsRouteIsReplaced() {
        List<Runnable> queue = new ArrayList<>();
        Inbound queued = new Inbound("local", subscriptions, queue::add, startedOver::add, Duration.ZERO);
        Subscriptions.Handler handler = (message, done) -> open.add(done);
        subscriptions.add(new TopicFilter("#"), 1, handler);
        queued.arrived(session, new InboundMessage("a", new byte[0], 1, false, 1, List.of()));
        subscriptions.remove(handler);
        queue.forEach(Runnable::run);
        assertThat(session.acknowledged()).isEmpty();
        assertThat(startedOver).containsExactly(session);
    }

    @Test
    void aNewConnection_startsAfresh() {
        consume("#");
        arrive("a", 1, 1);
        open.get(0).done(false);
        inbound.arrived(new TestingSession(), new InboundMessage("a", new byte[0], 1, false, 1, List.of()));

        assertThat(open).hasSize(2);
    }

    @Test
    void aMessageLargerThanAllRoom_isStillTaken() {
        consume("#");
        inbound.arrived(
                session, new InboundMessage("a", new byte[(int) Inbound.MOST_HELD_BYTES + 1], 1, false, 1, List.of()));
        assertThat(open).hasSize(1);
    }

    @Test
    void copiesForOverlappingFilters_goEachToTheirOwnConsumer() {
        List<String> got = new ArrayList<>();
        subscriptions.add(new TopicFilter("a/#"), 1, (message, done) -> got.add("a/#"));
        subscriptions.add(new TopicFilter("a/+"), 1, (message, done) -> got.add("a/+"));
        for (String filter : List.of("a/+", "a/#")) {
            inbound.arrived(
                    session,
                    new InboundMessage("a/b", new byte[0], 1, false, 1, List.of(Subscription.identifier(filter))));
        }
        assertThat(got).containsExactly("a/+", "a/#");
    }

    @Test
    void anIdentifierThatNobodyHas_isIgnored() {
        consume("a/#");
        inbound.arrived(session, new InboundMessage("a/b", new byte[0], 1, false, 1, List.of(12)));
        assertThat(open).hasSize(1);
    }

    @Test
    void afterClose_messagesStayWithTheBroker() {
        consume("#");
        inbound.close();
        arrive("a", 1, 1);

        assertThat(open).isEmpty();
        assertThat(session.acknowledged()).isEmpty();
        assertThat(startedOver).isEmpty();
    }

    @Test
    void whatComesDuringAHold_isForTheNewConsumer_once_andInOrder() {
        List<String> got = new ArrayList<>();
        Subscriptions.Handler old = record("old", got);
        subscriptions.add(new TopicFilter("a"), 1, old);
        hold();
        arrive("a", 1, 1);
        subscriptions.remove(old);
        arrive("a", 1, 2);
        subscriptions.add(new TopicFilter("a"), 1, record("new", got));
        assertThat(got).isEmpty();

        release();
        arrive("a", 1, 3);

        assertThat(got).containsExactly("new 1", "new 2", "new 3");
        assertThat(session.acknowledged()).containsExactly(1, 2, 3);
        assertThat(startedOver).isEmpty();
    }

    @Test
    void whatComesDuringAHold_forAConsumerThatIsGone_isDropped_withoutANewConnection() {
        Subscriptions.Handler old = record("old", new ArrayList<>());
        subscriptions.add(new TopicFilter("a"), 1, old);
        hold();
        arrive("a", 1, 1);
        subscriptions.remove(old);
        release();

        assertThat(session.acknowledged()).containsExactly(1);
        assertThat(startedOver).isEmpty();
    }

    @Test
    void aMessageThatAConsumerHasNotFinished_whenItIsReplaced_isForTheNewOne_beforeWhatCameLater() {
        List<String> got = new ArrayList<>();
        Subscriptions.Handler old = (message, done) -> open.add(done);
        subscriptions.add(new TopicFilter("a"), 1, old);
        subscriptions.add(new TopicFilter("+"), 1, record("other", got));
        arrive("a", 1, 1);
        arrive("a", 1, 2);
        hold();
        arrive("a", 1, 3);
        subscriptions.remove(old);
        subscriptions.add(new TopicFilter("a"), 1, record("new", got));
        open.get(1).done(false);
        release();
        open.get(0).done(true);

        assertThat(got).containsExactly("other 1", "other 2", "new 1", "new 2", "other 3", "new 3");
        assertThat(session.acknowledged()).containsExactly(1, 2, 3);
        assertThat(startedOver).isEmpty();
    }

    @Test
    void moreThanCanBeHeld_duringAHold_isLeftToTheBroker() {
        consume("#");
        hold();
        for (int i = 0; i <= Inbound.MOST_HELD; i++) {
            arrive("a", 1, 1);
        }
        release();

        assertThat(open).hasSize(Inbound.MOST_HELD);
        open.forEach(done -> done.done(true));
        assertThat(startedOver).containsExactly(session);
    }

    @Test
    void whatIsHeld_whenWeStop_staysWithTheBroker() {
        consume("#");
        hold();
        arrive("a", 1, 1);
        inbound.close();
        release();

        assertThat(open).isEmpty();
        assertThat(session.acknowledged()).isEmpty();
    }

    @Test
    void oneHoldWithinAnother_endsWithTheOuterOne() {
        consume("#");
        hold();
        hold();
        arrive("a", 1, 1);
        release();
        assertThat(open).isEmpty();

        release();
        assertThat(open).hasSize(1);
    }

    private void hold() {
        subscriptions.freeze();
        inbound.hold();
    }

    private void release() {
        subscriptions.changed();
        subscriptions.thaw();
        inbound.release();
    }

    private static Subscriptions.Handler record(String name, List<String> got) {
        return (message, done) -> {
            got.add(name + " " + message.packetId());
            done.done(true);
        };
    }

    private void consume(String filter) {
        subscriptions.add(new TopicFilter(filter), 1, (message, done) -> open.add(done));
    }

    private void arrive(String topic, int qos, int packetId) {
        inbound.arrived(session, new InboundMessage(topic, new byte[0], qos, false, packetId, List.of()));
    }
}

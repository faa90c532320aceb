package dev.tedge.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.link.Acknowledgements.Arrival;
import dev.tedge.link.session.InboundMessage;
import dev.tedge.link.session.Subscription;
import dev.tedge.message.TopicFilter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A consumer of {@code a/#} gives way to one of {@code a/+}, beside one of {@code +/b} that stays. */
class ChangeoverTest {

    private final List<String> got = new ArrayList<>();
    private final List<Subscriptions.Handler> consumers = new ArrayList<>();
    private Subscriptions subscriptions = new Subscriptions("local");
    private Acknowledgements connection = new Acknowledgements(new TestingSession());

    @BeforeEach
    void change() {
        Subscriptions.Handler old = consumer("old");
        subscriptions.add(new TopicFilter("a/#"), 1, old);
        subscriptions.add(new TopicFilter("+/b"), 1, consumer("stays"));
        for (int i = 1; i <= 5; i++) {
            arrive("before " + i, 1, "a/#");
        }
        got.clear();
        subscriptions.freeze();
        subscriptions.remove(old);
        subscriptions.add(new TopicFilter("a/+"), 1, consumer("new"));
        subscriptions.changed();
    }

    @Test
    void theBrokerIsAsked_forTheDifference_whenTheHoldEnds() {
        assertThat(subscriptions.asked()).extracting(Subscription::filter).containsExactly("a/#", "+/b");

        assertThat(subscriptions.thaw())
                .isEqualTo(new Subscriptions.Change(List.of(new Subscription("a/+", 1)), List.of("a/#")));
        assertThat(subscriptions.asked()).extracting(Subscription::filter).containsExactly("+/b", "a/+");
    }

    @Test
    void copiesForTheOldFilter_areForTheNewConsumer_untilItsOwnCome() {
        arrive("1", 1, "a/#");
        arrive("1", 1, "+/b");
        subscriptions.thaw();
        // Both are subscribed to.
        arrive("2", 1, "a/+");
        arrive("2", 1, "a/#");
        arrive("2", 1, "+/b");
        arrive("3", 1, "a/+");
        arrive("3", 1, "+/b");

        assertThat(got).containsExactly("new 1", "stays 1", "new 2", "stays 2", "new 3", "stays 3");
    }

    @Test
    void theFirstCopyForTheNewFilter_isNotTakenTwice_whenTheOldOneCameBeforeIt() {
        subscriptions.thaw();
        arrive("1", 1, "a/#");
        arrive("1", 1, "+/b");
        arrive("1", 1, "a/+");
        arrive("2", 1, "a/#");
        arrive("2", 1, "a/+");

        assertThat(got).containsExactly("new 1", "stays 1", "new 2");
    }

    @Test
    void anEqualMessage_isAnother_whenTheOldCopyCame_beforeTheNewFilterWasAskedFor() {
        arrive("1", 1, "a/#");
        subscriptions.thaw();
        arrive("1", 1, "a/+");

        assertThat(got).containsExactly("new 1", "new 1");
    }

    @Test
    void equalMessages_areRatherTakenTwice_whereTheyAreNotKnownToDiffer() {
        arrive("1", 1, "a/#");
        subscriptions.thaw();
        arrive("1", 1, "a/#");
        arrive("1", 1, "a/+");
        arrive("1", 1, "a/#");
        arrive("1", 1, "a/+");

        assertThat(got).containsExactly("new 1", "new 1", "new 1", "new 1");
    }

    @Test
    void equalMessages_areRatherTakenTwice_onATopicOfWhichLittleIsKnown() {
        subscriptions.thaw();
        arrive("a/other", "1", 1, "a/#");
        arrive("a/other", "1", 1, "a/+");

        assertThat(got).containsExactly("new 1", "new 1");
    }

    @Test
    void afterANewConnection_oldCopiesThatAreSentAgain_areNotLost() {
        subscriptions.thaw();
        arrive("1", 1, "a/#");
        arrive("2", 1, "a/+");
        connection = new Acknowledgements(new TestingSession());
        arrive("1", 1, "a/#");
        arrive("2", 1, "a/+");

        assertThat(got).containsExactly("new 1", "new 2", "new 1", "new 2");
    }

    @Test
    void aFilterThatComesBack_doesNotMakeTheOneBetweenLost_byItsEarlierCopies() {
        replace(List.of("one a/#"), List.of("one a/+"));
        subscriptions.thaw();
        change(List.of("one a/#"));
        subscriptions.thaw();
        arrive("from before both", 1, "a/#");
        arrive("from between", 1, "a/+");
        arrive("from behind", 1, "a/#");

        assertThat(got).containsExactly("one from before both", "one from between", "one from behind");
    }

    @Test
    void aFilterThatComesBack_whenTheOneBetweenCame_getsNothingTwice() {
        replace(List.of("one a/#"), List.of("one a/+"));
        subscriptions.thaw();
        arrive("1", 1, "a/+");
        change(List.of("one a/#"));
        subscriptions.thaw();
        arrive("2", 1, "a/#");
        arrive("2", 1, "a/+");

        assertThat(got).containsExactly("one 1", "one 2");
    }

    @Test
    void messagesWithQosZero_mayOvertake() {
        subscriptions.thaw();
        arrive("2", 0, "a/+");
        arrive("1", 1, "a/#");
        arrive("3", 0, "a/#");

        assertThat(got).containsExactly("new 2", "new 1");
    }

    @Test
    void oneCopyForSeveralFilters_isForAllOfThem() {
        arrive("1", 1, "a/#", "+/b");

        assertThat(got).containsExactlyInAnyOrder("new 1", "stays 1");
    }

    @Test
    void twoOverlappingFilters_thatBothGiveWay_giveEachNewConsumerEachMessageOnce() {
        assertEachOnce(List.of("one a/#", "two +/b"), List.of("one a/+", "two +/b/#"));
    }

    @Test
    void twoOverlappingFilters_thatGiveWayToOtherRoutes_giveEachMessageOnce() {
        assertEachOnce(List.of("one a/#", "two +/b"), List.of("three a/+", "four +/b/#"));
    }

    @Test
    void twoFilters_thatBecomeOne_giveItEachMessageOnce() {
        assertEachOnce(List.of("one a/#", "two +/b"), List.of("three a/+"));
    }

    @Test
    void oneFilter_thatBecomesTwo_givesEachConsumerEachMessageOnce() {
        assertEachOnce(List.of("one a/#"), List.of("one a/+", "two +/b"));
    }

    @Test
    void anUnfinishedMessage_isForTheSameRoute_orElseForAnyNewOne() {
        replace(List.of("one a/#", "two +/b"), List.of("one a/+", "two +/b/#", "three +/+"));

        InboundMessage unfinished = arrival("a/b", "1", 1, "a/#").message();
        assertThat(subscriptions.handlersOf(unfinished))
                .extracting(Subscriptions.Handler::route)
                .containsExactlyInAnyOrder("one", "three");
    }

    /** The same text is that of two messages here. */
    private void assertEachOnce(List<String> before, List<String> after) {
        replace(before, after);
        for (String text : List.of("1", "1", "2")) {
            before.forEach(consumer -> arrive(text, 1, filter(consumer)));
        }
        subscriptions.thaw();
        after.forEach(consumer -> arrive("2", 1, filter(consumer)));

        assertThat(got)
                .containsExactlyInAnyOrderElementsOf(after.stream()
                        .flatMap(consumer -> Stream.of("1", "1", "2", "2").map(text -> route(consumer) + " " + text))
                        .toList());
    }

    /** Consumers, each a route and its filter, in the place of others. */
    private void replace(List<String> before, List<String> after) {
        subscriptions = new Subscriptions("local");
        consumers.clear();
        before.forEach(this::add);
        change(after);
    }

    private void change(List<String> after) {
        subscriptions.freeze();
        consumers.forEach(subscriptions::remove);
        consumers.clear();
        after.forEach(this::add);
        subscriptions.changed();
    }

    private void add(String consumer) {
        Subscriptions.Handler handler = consumer(route(consumer));
        subscriptions.add(new TopicFilter(filter(consumer)), 1, handler);
        consumers.add(handler);
    }

    private static String route(String consumer) {
        return consumer.substring(0, consumer.indexOf(' '));
    }

    private static String filter(String consumer) {
        return consumer.substring(consumer.indexOf(' ') + 1);
    }

    private Subscriptions.Handler consumer(String route) {
        return new Subscriptions.Handler() {

            @Override
            public void handle(InboundMessage message, Subscriptions.Done done) {
                got.add(route + " " + new String(message.payload(), StandardCharsets.UTF_8));
            }

            @Override
            public String route() {
                return route;
            }
        };
    }

    private void arrive(String text, int qos, String... filters) {
        arrive("a/b", text, qos, filters);
    }

    private void arrive(String topic, String text, int qos, String... filters) {
        Arrival arrival = arrival(topic, text, qos, filters);
        subscriptions.next(arrival).forEach(handler -> handler.handle(arrival.message(), taken -> {}));
    }

    private Arrival arrival(String topic, String text, int qos, String... filters) {
        List<Integer> identifiers =
                List.of(filters).stream().map(Subscription::identifier).toList();
        InboundMessage message =
                new InboundMessage(topic, text.getBytes(StandardCharsets.UTF_8), qos, false, qos, identifiers);
        return connection.expect(message, true, 0, subscriptions.changeoverAsked());
    }
}

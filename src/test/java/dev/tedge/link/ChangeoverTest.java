package dev.tedge.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.link.session.InboundMessage;
import dev.tedge.link.session.Subscription;
import dev.tedge.message.TopicFilter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A consumer of {@code a/#} gives way to one of {@code a/+}, beside one of {@code +/b} that stays. */
class ChangeoverTest {

    private final List<String> got = new ArrayList<>();
    private final Subscriptions subscriptions = new Subscriptions("local");

    @BeforeEach
    void change() {
        Subscriptions.Handler old = (message, done) -> got.add("old");
        subscriptions.add(new TopicFilter("a/#"), 1, old);
        subscriptions.add(new TopicFilter("+/b"), 1, (message, done) -> got.add("stays " + text(message)));
        subscriptions.freeze();
        subscriptions.remove(old);
        subscriptions.add(new TopicFilter("a/+"), 1, (message, done) -> got.add("new " + text(message)));
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
        arrive("1", 1, "a/#");
        arrive("1", 1, "+/b");
        arrive("1", 1, "a/+");
        arrive("2", 1, "a/#");
        arrive("2", 1, "a/+");

        assertThat(got).containsExactly("new 1", "stays 1", "new 2");
    }

    @Test
    void messagesWithQosZero_mayOvertake() {
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

    private void arrive(String text, int qos, String... filters) {
        List<Integer> identifiers =
                List.of(filters).stream().map(Subscription::identifier).toList();
        InboundMessage message =
                new InboundMessage("a/b", text.getBytes(StandardCharsets.UTF_8), qos, false, qos, identifiers);
        subscriptions.next(message).forEach(handler -> handler.handle(message, taken -> {}));
    }

    private static String text(InboundMessage message) {
        return new String(message.payload(), StandardCharsets.UTF_8);
    }
}

package dev.tedge.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.LinkFailure.Kind;
import dev.tedge.link.session.ReasonCodes;
import dev.tedge.link.session.Subscription;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a broker is asked for, and when, while it takes its time to answer. */
class SubscriberTest {

    private final TestingSession session = new TestingSession();
    private final LinkThreads threads = new LinkThreads("test");
    private final FilterSuspects suspects = new FilterSuspects("test", InstantSource.system());
    private final List<List<String>> told = new CopyOnWriteArrayList<>();
    private final Subscriber subscriber =
            new Subscriber(new Connector.Part("test", threads, suspects), session, true, this::settled);

    SubscriberTest() {
        session.answerLater();
    }

    private void settled() {
        told.add(subscriber.refusals());
    }

    @AfterEach
    void end() {
        threads.close();
    }

    @Test
    void oldFilters_end_whenAllNewOnesAreAnswered() {
        onControl(() -> subscriber.change(subscriptions("new-1", "new-2"), List.of("old")));

        session.answerSubscribe(1);
        sync();
        assertThat(session.asked()).containsExactly("+new-1", "+new-2");
        session.answerSubscribe(1);
        sync();

        assertThat(session.asked()).containsExactly("+new-1", "+new-2", "-old");
        assertThat(told).containsExactly(List.of());
    }

    @Test
    void oldFilters_end_whenNewOnesGoOneByOne_afterTheLast() {
        askOneByOne();
        onControl(() -> subscriber.change(subscriptions("new-1", "new-2"), List.of("old")));

        assertThat(session.asked()).containsExactly("+new-1");
        session.answerSubscribe(1);
        sync();
        assertThat(session.asked()).containsExactly("+new-1", "+new-2");
        session.answerSubscribe(1);
        sync();

        assertThat(session.asked()).containsExactly("+new-1", "+new-2", "-old");
    }

    @Test
    void oldFilters_end_alsoWhenTheNewOneIsRefused_whichIsTold() {
        onControl(() -> subscriber.change(subscriptions("new"), List.of("old")));

        session.answerSubscribe(ReasonCodes.NOT_AUTHORIZED);
        sync();

        assertThat(session.asked()).containsExactly("+new", "-old");
        assertThat(told).containsExactly(List.of("'new': not authorized (0x87)"));
    }

    @Test
    void anOldFilter_thatIsWantedAgain_beforeItEnds_stays() {
        onControl(() -> subscriber.change(subscriptions("new"), List.of("old")));
        onControl(() -> subscriber.change(subscriptions("old"), List.of("new")));

        session.answerSubscribe(1);
        session.answerSubscribe(1);
        sync();

        assertThat(session.asked()).containsExactly("+new", "+old", "-new");
    }

    @Test
    void aFilterGivenUp_beforeItsTurn_isNotAskedFor() {
        askOneByOne();
        onControl(() -> subscriber.subscribe(subscriptions("first", "second")));
        onControl(() -> subscriber.unsubscribe(List.of("second")));

        session.answerSubscribe(1);
        sync();

        assertThat(session.asked()).containsExactly("+first", "-second");
        assertThat(told).containsExactly(List.of());
    }

    @Test
    void aRefusal_ofAFilterGivenUp_isNoNews() {
        onControl(() -> subscriber.subscribe(subscriptions("gone")));
        onControl(() -> subscriber.unsubscribe(List.of("gone")));

        session.answerSubscribe(ReasonCodes.NOT_AUTHORIZED);
        sync();

        assertThat(told).containsExactly(List.of());
    }

    @Test
    void withoutNewFilters_oldOnesEndAtOnce() {
        onControl(() -> subscriber.change(List.of(), List.of("old")));

        assertThat(session.asked()).containsExactly("-old");
    }

    private void askOneByOne() {
        suspects.ended(new LinkFailure(Kind.CLOSED, "closed"), List.of(), subscriptions("any"));
    }

    private void onControl(Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        threads.onControl(() -> {
            task.run();
            done.complete(null);
        });
        await().until(done::isDone);
    }

    /** All that was told to the control thread is done. */
    private void sync() {
        onControl(() -> {});
    }

    private static List<Subscription> subscriptions(String... filters) {
        return List.of(filters).stream()
                .map(filter -> new Subscription(filter, 1))
                .toList();
    }
}

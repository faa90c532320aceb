package dev.tedge.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.LinkFailure.Kind;
import dev.tedge.link.session.OutboundMessage;
import dev.tedge.link.session.ReasonCodes;
import dev.tedge.link.session.Session;
import dev.tedge.link.session.SessionConfig;
import dev.tedge.message.TopicFilter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A link whose broker is played by the test. */
class LinkTest {

    private static final Duration NEVER = Duration.ofHours(1);

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final TestingSession session = new TestingSession();

    private final CompletableFuture<Session.Listener> broker = new CompletableFuture<>();

    @Test
    void theEndOfAConnection_isTold_afterWhatWasKnownOfItsMessages() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        try (Link link = connected()) {
            link.onChange(state -> heard.add("noticed"));
            link.onChangeAfterOutcomes(state -> heard.add(state.up() ? "up" : "down"));
            link.publish(message("a"), callback("a", busy));
            link.publish(message("b"), callback("b", new CountDownLatch(0)));

            session.answer(0);
            session.answer(ReasonCodes.NOT_AUTHORIZED);
            broker.join().ended(new LinkFailure(Kind.ENDED_BY_BROKER, "not authorized", ReasonCodes.NOT_AUTHORIZED));
            await().until(() -> heard.contains("noticed"));
            busy.countDown();

            await().until(() -> heard.contains("down"));
            assertThat(heard).containsExactly("noticed", "a delivered", "b refused", "down");
        }
    }

    @Test
    void aHold_asksTheBrokerForTheDifferenceOnly() {
        Subscriptions.Handler old = (message, done) -> {};
        try (Link link = connected()) {
            link.consume(List.of(new TopicFilter("same"), new TopicFilter("gone")), 1, old);
            await().until(() -> session.asked().size() == 2);

            try (Hold hold = link.hold()) {
                assertThat(hold).isNotNull();
                link.release(old);
                link.consume(List.of(new TopicFilter("same"), new TopicFilter("new")), 1, (message, done) -> {});
            }

            await().until(() -> session.asked().size() == 4);
            assertThat(session.asked()).containsExactly("+same", "+gone", "+new", "-gone");
        }
    }

    private Link connected() {
        SessionConfig nowhere = SessionConfig.to("127.0.0.1", 1, "robot-7").build();
        LinkConfig config = new LinkConfig("test", nowhere, 100, NEVER, NEVER, failure -> "");
        Link link = new Link(config, Pace.UNLIMITED, (asked, listener) -> {
            broker.complete(listener);
            listener.opened(session, new Session.Grant(false, 100, 1_000_000, NEVER.toSeconds(), true));
            return session;
        });
        link.start();
        await().until(() -> link.state().up());
        return link;
    }

    private static OutboundMessage message(String topic) {
        return new OutboundMessage(topic, new byte[0], 1, false);
    }

    private Publisher.Callback callback(String topic, CountDownLatch busy) {
        return new Publisher.Callback() {

            @Override
            public void delivered() {
                awaitUninterruptibly(busy);
                heard.add(topic + " delivered");
            }

            @Override
            public void failed(Exception failure) {
                heard.add(topic + " refused");
            }
        };
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

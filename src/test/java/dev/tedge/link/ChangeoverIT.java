package dev.tedge.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.message.TopicFilter;
import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.process.MosquittoProcess;
import dev.tedge.testing.process.RequiresMosquitto;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Filters that change under a sensor that says the same again and again, at a broker that tells its copies apart. */
@RequiresMosquitto
class ChangeoverIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String SAME = "{\"temperature\":21}";
    private static final int MESSAGES = 6_000;
    private static final List<String> FILTERS = List.of("a/#", "a/+", "+/b");

    private final TestingLinks links = new TestingLinks();
    private final AtomicInteger got = new AtomicInteger();
    private Link link;
    private Subscriptions.Handler consumer;
    private MqttProbe sensor;

    @AfterEach
    void end() {
        links.close();
    }

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        MosquittoProcess broker = links.begin(MosquittoProcess.local(directory)
                .persistence()
                .maxQueuedMessages(0)
                .start());
        link = links.unstarted(broker.port(), settings -> settings);
        consumer = consume(FILTERS.get(0));
        link.start();
        TestingLinks.awaitUp(link);
        sensor = links.begin(MqttProbe.to(broker.port()).clientId("sensor").connect());
    }

    @Test
    void eachOfEqualMessages_arrives_whenFiltersChangeBetweenThem() throws Exception {
        for (int change = 1; change <= 30; change++) {
            int before = got.get();
            change(change, () -> sensor.publish("a/b", SAME));
            await("the message during change " + change).atMost(PATIENCE).until(() -> got.get() > before);
            int between = got.get();
            sensor.publish("a/b", SAME);
            await("the message after change " + change).atMost(PATIENCE).until(() -> got.get() > between);
        }
    }

    @Test
    void equalMessages_areNotLost_whileFiltersChange() throws Exception {
        CompletableFuture<Void> sent =
                CompletableFuture.runAsync(() -> sensor.publishMany(MESSAGES, number -> "a/b", number -> SAME, 10));

        for (int change = 1; !sent.isDone(); change++) {
            int before = got.get();
            await("messages go on")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> got.get() > before || sent.isDone());
            change(change, () -> {});
        }
        sent.join();

        await("all messages").atMost(PATIENCE).until(() -> got.get() >= MESSAGES);
    }

    private void change(int number, Runnable meanwhile) throws InterruptedException {
        try (Hold hold = link.hold()) {
            meanwhile.run();
            assertThat(hold.awaitHandedOn(PATIENCE)).isTrue();
            link.release(consumer);
            consumer = consume(FILTERS.get(number % FILTERS.size()));
        }
    }

    private Subscriptions.Handler consume(String filter) {
        Subscriptions.Handler handler = (message, done) -> {
            got.incrementAndGet();
            done.done(true);
        };
        link.consume(List.of(new TopicFilter(filter)), 1, handler);
        return handler;
    }
}

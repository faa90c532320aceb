package dev.tedge.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.delivery.store.DeadLetter;
import dev.tedge.delivery.store.MessageStore;
import dev.tedge.delivery.store.Priority;
import dev.tedge.delivery.store.Selection;
import dev.tedge.delivery.store.StoredMessage;
import dev.tedge.delivery.store.Totals;
import dev.tedge.link.PublishRefusedException;
import dev.tedge.link.session.OutboundMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** A delivery, and what must have become of each of its messages. */
final class DeliveryModel implements AutoCloseable {

    private static final int WINDOW = 10;
    private static final int ALL = 1_000_000;
    private static final List<String> TOPICS = List.of(
            "thinedge/x/td/device:main/a/1",
            "thinedge/x/td/device:main/e/1",
            "thinedge/x/td/device:main/m/1",
            "thinedge/x/td/device:main/m/2",
            "a/b/c/d/e/f/g/h/too-deep");

    private final Path directory;
    private final Random random;
    private final OutboxConfig config;
    private final TestingCloudThread cloud = new TestingCloudThread();
    private final TestingLedger ledger = new TestingLedger();

    // Used by the test's thread.
    private final List<Delivery> abandoned = new ArrayList<>();
    private int published;
    private int crashes;
    private long dropped;
    private long perhapsDropped;

    // For the life of a delivery.
    private Path folder;
    private long backlog;
    private Delivery delivery;
    private TestingLink link;

    DeliveryModel(Path directory, Random random) {
        this.directory = directory;
        this.random = random;
        Map<Priority, Overflow> overflow = new EnumMap<>(Priority.class);
        Overflow[] policies = Overflow.values();
        for (Priority priority : Priority.values()) {
            overflow.put(priority, policies[random.nextInt(policies.length)]);
        }
        Duration maxAge = random.nextInt(4) == 0 ? Duration.ofMillis(400) : Duration.ofHours(1);
        this.folder = directory.resolve("0");
        this.config = new OutboxConfig(folder, 4_000 << random.nextInt(7), maxAge, overflow, 1 << 24);
        open();
    }

    private void open() {
        link = new TestingLink(random.nextLong(), new TestingLink.Cloud(ledger::arrived, ledger::acknowledged));
        cloud.serve(link);
        OutboxConfig here = new OutboxConfig(
                folder, config.maxBytes(), config.maxAge(), config.overflow(), config.deadLetterBytes());
        delivery = Delivery.open(here, new Delivery.Way(link, WINDOW), new Delivery.Reports() {
            @Override
            public void refused(PublishRefusedException refusal) {}

            @Override
            public void broken(String reason) {
                throw new AssertionError(reason);
            }
        });
        backlog = depth();
    }

    void publish(int count) {
        for (int i = 0; i < count; i++) {
            String name = Integer.toString(++published);
            boolean bad = random.nextInt(40) == 0;
            String topic = TOPICS.get(bad ? TOPICS.size() - 1 : random.nextInt(TOPICS.size() - 1));
            byte[] payload = (name + " ".repeat(random.nextInt(200))).getBytes(StandardCharsets.UTF_8);
            delivery.publish(new OutboundMessage(topic, payload, 1, false), ledger.route(name));
        }
    }

    void linkUp(int refusedOfHundred) {
        link.up(refusedOfHundred);
        delivery.linkChanged(true);
    }

    void linkDown() {
        link.down();
        delivery.linkChanged(false);
    }

    void replay() {
        delivery.inventory().replay(Selection.ALL);
    }

    /** By hand: some of the outbox, or some dead letters. */
    void dropSome() {
        if (random.nextBoolean()) {
            delivery.inventory()
                    .dropOutbox(some(delivery.inventory().outbox(Selection.ALL, ALL).stream()
                            .map(StoredMessage::sequence)
                            .toList()));
        } else {
            dropped += delivery.inventory()
                    .dropDeadLetters(some(delivery.inventory().deadLetters(Selection.ALL, ALL).stream()
                            .map(DeadLetter::id)
                            .toList()));
        }
    }

    private Selection some(Collection<Long> ids) {
        Set<Long> chosen =
                new HashSet<>(ids.stream().filter(id -> random.nextInt(4) == 0).toList());
        // No id would mean any.
        chosen.add(Long.MAX_VALUE >> 4);
        return new Selection(chosen, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Until what was asked of the disk is done. */
    void letSettle() {
        for (int i = random.nextInt(20); i >= 0; i--) {
            delivery.inventory().outbox();
        }
    }

    /** An orderly end, and a new beginning. */
    void reopen() {
        end();
        open();
    }

    private void end() {
        cloud.whileFrozen(() -> {
            int order = random.nextInt(3);
            delivery.stop();
            if (order == 0) {
                link.close();
            }
            delivery.close();
            if (order == 1) {
                link.close();
            }
            link.down();
        });
        checkCounters(ledger.endRun());
    }

    private void checkCounters(long unavailable) {
        try (MessageStore store = MessageStore.open(folder)) {
            long rows = store.outbox(Selection.ALL, ALL).size();
            dropped += TestingBalance.of(delivery.counters()).check(backlog, rows, unavailable);
        }
    }

    /** Goes on with what is on disk at some moment, as after a SIGKILL. */
    void crash() throws IOException {
        Path copy = directory.resolve(Integer.toString(++crashes));
        cloud.whileFrozen(() -> {
            perhapsDropped += ledger.crash();
            link.down();
            dropped += delivery.ask(() -> {
                copy(folder, copy);
                return TestingBalance.of(delivery.counters()).dropped();
            });
        });
        abandoned.add(delivery);
        folder = copy;
        open();
        List<OutboundMessage> there = new ArrayList<>();
        delivery.inventory().outbox(Selection.ALL, ALL).forEach(row -> there.add(row.message()));
        delivery.inventory().deadLetters(Selection.ALL, ALL).forEach(letter -> there.add(letter.message()));
        perhapsDropped += ledger.unexpected(there);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectory(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    /** Everything that waits arrives. */
    void drain() {
        abandoned.forEach(Delivery::close);
        linkUp(0);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(List.of(depth(), ledger.untold()))
                        .as("waiting, routes not told (%s)", delivery.counters())
                        .containsOnly(0L));
    }

    TestingLedger ledger() {
        return ledger;
    }

    /** The dead letters, after an end that has checked the counters. */
    List<OutboundMessage> deadLetters() {
        List<OutboundMessage> letters = delivery.inventory().deadLetters(Selection.ALL, ALL).stream()
                .map(DeadLetter::message)
                .toList();
        end();
        return letters;
    }

    long leastDropped() {
        return dropped - perhapsDropped;
    }

    long mostDropped() {
        return dropped;
    }

    private long depth() {
        return delivery.inventory().outbox().values().stream()
                .mapToLong(Totals::messages)
                .sum();
    }

    @Override
    public void close() {
        cloud.close();
        abandoned.forEach(Delivery::close);
        delivery.close();
    }
}

package dev.tedge.gateway.control;

import dev.tedge.delivery.store.DeadLetter;
import dev.tedge.delivery.store.Inventory;
import dev.tedge.delivery.store.Priority;
import dev.tedge.delivery.store.Selection;
import dev.tedge.delivery.store.StoredMessage;
import dev.tedge.delivery.store.Totals;
import dev.tedge.link.session.OutboundMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Messages in memory, kept as the contract of {@link Inventory} says. */
public class TestingInventory implements Inventory {

    /** When the message or dead letter with the id 0 came; each id is a minute later. */
    public static final Instant FIRST = Instant.parse("2026-11-23T05:00:00Z");

    private final List<StoredMessage> outbox = new ArrayList<>();
    private final List<DeadLetter> letters = new ArrayList<>();
    private final Set<Long> inFlight = new HashSet<>();
    private final Set<Long> stillRefused = new HashSet<>();
    private Optional<String> trouble = Optional.empty();

    /** Adds a message to the outbox. */
    public synchronized TestingInventory waiting(long id, String topic, String payload) {
        return waiting(id, topic, payload.getBytes(StandardCharsets.UTF_8));
    }

    /** The same with any bytes. */
    public synchronized TestingInventory waiting(long id, String topic, byte[] payload) {
        outbox.add(new StoredMessage(
                id, Priority.of(topic), FIRST.plusSeconds(60 * id), new OutboundMessage(topic, payload, 1, false)));
        outbox.sort(Comparator.comparing(StoredMessage::priority).thenComparing(StoredMessage::sequence));
        return this;
    }

    /** Adds a dead letter. */
    public synchronized TestingInventory parked(long id, DeadLetter.Cause cause, String topic, String payload) {
        letters.add(new DeadLetter(
                id,
                cause,
                "because of " + cause.word(),
                FIRST.plusSeconds(60 * id),
                new OutboundMessage(topic, payload.getBytes(StandardCharsets.UTF_8), 1, false)));
        return this;
    }

    /** Something is wrong. */
    public synchronized TestingInventory trouble(String words) {
        trouble = Optional.of(words);
        return this;
    }

    @Override
    public synchronized Optional<String> trouble() {
        return trouble;
    }

    /** The message is being sent, and can't be dropped. */
    public synchronized TestingInventory sending(long id) {
        inFlight.add(id);
        return this;
    }

    /** The dead letter can't be replayed. */
    public synchronized TestingInventory refusing(long id) {
        stillRefused.add(id);
        return this;
    }

    @Override
    public synchronized Map<Priority, Totals> outbox() {
        Map<Priority, Totals> totals = new EnumMap<>(Priority.class);
        for (Priority priority : Priority.values()) {
            List<StoredMessage> some = outbox.stream()
                    .filter(message -> message.priority() == priority)
                    .toList();
            totals.put(
                    priority,
                    new Totals(
                            some.size(),
                            some.stream().mapToLong(StoredMessage::size).sum(),
                            some.stream().map(StoredMessage::accepted).min(Comparator.naturalOrder())));
        }
        return totals;
    }

    @Override
    public synchronized List<StoredMessage> outbox(Selection selection, int limit) {
        return outbox.stream()
                .filter(message -> isMeant(selection, message))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized long dropOutbox(Selection selection) {
        int before = outbox.size();
        outbox.removeIf(message -> isMeant(selection, message) && !inFlight.contains(message.sequence()));
        return (long) before - outbox.size();
    }

    @Override
    public synchronized Totals deadLetters() {
        return new Totals(
                letters.size(), 0, letters.stream().map(DeadLetter::parked).min(Comparator.naturalOrder()));
    }

    @Override
    public synchronized List<DeadLetter> deadLetters(Selection selection, int limit) {
        return letters.stream()
                .filter(letter -> isMeant(selection, letter))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized long dropDeadLetters(Selection selection) {
        int before = letters.size();
        letters.removeIf(letter -> isMeant(selection, letter));
        return (long) before - letters.size();
    }

    @Override
    public synchronized Replay replay(Selection selection) {
        List<DeadLetter> meant = deadLetters(selection, Integer.MAX_VALUE);
        List<DeadLetter> moved = meant.stream()
                .filter(letter -> !stillRefused.contains(letter.id()))
                .toList();
        moved.forEach(letter ->
                waiting(letter.id(), letter.message().topic(), letter.message().payload()));
        letters.removeAll(moved);
        long kept = (long) meant.size() - moved.size();
        return new Replay(moved.size(), kept, kept == 0 ? Optional.empty() : Optional.of("it has 8 slashes"));
    }

    private static boolean isMeant(Selection selection, StoredMessage message) {
        return selection.cause().isEmpty()
                && isMeant(selection, message.sequence(), message.message().topic(), message.accepted());
    }

    private static boolean isMeant(Selection selection, DeadLetter letter) {
        return selection.cause().map(letter.cause()::equals).orElse(true)
                && isMeant(selection, letter.id(), letter.message().topic(), letter.parked());
    }

    private static boolean isMeant(Selection selection, long id, String topic, Instant since) {
        return (selection.ids().isEmpty() || selection.ids().contains(id))
                && selection.topic().map(filter -> filter.matches(topic)).orElse(true)
                && selection.priority().map(Priority.of(topic)::equals).orElse(true)
                && selection.before().map(since::isBefore).orElse(true);
    }
}

package dev.tedge.delivery.store;

import dev.tedge.link.session.OutboundMessage;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

/** What is kept, for use while no gateway runs: nothing is being sent, and nothing else is added. */
public final class StoreInventory implements Inventory {

    private final MessageStore store;
    private final Function<OutboundMessage, Optional<String>> refusal;

    /**
     * @param store closed by whoever opened it
     * @param refusal why AWS would refuse a message for good; empty if it would not
     */
    public StoreInventory(MessageStore store, Function<OutboundMessage, Optional<String>> refusal) {
        this.store = store;
        this.refusal = refusal;
    }

    @Override
    public Map<Priority, Totals> outbox() {
        Map<Priority, Totals> outbox = new EnumMap<>(Priority.class);
        for (Priority priority : Priority.values()) {
            outbox.put(priority, store.totals(priority));
        }
        return outbox;
    }

    @Override
    public List<StoredMessage> outbox(Selection selection, int limit) {
        return store.outbox(selection, limit);
    }

    @Override
    public void eachOutbox(Selection selection, int limit, Consumer<StoredMessage> action) {
        Pages.each(limit, (after, size) -> store.outbox(selection, after, size), action);
    }

    @Override
    public long dropOutbox(Selection selection) {
        return store.dropOutbox(selection, Set.of());
    }

    @Override
    public Totals deadLetters() {
        return store.deadLetters();
    }

    @Override
    public List<DeadLetter> deadLetters(Selection selection, int limit) {
        return store.deadLetters(selection, limit);
    }

    @Override
    public void eachDeadLetter(Selection selection, int limit, Consumer<DeadLetter> action) {
        Pages.each(limit, (after, size) -> store.deadLetters(selection, after, size), action);
    }

    @Override
    public long dropDeadLetters(Selection selection) {
        return store.dropDeadLetters(selection);
    }

    @Override
    public Replay replay(Selection selection) {
        AtomicLong sequence = new AtomicLong(store.lastSequence());
        return store.replay(selection, sequence::incrementAndGet, refusal);
    }
}

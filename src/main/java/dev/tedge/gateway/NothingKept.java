package dev.tedge.gateway;

import dev.tedge.delivery.store.DeadLetter;
import dev.tedge.delivery.store.Inventory;
import dev.tedge.delivery.store.Priority;
import dev.tedge.delivery.store.Selection;
import dev.tedge.delivery.store.StoredMessage;
import dev.tedge.delivery.store.Totals;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a gateway keeps that has no store. */
final class NothingKept implements Inventory {

    private static final Totals NONE = new Totals(0, 0, Optional.empty());

    @Override
    public Map<Priority, Totals> outbox() {
        return Map.of(Priority.HIGH, NONE, Priority.MEDIUM, NONE, Priority.LOW, NONE);
    }

    @Override
    public List<StoredMessage> outbox(Selection selection, int limit) {
        return List.of();
    }

    @Override
    public long dropOutbox(Selection selection) {
        return 0;
    }

    @Override
    public Totals deadLetters() {
        return NONE;
    }

    @Override
    public List<DeadLetter> deadLetters(Selection selection, int limit) {
        return List.of();
    }

    @Override
    public long dropDeadLetters(Selection selection) {
        return 0;
    }

    @Override
    public Replay replay(Selection selection) {
        return new Replay(0, 0, Optional.empty());
    }
}

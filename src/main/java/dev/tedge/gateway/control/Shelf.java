package dev.tedge.gateway.control;

import dev.tedge.delivery.store.Inventory;
import dev.tedge.delivery.store.Priority;
import dev.tedge.delivery.store.Selection;
import dev.tedge.delivery.store.Totals;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** One of the two places where messages are kept, as lists see it. */
abstract sealed class Shelf {

    private static final int NAMED = 5;

    final Inventory inventory;

    private Shelf(Inventory inventory) {
        this.inventory = inventory;
    }

    static Shelf outbox(Inventory inventory) {
        return new Outbox(inventory);
    }

    static Shelf deadLetters(Inventory inventory) {
        return new DeadLetters(inventory);
    }

    /** How many messages are meant, if that is known without looking at each. */
    abstract Optional<Long> count(Selection selection);

    abstract void each(Selection selection, int limit, boolean payloads, Consumer<KeptMessage> action);

    /** Somebody who names a message that is not there means another one. */
    final void requireKnown(Set<Long> ids) throws ControlException {
        Set<Long> unknown = new TreeSet<>(ids);
        if (!ids.isEmpty()) {
            each(withIds(ids), ids.size(), false, message -> unknown.remove(message.id()));
        }
        if (!unknown.isEmpty()) {
            String names = String.join(
                    ", ", unknown.stream().limit(NAMED).map(String::valueOf).toList());
            throw new ControlException(
                    "Nothing is kept here under the id %s%s".formatted(names, unknown.size() > NAMED ? ", …" : ""));
        }
    }

    private static Selection withIds(Set<Long> ids) {
        return new Selection(ids, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static final class Outbox extends Shelf {

        private Outbox(Inventory inventory) {
            super(inventory);
        }

        @Override
        Optional<Long> count(Selection selection) {
            if (selection.ids().isEmpty()
                    && selection.topic().isEmpty()
                    && selection.cause().isEmpty()
                    && selection.before().isEmpty()) {
                Map<Priority, Totals> totals = inventory.outbox();
                return Optional.of(totals.entrySet().stream()
                        .filter(entry ->
                                selection.priority().map(entry.getKey()::equals).orElse(true))
                        .mapToLong(entry -> entry.getValue().messages())
                        .sum());
            }
            return Optional.empty();
        }

        @Override
        void each(Selection selection, int limit, boolean payloads, Consumer<KeptMessage> action) {
            inventory.eachOutbox(selection, limit, message -> action.accept(KeptMessage.of(message, payloads)));
        }
    }

    private static final class DeadLetters extends Shelf {

        private DeadLetters(Inventory inventory) {
            super(inventory);
        }

        @Override
        Optional<Long> count(Selection selection) {
            return selection.equals(Selection.ALL)
                    ? Optional.of(inventory.deadLetters().messages())
                    : Optional.empty();
        }

        @Override
        void each(Selection selection, int limit, boolean payloads, Consumer<KeptMessage> action) {
            inventory.eachDeadLetter(selection, limit, letter -> action.accept(KeptMessage.of(letter, payloads)));
        }
    }
}

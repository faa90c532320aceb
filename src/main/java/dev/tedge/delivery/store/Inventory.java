package dev.tedge.delivery.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What people may see of, and do to, the messages that are kept, whether a gateway runs or not. Calls take as long as the disk
 * takes. All of them throw {@link StoreException}.
 */
public interface Inventory {

    /** Why no further message can be made safe at the moment, on one line; empty when all is well. */
    default Optional<String> trouble() {
        return Optional.empty();
    }

    /** How much waits in the outbox, of each priority. */
    Map<Priority, Totals> outbox();

    /**
     * Messages of the outbox in the order in which they go: by priority, then by sequence.
     *
     * @param limit how many at most
     */
    List<StoredMessage> outbox(Selection selection, int limit);

    /**
     * The same one by one. A store that can read on while the action runs overrides this, so that a long list needs no memory; the
     * action may then take its time, and may throw to end the list.
     */
    default void eachOutbox(Selection selection, int limit, Consumer<StoredMessage> action) {
        outbox(selection, limit).forEach(action);
    }

    /** Removes messages from the outbox for good, but for those that are being sent; returns how many. */
    long dropOutbox(Selection selection);

    /** How many dead letters there are. */
    Totals deadLetters();

    /**
     * Dead letters, the oldest first.
     *
     * @param limit how many at most
     */
    List<DeadLetter> deadLetters(Selection selection, int limit);

    /** The same one by one, as {@link #eachOutbox}. */
    default void eachDeadLetter(Selection selection, int limit, Consumer<DeadLetter> action) {
        deadLetters(selection, limit).forEach(action);
    }

    /** Removes dead letters for good; returns how many. */
    long dropDeadLetters(Selection selection);

    /** Moves dead letters to the end of the outbox, to be sent once more. */
    Replay replay(Selection selection);

    /**
     * What became of dead letters that were to be replayed.
     *
     * @param moved how many are in the outbox now
     * @param kept those that still break a rule of AWS, and stay, with the first reason
     */
    record Replay(long moved, long kept, Optional<String> reason) {}
}

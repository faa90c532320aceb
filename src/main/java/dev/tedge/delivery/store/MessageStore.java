package dev.tedge.delivery.store;

import dev.tedge.delivery.store.sqlite.MessageRow;
import dev.tedge.delivery.store.sqlite.MessageTable;
import dev.tedge.delivery.store.sqlite.StoreFile;
import dev.tedge.delivery.store.sqlite.StoreFile.Sync;
import dev.tedge.link.session.OutboundMessage;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The outbox and the dead letters on disk. What was added is on disk when the method returns, and outlives a power
 * cut; what was removed may come back after a power cut, but not after the end of the process.
 *
 * <p>Used by one thread at a time, and by one process. Every method throws {@link StoreException} when the store is
 * damaged or can't be used any more, and those that write throw {@link StoreFullException} when there is no room: then
 * nothing was done, and it can be tried again.
 */
public final class MessageStore implements AutoCloseable {

    /** How many messages are looked at and changed in a transaction where there may be any number of them. */
    private static final int GROUP = 500;

    /** The same in bytes: on a full disk, a larger transaction would not find room in the log. */
    private static final long GROUP_BYTES = 1 << 18;

    /** So little goes through the log at a time that the spare room is enough for it. */
    private static final int REMOVED_AT_ONCE = 100;

    private final StoreFile file;
    private final MessageTable table;

    private MessageStore(StoreFile file) {
        this.file = file;
        this.table = new MessageTable(file);
    }

    /**
     * Opens the store in a directory; makes both, for the eyes of this user only, if they are not there.
     *
     * @throws StoreException when the directory can't be written, the file is no store, is damaged or of a newer
     * version, or
     *     another process has it
     */
    public static MessageStore open(Path directory) {
        return new MessageStore(StoreFile.open(directory));
    }

    /** What was found and mended when it was opened after an end that was not clean: one line for the log. */
    public Optional<String> repaired() {
        return file.repaired();
    }

    /** The highest sequence that a stored message ever had, also when it was removed since; 0 if there was none. */
    public long lastSequence() {
        return file.read(() -> {
            long last = 0;
            for (Priority priority : Priority.values()) {
                last = Math.max(last, table.last(MessageTable.queue(priority)));
            }
            return last;
        });
    }

    /** Adds messages to the outbox, all or none; in any order of their sequences, which are from 1 up to 2^60 - 1. */
    public void append(List<StoredMessage> messages) {
        long bytes = messages.stream().mapToLong(StoredMessage::size).sum();
        file.write(Sync.FULL, bytes, () -> {
            table.insert(messages.stream().map(MessageRow::of).toList());
            return messages.size();
        });
    }

    /**
     * Messages of the outbox in order of their sequences.
     *
     * @param afterSequence only those beyond it
     * @param limit how many at most
     * @param bytes what they count together at most; the first is returned even when it is larger
     */
    public List<StoredMessage> read(Priority priority, long afterSequence, int limit, long bytes) {
        return file.read(() -> table.read(MessageTable.queue(priority), afterSequence, limit, bytes).stream()
                .map(MessageRow::stored)
                .toList());
    }

    /**
     * Removes messages from the outbox; those that are not there any more are passed over. When it fails some may be removed:
     * then it can be called again with all of them.
     */
    public void remove(Collection<StoredMessage> messages) {
        List<Long> keys = messages.stream().map(MessageTable::key).toList();
        for (int from = 0; from < keys.size(); from += REMOVED_AT_ONCE) {
            List<Long> group = keys.subList(from, Math.min(keys.size(), from + REMOVED_AT_ONCE));
            file.shrink(() -> table.delete(group));
        }
    }

    /** What waits in the outbox; the oldest is the one with the lowest sequence. */
    public Totals totals(Priority priority) {
        return file.read(() -> table.totals(MessageTable.queue(priority)));
    }

    /**
     * Removes the oldest messages from the outbox.
     *
     * @param afterSequence only those beyond it
     * @param bytes ends when so much is freed; more than some hundred kilobytes take several transactions
     * @return what was removed
     */
    public Totals dropOldest(Priority priority, long afterSequence, long bytes) {
        int queue = MessageTable.queue(priority);
        Totals dropped = Totals.NONE;
        Totals group;
        do {
            long left = Math.min(bytes - dropped.bytes(), GROUP_BYTES);
            group = file.shrink(() -> deleteBytes(queue, afterSequence, left));
            dropped = dropped.plus(group);
        } while (group.messages() > 0 && dropped.bytes() < bytes);
        return dropped;
    }

    /**
     * Removes the oldest messages from the outbox up to the first that is young enough.
     *
     * @param afterSequence only those beyond it
     * @param accepted only those that were accepted before
     * @param limit how many at most; on a full disk, some hundreds can be removed at once
     * @return what was removed
     */
    public Totals dropBefore(Priority priority, long afterSequence, Instant accepted, int limit) {
        return file.shrink(() -> {
            int[] left = {limit};
            return table.deleteHead(
                    MessageTable.queue(priority),
                    afterSequence,
                    head -> left[0]-- > 0 && head.at() < accepted.toEpochMilli());
        });
    }

    /**
     * Adds dead letters, and removes those of them that were in the outbox from there.
     *
     * @param maxBytes the oldest dead letters above it are dropped
     * @return how many were dropped
     */
    public long park(List<Refusal> refusals, long maxBytes) {
        long bytes = refusals.stream()
                .mapToLong(refusal -> StoredMessage.sizeOf(refusal.message()))
                .sum();
        return file.write(Sync.FULL, bytes, () -> {
            long id = table.last(MessageTable.DEAD_LETTERS);
            List<MessageRow> rows = new ArrayList<>();
            for (Refusal refusal : refusals) {
                rows.add(MessageRow.of(refusal, ++id));
            }
            table.insert(rows);
            table.delete(refusals.stream()
                    .flatMap(refusal -> refusal.stored().stream())
                    .map(MessageTable::key)
                    .toList());
            long above = table.totals(MessageTable.DEAD_LETTERS).bytes() - maxBytes;
            return deleteBytes(MessageTable.DEAD_LETTERS, 0, above).messages();
        });
    }

    /** As {@link Inventory#outbox(Selection, int)}. */
    public List<StoredMessage> outbox(Selection selection, int limit) {
        return outbox(selection, Optional.empty(), limit);
    }

    /** The same, from where an earlier list has ended. */
    public List<StoredMessage> outbox(Selection selection, Optional<StoredMessage> after, int limit) {
        return file.read(() -> {
            List<StoredMessage> found = new ArrayList<>();
            for (Priority priority : Priority.values()) {
                int order =
                        after.map(last -> priority.compareTo(last.priority())).orElse(1);
                if (order >= 0) {
                    long beyond =
                            order == 0 ? after.map(StoredMessage::sequence).orElse(0L) : 0;
                    table.select(MessageTable.queue(priority), beyond, selection, limit - found.size()).stream()
                            .map(MessageRow::stored)
                            .forEach(found::add);
                }
            }
            return found;
        });
    }

    /**
     * Removes messages from the outbox; returns how many.
     *
     * @param except sequences of those that stay
     */
    public long dropOutbox(Selection selection, Set<Long> except) {
        long dropped = 0;
        for (Priority priority : Priority.values()) {
            dropped += drop(MessageTable.queue(priority), selection, except);
        }
        return dropped;
    }

    /** What the dead letters are. */
    public Totals deadLetters() {
        return file.read(() -> table.totals(MessageTable.DEAD_LETTERS));
    }

    /** As {@link Inventory#deadLetters(Selection, int)}. */
    public List<DeadLetter> deadLetters(Selection selection, int limit) {
        return deadLetters(selection, Optional.empty(), limit);
    }

    /** The same, from where an earlier list has ended. */
    public List<DeadLetter> deadLetters(Selection selection, Optional<DeadLetter> after, int limit) {
        long beyond = after.map(DeadLetter::id).orElse(0L);
        return file.read(() -> table.select(MessageTable.DEAD_LETTERS, beyond, selection, limit).stream()
                .map(MessageRow::deadLetter)
                .toList());
    }

    /** Removes dead letters; returns how many. */
    public long dropDeadLetters(Selection selection) {
        return drop(MessageTable.DEAD_LETTERS, selection, Set.of());
    }

    /**
     * Moves dead letters to the end of the outbox, as if they were accepted now.
     *
     * @param sequences gives each its place
     * @param refusal why a message would be refused again, and therefore stays
     */
    public Inventory.Replay replay(
            Selection selection, LongSupplier sequences, Function<OutboundMessage, Optional<String>> refusal) {
        return new ReplayRun(file, table, sequences, refusal).run(selection);
    }

    /** Ends the store cleanly. */
    @Override
    public void close() {
        file.close();
    }

    private long drop(int queue, Selection selection, Set<Long> except) {
        long dropped = 0;
        List<Long> group = file.read(() -> table.selectKeys(queue, 0, selection, GROUP));
        while (!group.isEmpty()) {
            List<Long> keys = group.stream()
                    .filter(key -> !except.contains(MessageTable.id(key)))
                    .toList();
            dropped += file.shrink(() -> table.delete(keys));
            long next = MessageTable.id(group.get(group.size() - 1));
            group = file.read(() -> table.selectKeys(queue, next, selection, GROUP));
        }
        return dropped;
    }

    private Totals deleteBytes(int queue, long after, long bytes) throws SQLException {
        long[] left = {bytes};
        return table.deleteHead(queue, after, head -> {
            boolean more = left[0] > 0;
            left[0] -= head.size();
            return more;
        });
    }
}

package dev.tedge.delivery.store;

import dev.tedge.delivery.store.sqlite.MessageRow;
import dev.tedge.delivery.store.sqlite.MessageTable;
import dev.tedge.delivery.store.sqlite.StoreFile;
import dev.tedge.delivery.store.sqlite.StoreFile.Sync;
import dev.tedge.link.session.OutboundMessage;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Moves dead letters back into the outbox, group by group, each in a transaction of its own. */
final class ReplayRun {

    /** As many as fit into memory easily, each with the largest payload that AWS takes. */
    private static final int GROUP = 50;

    private final StoreFile file;
    private final MessageTable table;
    private final LongSupplier sequences;
    private final Function<OutboundMessage, Optional<String>> refusal;

    private long moved;
    private long kept;
    private Optional<String> reason = Optional.empty();

    ReplayRun(
            StoreFile file,
            MessageTable table,
            LongSupplier sequences,
            Function<OutboundMessage, Optional<String>> refusal) {
        this.file = file;
        this.table = table;
        this.sequences = sequences;
        this.refusal = refusal;
    }

    Inventory.Replay run(Selection selection) {
        List<MessageRow> group = next(0, selection);
        while (!group.isEmpty()) {
            List<MessageRow> allowed = group.stream().filter(this::isAllowed).toList();
            moved += file.write(Sync.FULL, 0, () -> move(allowed));
            group = next(MessageTable.id(group.get(group.size() - 1).key()), selection);
        }
        return new Inventory.Replay(moved, kept, reason);
    }

    private List<MessageRow> next(long after, Selection selection) {
        return file.read(() -> table.select(MessageTable.DEAD_LETTERS, after, selection, GROUP));
    }

    private boolean isAllowed(MessageRow row) {
        Optional<String> refused = refusal.apply(row.message());
        if (refused.isPresent()) {
            kept++;
            reason = reason.or(() -> refused);
        }
        return refused.isEmpty();
    }

    private int move(List<MessageRow> rows) throws SQLException {
        long now = Instant.now().toEpochMilli();
        table.insert(rows.stream().map(row -> waiting(row.message(), now)).toList());
        table.delete(rows.stream().map(MessageRow::key).toList());
        return rows.size();
    }

    private MessageRow waiting(OutboundMessage message, long accepted) {
        int queue = MessageTable.queue(Priority.of(message.topic()));
        return new MessageRow(MessageTable.key(queue, sequences.getAsLong()), accepted, message, null);
    }
}

package dev.tedge.delivery.outbox;

import dev.tedge.delivery.store.Priority;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** A lane for each priority, the urgent first. Guarded by the {@link Dispatcher}. */
final class Lanes implements Iterable<Lane> {

    private final Map<Priority, Lane> lanes = new EnumMap<>(Priority.class);

    /** The same, to be gone through for each message. */
    private final List<Lane> inOrder;

    /** @param backlog how much waits on disk */
    Lanes(Map<Priority, Long> backlog) {
        for (Priority priority : Priority.values()) {
            lanes.put(priority, new Lane(priority, backlog.getOrDefault(priority, 0L)));
        }
        inOrder = List.copyOf(lanes.values());
    }

    @Override
    public Iterator<Lane> iterator() {
        return inOrder.iterator();
    }

    Lane of(Entry entry) {
        return of(entry.message().priority());
    }

    @SuppressWarnings("NullAway") // The constructor has made one for each.
    Lane of(Priority priority) {
        return lanes.get(priority);
    }

    boolean hasUnwritten() {
        return lanes.values().stream().anyMatch(Lane::hasUnwritten);
    }

    /** Takes what is to be written; see {@link Lane#takeUnwritten}. */
    List<Entry> takeUnwritten(int limit, long bytes) {
        List<Entry> taken = new ArrayList<>();
        long left = bytes;
        for (Lane lane : this) {
            List<Entry> some = left > 0 ? lane.takeUnwritten(limit - taken.size(), left) : List.of();
            left -= some.stream().mapToLong(entry -> entry.message().size()).sum();
            taken.addAll(some);
        }
        return taken;
    }

    void sendUnwritten() {
        lanes.values().forEach(Lane::sendUnwritten);
    }

    void spill() {
        lanes.values().forEach(Lane::spill);
    }

    /** See {@link Lane#unblock}. */
    void unblock(Map<Priority, Long> waitingOnDisk, LongSupplier sequences) {
        lanes.forEach((priority, lane) -> lane.unblock(waitingOnDisk.getOrDefault(priority, 0L), sequences));
    }

    /** Everything that waits to be written, which then no longer waits. */
    List<Entry> giveUp() {
        List<Entry> all = new ArrayList<>();
        lanes.values().forEach(lane -> all.addAll(lane.giveUpUnwritten()));
        return all;
    }
}

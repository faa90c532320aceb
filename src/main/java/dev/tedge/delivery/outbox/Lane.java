package dev.tedge.delivery.outbox;

import dev.tedge.delivery.store.Priority;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The messages of one priority that wait, in order: first those that are ready to be sent, then those on disk, then those that
 * are still to be written. While the last two are empty, messages pass without touching the disk. Guarded by the {@link
 * Dispatcher}.
 *
 * <p>What is ready without being on disk has nothing on disk before it and nothing unwritten behind it: so whatever goes to the
 * disk goes there in order, and can be read from there in order.
 */
final class Lane {

    private final Priority priority;
    private final Deque<Entry> ready = new ArrayDeque<>();
    private final Deque<Entry> unwritten = new ArrayDeque<>();

    /** Being written, and what else is under way on the disk that new messages have to queue behind. */
    private int busy;

    /** On disk, and not in {@link #ready}. */
    private long onDisk;

    /** The last sequence that has been given to the link. */
    private long sentUpTo;

    /** The last sequence that has been in {@link #ready}: what is on disk begins after it. */
    private long readyUpTo;

    private boolean reading;

    Lane(Priority priority, long onDisk) {
        this.priority = priority;
        this.onDisk = onDisk;
    }

    Priority priority() {
        return priority;
    }

    /** Whether nothing waits on disk, or has to go there first. */
    boolean isLive() {
        return onDisk == 0 && unwritten.isEmpty() && busy == 0;
    }

    /** Whether there is something on disk to be read. */
    boolean hasOnDisk() {
        return onDisk != 0;
    }

    int ready() {
        return ready.size();
    }

    long readyUpTo() {
        return readyUpTo;
    }

    /** To be sent. Only while live, or by {@link #read}. */
    void addReady(Entry entry) {
        ready.addLast(entry);
        readyUpTo = entry.message().sequence();
    }

    /** To be written, and sent when it is its turn. */
    void addUnwritten(Entry entry) {
        unwritten.addLast(entry);
    }

    /** The next to be sent; there is one while {@link #ready} is not 0. */
    Entry send() {
        Entry next = ready.removeFirst();
        sentUpTo = next.message().sequence();
        return next;
    }

    /** How long the first message that is not on disk has been waiting to be sent, in nanoseconds; 0 when there is none. */
    long longestLiveWait(long now) {
        return ready.stream()
                .filter(entry -> !entry.isOnDisk())
                .findFirst()
                .map(first -> now - first.acceptedAt())
                .orElse(0L);
    }

    /** What was ready goes to the disk, or is still there. */
    void spill() {
        while (!ready.isEmpty()) {
            Entry last = ready.removeLast();
            if (last.isOnDisk()) {
                onDisk++;
            } else {
                unwritten.addFirst(last);
            }
        }
        readyUpTo = sentUpTo;
    }

    boolean hasUnwritten() {
        return !unwritten.isEmpty();
    }

    /** Takes what is to be written, in order; to be followed by {@link #written} or {@link #notWritten}. */
    List<Entry> takeUnwritten(int limit, long bytes) {
        List<Entry> taken = new ArrayList<>();
        long size = 0;
        while (!unwritten.isEmpty() && taken.size() < limit && (taken.isEmpty() || size < bytes)) {
            Entry entry = unwritten.removeFirst();
            size += entry.message().size();
            taken.add(entry);
        }
        busy += taken.size();
        return taken;
    }

    void written() {
        busy--;
        onDisk++;
    }

    /** Back to where it was taken from: the last one first. */
    void notWritten(Entry entry) {
        unwritten.addFirst(entry);
        busy--;
    }

    /** Neither written nor sent. */
    void dropped() {
        busy--;
    }

    /** Messages that could not be written are sent as they are, when none is before them. */
    void sendUnwritten() {
        while (onDisk == 0 && busy == 0 && !unwritten.isEmpty()) {
            addReady(unwritten.removeFirst());
        }
    }

    /** Everything that waits to be written, which then no longer waits. */
    List<Entry> giveUpUnwritten() {
        List<Entry> all = new ArrayList<>(unwritten);
        unwritten.clear();
        return all;
    }

    /** All messages queue up behind what is being put on disk. */
    void block() {
        spill();
        busy++;
    }

    /**
     * @param waitingOnDisk how many are on disk now and are not being sent
     * @param sequences new places for what is still to be written: it comes after what is on disk now
     */
    void unblock(long waitingOnDisk, LongSupplier sequences) {
        busy--;
        onDisk = waitingOnDisk;
        unwritten.forEach(entry -> entry.moveTo(sequences.getAsLong()));
    }

    /** Some of those on disk are gone. */
    void lost(long messages) {
        onDisk -= messages;
    }

    /** Whether more should be read now; if so, {@link #read} follows. */
    boolean wantsReading(int few) {
        if (reading || onDisk == 0 || ready.size() > few) {
            return false;
        }
        reading = true;
        return true;
    }

    /**
     * Takes what was read.
     *
     * @param after where reading has begun; when messages have gone back to the disk since, what was read is of no use
     */
    void read(List<Entry> entries, long after) {
        reading = false;
        if (after == readyUpTo) {
            // What is not on disk is not waited for, whatever was counted.
            onDisk = entries.isEmpty() ? 0 : onDisk - entries.size();
            entries.forEach(this::addReady);
        }
    }
}

package dev.tedge.delivery.outbox;

import dev.tedge.delivery.store.DeadLetter;
import dev.tedge.delivery.store.Priority;
import dev.tedge.delivery.store.StoredMessage;
import dev.tedge.link.PublishRefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the {@link Keeper} is to do on disk, beside writing what the lanes have. What it takes and can't do it puts back. Safe
 * for use by several threads.
 */
final class Chores {

    /** Where the work is done. Called under locks. */
    interface Disk {

        /** There is work. */
        void work();

        /** Like {@link #work}, but it need not be done at once. */
        void workSoon();

        /** A message waits in memory: {@link Dispatcher#spillOverdue} is to be called in a while. */
        void watch();
    }

    /** A message that is refused for good. */
    record Refused(Entry entry, DeadLetter.Cause cause, PublishRefusedException failure) {}

    /** Where a lane is to be read. */
    record Reading(Priority priority, long after) {}

    private final Disk disk;
    // Guarded by this.
    private final List<Entry> sentUnwritten = new ArrayList<>();
    private final List<Refused> toPark = new ArrayList<>();
    private final List<StoredMessage> toRemove = new ArrayList<>();
    private final List<Reading> toRead = new ArrayList<>();

    Chores(Disk disk) {
        this.disk = disk;
    }

    /** There is work. */
    void work() {
        disk.work();
    }

    /** A message waits in memory. */
    void watch() {
        disk.watch();
    }

    synchronized boolean isEmpty() {
        return sentUnwritten.isEmpty() && toPark.isEmpty() && toRemove.isEmpty() && toRead.isEmpty();
    }

    /** How many messages are on disk that AWS has answered. */
    synchronized int answered() {
        return toPark.size() + toRemove.size();
    }

    /** To be written, if it is not yet, although the link has it and goes on having it. */
    synchronized void writeSent(Entry entry) {
        if (entry.isInMemoryOnly()) {
            entry.nowSentUnwritten();
            sentUnwritten.add(entry);
            disk.work();
        }
    }

    /** The first that are to be written; see {@link #takeRefused}. */
    synchronized List<Entry> takeSentUnwritten(int limit, long bytes) {
        sentUnwritten.removeIf(Entry::isOver);
        return takeFirst(sentUnwritten, Function.identity(), limit, bytes);
    }

    synchronized boolean hasSentUnwritten() {
        return !sentUnwritten.isEmpty();
    }

    synchronized void notWritten(Entry entry) {
        sentUnwritten.add(0, entry);
    }

    synchronized void park(Refused refused) {
        toPark.add(refused);
        disk.work();
    }

    /** The first that are to be parked, together no larger than what is written at a time. */
    synchronized List<Refused> takeRefused(int limit, long bytes) {
        return takeFirst(toPark, Refused::entry, limit, bytes);
    }

    private static <T> List<T> takeFirst(List<T> list, Function<T, Entry> entry, int limit, long bytes) {
        int count = 0;
        long size = 0;
        while (count < list.size() && count < limit && (count == 0 || size < bytes)) {
            size += entry.apply(list.get(count++)).message().size();
        }
        List<T> first = list.subList(0, count);
        List<T> taken = List.copyOf(first);
        first.clear();
        return taken;
    }

    synchronized void notParked(List<Refused> refused) {
        toPark.addAll(0, refused);
    }

    /** AWS has a message: it is to be removed if it is on disk, and needs not be parked. */
    synchronized void over(Entry entry) {
        if (entry.isOver() && entry.isOnDisk() && toPark.stream().noneMatch(refused -> refused.entry() == entry)) {
            toRemove.add(entry.message());
            disk.workSoon();
        }
    }

    synchronized List<StoredMessage> takeRemovals() {
        return take(toRemove);
    }

    synchronized void notRemoved(List<StoredMessage> messages) {
        toRemove.addAll(messages);
    }

    synchronized void read(Reading reading) {
        toRead.add(reading);
        disk.work();
    }

    /** Takes one, so that a failure concerns no other. */
    synchronized Optional<Reading> takeReading() {
        return toRead.isEmpty() ? Optional.empty() : Optional.of(toRead.remove(0));
    }

    synchronized void notRead(Reading reading) {
        toRead.add(reading);
    }

    private static <T> List<T> take(List<T> list) {
        List<T> taken = List.copyOf(list);
        list.clear();
        return taken;
    }

    /** The messages on disk that are to leave it. */
    synchronized List<StoredMessage> leaving() {
        List<StoredMessage> leaving = new ArrayList<>(toRemove);
        toPark.stream()
                .map(Refused::entry)
                .filter(Entry::isOnDisk)
                .map(Entry::message)
                .forEach(leaving::add);
        return leaving;
    }

    /** Everything that is not on disk, which is then no longer to be put there. */
    synchronized List<Entry> giveUp() {
        List<Entry> unsafe = new ArrayList<>(take(sentUnwritten));
        take(toPark).forEach(refused -> unsafe.add(refused.entry()));
        return unsafe;
    }
}

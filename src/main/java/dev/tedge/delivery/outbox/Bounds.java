package dev.tedge.delivery.outbox;

import dev.tedge.delivery.OutboxConfig;
import dev.tedge.delivery.Overflow;
import dev.tedge.delivery.store.MessageStore;
import dev.tedge.delivery.store.Priority;
import dev.tedge.delivery.store.Totals;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the outbox within its size and age. Used by the thread that owns the store. */
final class Bounds {

    private static final Logger LOG = LoggerFactory.getLogger(Bounds.class);

    /** So much room is made at a time, so that it is not made anew for each message. */
    private static final long AT_ONCE = 64 << 10;

    private static final int MOST_AT_ONCE = 300;

    private static final List<Priority> LEAST_FIRST = List.of(Priority.LOW, Priority.MEDIUM, Priority.HIGH);

    /** What is to become of new messages. */
    record Admission(List<Entry> write, List<Entry> hold, List<Entry> drop) {}

    private final OutboxConfig config;
    private final MessageStore store;
    private final Dispatcher dispatcher;
    private final Counters counters;
    private final InstantSource clock;

    private long dropped;

    Bounds(OutboxConfig config, MessageStore store, Dispatcher dispatcher, Counters counters, InstantSource clock) {
        this.config = config;
        this.store = store;
        this.dispatcher = dispatcher;
        this.counters = counters;
        this.clock = clock;
    }

    /** How often {@link #expire} is to be called. */
    Duration pause() {
        Duration half = config.maxAge().dividedBy(2);
        return half.compareTo(Duration.ofMinutes(1)) < 0 ? half : Duration.ofMinutes(1);
    }

    /** Sorts new messages by whether there is room for them, after having made what room may be made. */
    Admission admit(List<Entry> entries) {
        Admission admission = new Admission(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Set<Priority> holding = EnumSet.noneOf(Priority.class);
        long free = config.maxBytes() - bytes();
        for (Entry entry : entries) {
            Priority priority = entry.message().priority();
            long size = entry.message().size();
            if (size > free && !holding.contains(priority) && canMakeRoom(priority, size - free)) {
                free += makeRoom(priority, size - free);
            }
            if (size <= free && !holding.contains(priority)) {
                free -= size;
                admission.write().add(entry);
            } else if (policy(priority) == Overflow.DROP_NEWEST && !entry.isSentUnwritten()) {
                admission.drop().add(entry);
            } else {
                // What comes after it must not overtake it.
                holding.add(priority);
                admission.hold().add(entry);
            }
        }
        return admission;
    }

    /** Counts those that {@link #admit} wanted dropped. */
    void dropped(List<Entry> entries) {
        for (Entry entry : entries) {
            count("dropped.newest-" + entry.message().priority().word(), 1, "aws.outbox.max_size is reached");
        }
    }

    private long bytes() {
        return Stream.of(Priority.values())
                .mapToLong(priority -> store.totals(priority).bytes())
                .sum();
    }

    /** Whether {@link #makeRoom} can do it: otherwise nothing is dropped in vain. */
    private boolean canMakeRoom(Priority arriving, long bytes) {
        return LEAST_FIRST.stream()
                        .filter(priority ->
                                priority.compareTo(arriving) >= 0 && policy(priority) == Overflow.DROP_OLDEST)
                        .mapToLong(priority -> store.totals(priority).bytes())
                        .sum()
                >= bytes;
    }

    /** The least urgent go first, and nothing that is more urgent than what comes. */
    private long makeRoom(Priority arriving, long bytes) {
        long freed = 0;
        for (Priority priority : LEAST_FIRST) {
            if (freed < bytes && policy(priority) == Overflow.DROP_OLDEST) {
                freed += dropOldest(priority, Math.max(bytes - freed, AT_ONCE));
            }
            if (priority == arriving) {
                break;
            }
        }
        return freed;
    }

    private long dropOldest(Priority priority, long bytes) {
        long freed = 0;
        Totals gone;
        do {
            // In small steps, each of which is done or not: what is counted is gone.
            gone = store.dropOldest(priority, dispatcher.onDiskAfter(priority), Math.min(bytes - freed, AT_ONCE));
            dispatcher.lost(priority, gone.messages());
            count("dropped.oldest-" + priority.word(), gone.messages(), "aws.outbox.max_size is reached");
            freed += gone.bytes();
        } while (gone.messages() > 0 && freed < bytes);
        return freed;
    }

    /** Drops what has become too old. */
    void expire() {
        Instant limit = clock.instant().minus(config.maxAge());
        for (Priority priority : Priority.values()) {
            Totals gone;
            do {
                gone = store.dropBefore(priority, dispatcher.onDiskAfter(priority), limit, MOST_AT_ONCE);
                dispatcher.lost(priority, gone.messages());
                count("dropped.expired", gone.messages(), "aws.outbox.max_age is reached");
            } while (gone.messages() == MOST_AT_ONCE);
        }
    }

    /** Dead letters that had to make room for newer ones. */
    void deadLettersDropped(long messages) {
        count("dropped.dead-letters", messages, "there are too many dead letters");
    }

    private void count(String counter, long messages, String reason) {
        if (messages > 0) {
            counters.add(counter, messages);
            long before = dropped;
            dropped += messages;
            // The first, and then with each doubling: a full outbox stays full for long.
            if (Long.highestOneBit(before) != Long.highestOneBit(dropped)) {
                LOG.warn("{}: until now {} messages have been dropped ({})", reason, dropped, counter);
            }
        }
    }

    private Overflow policy(Priority priority) {
        return config.overflow().getOrDefault(priority, Overflow.HOLD);
    }
}

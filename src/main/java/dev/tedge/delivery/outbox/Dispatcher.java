package dev.tedge.delivery.outbox;

import dev.tedge.delivery.Delivery;
import dev.tedge.delivery.store.DeadLetter;
import dev.tedge.delivery.store.Priority;
import dev.tedge.delivery.store.StoredMessage;
import dev.tedge.link.PublishRefusedException;
import dev.tedge.link.Publisher;
import dev.tedge.link.session.OutboundMessage;
import dev.tedge.link.session.ReasonCodes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which message goes next and which has to go to the disk. It knows all that is in memory, touches no disk itself, and
 * tells the {@link Keeper} when there is something to do for it.
 *
 * <p>Safe for use by several threads. Never blocks, and calls no route under its lock.
 */
final class Dispatcher implements SentWindow.Outcomes {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    /** A message that found no way out for so long goes to the disk, which frees its place at the local broker. */
    static final long LONGEST_LIVE_WAIT_NANOS = 2_000_000_000L;

    /** More than a local broker is asked for before it is acknowledged anything. */
    private static final int MOST_READY = 5_000;

    /** Removing them on disk lags behind: reading waits for it. */
    private static final int MOST_ANSWERED = 1_000;

    private final Counters counters;
    private final Chores chores;

    // Guarded by this.
    private final Lanes lanes;
    private final SentWindow sent;
    private long sequence;
    private long expired;
    private boolean up;

    /** AWS has not answered for long: new messages do not wait for it. */
    private boolean stalled;

    private boolean stopping;
    private boolean gone;

    /**
     * @param backlog how much waits on disk
     * @param sequence the last one that was used
     * @param chores where what is to be done on disk goes
     */
    Dispatcher(Delivery.Way way, Map<Priority, Long> backlog, long sequence, Counters counters, Chores chores) {
        this.counters = counters;
        this.chores = chores;
        this.lanes = new Lanes(backlog);
        this.sent = new SentWindow(way, this);
        this.sequence = sequence;
    }

    /** Takes a message over; false after {@link #giveUp}. */
    synchronized boolean accept(OutboundMessage message, Instant now, Publisher.Callback route) {
        if (gone) {
            return false;
        }
        Entry entry = entry(message, now, route);
        Lane lane = lanes.of(entry);
        if (up && !stalled && !stopping && lane.isLive() && lane.ready() < MOST_READY) {
            lane.addReady(entry);
            feed();
            chores.watch();
        } else {
            if (lane.isLive() || stopping) {
                toDisk(lane);
            }
            lane.addUnwritten(entry);
            chores.work();
        }
        return true;
    }

    /**
     * What of a lane is in memory only goes to the disk, also what has been sent and is not acknowledged. Were only later messages
     * there, they would overtake it when we are killed: the local broker sends again what it has not heard of.
     */
    private void toDisk(Lane lane) {
        sent.all().stream().filter(entry -> lanes.of(entry) == lane).forEach(chores::writeSent);
        lane.spill();
        chores.work();
    }

    /** Takes a message over that breaks a rule; false after {@link #giveUp}. */
    synchronized boolean acceptRefused(
            OutboundMessage message, Instant now, PublishRefusedException failure, Publisher.Callback route) {
        if (!gone) {
            chores.park(new Chores.Refused(entry(message, now, route), DeadLetter.Cause.RULE, failure));
        }
        return !gone;
    }

    private Entry entry(OutboundMessage message, Instant now, Publisher.Callback route) {
        return new Entry(new StoredMessage(nextSequence(), Priority.of(message.topic()), now, message), route);
    }

    synchronized long nextSequence() {
        return ++sequence;
    }

    /** The link to AWS is up, or no longer: then what it holds has to survive us. */
    synchronized void linkChanged(boolean nowUp) {
        up = nowUp;
        stalled = false;
        if (up) {
            feed();
        } else {
            lanes.forEach(this::toDisk);
        }
    }

    /** Sends nothing more: everything goes to the disk from now on. */
    synchronized void stop() {
        stopping = true;
        lanes.spill();
        chores.work();
    }

    /** Sends nothing more, and waits for nothing that was sent: all that is not safe yet goes to the disk. */
    synchronized void stopForGood() {
        stopping = true;
        lanes.forEach(this::toDisk);
    }

    /** Sends messages to the disk that have waited in memory for too long, to be sent or to be acknowledged. */
    synchronized void spillOverdue() {
        long now = System.nanoTime();
        boolean waiting = false;
        for (Lane lane : lanes) {
            long wait = Math.max(lane.longestLiveWait(now), longestUnacknowledged(lane, now));
            if (wait > LONGEST_LIVE_WAIT_NANOS) {
                stalled = true;
                toDisk(lane);
            } else {
                waiting |= wait > 0;
            }
        }
        if (waiting) {
            chores.watch();
        }
    }

    /** How long the first message has been waiting that the link has and the disk has not, in nanoseconds. */
    private long longestUnacknowledged(Lane lane, long now) {
        return sent.all().stream()
                .filter(entry -> entry.isInMemoryOnly() && lanes.of(entry) == lane)
                .findFirst()
                .map(entry -> now - entry.acceptedAt())
                .orElse(0L);
    }

    /** Sends as much as may be under way, the urgent first, and has the disk read before it is needed. */
    private void feed() {
        if (!up || stopping) {
            return;
        }
        for (Lane lane : lanes) {
            while (sent.hasRoom() && lane.ready() > 0) {
                sent.send(lane.send());
            }
            if (lane.hasOnDisk() && chores.answered() < MOST_ANSWERED && lane.wantsReading(sent.few())) {
                chores.read(new Chores.Reading(lane.priority(), lane.readyUpTo()));
            }
        }
    }

    @Override
    public void delivered(Entry entry) {
        Publisher.Callback route;
        synchronized (this) {
            if (!sent.remove(entry)) {
                return;
            }
            stalled = false;
            counters.add("acknowledged", 1);
            counters.add(entry.isOnDisk() ? "drained" : "live", 1);
            route = nowOver(entry);
        }
        if (route != null) {
            route.delivered();
        }
    }

    /** Its publisher wanted it to be dropped then: whoever waits for it to be safe need not wait any more. */
    @Override
    public void expired(Entry entry) {
        Publisher.Callback route;
        synchronized (this) {
            if (!sent.remove(entry)) {
                return;
            }
            counters.add("dropped.message-expired", 1);
            expired++;
            // The first, and then with each doubling.
            if (Long.bitCount(expired) == 1) {
                LOG.warn(
                        "The message expiry of messages has passed while they waited: until now {} have been dropped"
                                + " (dropped.message-expired)",
                        expired);
            }
            route = nowOver(entry);
        }
        if (route != null) {
            route.delivered();
        }
    }

    /** Who waits for it is to be told. */
    private Publisher.@Nullable Callback nowOver(Entry entry) {
        entry.nowOver();
        chores.over(entry);
        feed();
        return entry.takeRoute();
    }

    @Override
    public synchronized void refused(Entry entry, PublishRefusedException failure) {
        if (sent.remove(entry)) {
            if (failure.reasonCode() != 0 && !failure.isDisconnecting()) {
                counters.add("refused.0x%02X".formatted(failure.reasonCode()), 1);
            }
            entry.nowOver();
            chores.park(new Chores.Refused(entry, causeOf(failure), failure));
            feed();
        }
    }

    private static DeadLetter.Cause causeOf(PublishRefusedException failure) {
        if (failure.isDisconnecting()) {
            return DeadLetter.Cause.DISCONNECT;
        }
        if (failure.reasonCode() == 0) {
            // Nobody has answered: the link did not send what the broker takes no packets of.
            return DeadLetter.Cause.RULE;
        }
        if (failure.reasonCode() == ReasonCodes.NOT_AUTHORIZED) {
            return DeadLetter.Cause.NOT_AUTHORIZED;
        }
        return ReasonCodes.isTransient(failure.reasonCode()) ? DeadLetter.Cause.RETRIES : DeadLetter.Cause.REFUSED;
    }

    @Override
    public synchronized void givenBack(Entry entry) {
        if (sent.remove(entry)) {
            chores.writeSent(entry);
        }
    }

    /** Whether there is something to write, park, remove or read. */
    synchronized boolean hasWork() {
        return !chores.isEmpty() || lanes.hasUnwritten();
    }

    /**
     * Takes what is to be written; each is to be told by {@link #written}, {@link #notWritten} or {@link #dropped}.
     *
     * @param limit how many messages at most
     * @param bytes after how many bytes no further message
     */
    synchronized List<Entry> takeUnwritten(int limit, long bytes) {
        List<Entry> write = new ArrayList<>(chores.takeSentUnwritten(limit, bytes));
        long left = bytes
                - write.stream().mapToLong(entry -> entry.message().size()).sum();
        // All that was sent goes first: what comes later must not be on disk without it.
        if (left > 0 && !chores.hasSentUnwritten()) {
            write.addAll(lanes.takeUnwritten(limit - write.size(), left));
        }
        return write;
    }

    /** These are on disk now; returns the routes to tell. */
    synchronized List<Publisher.Callback> written(List<Entry> entries) {
        List<Publisher.Callback> routes = new ArrayList<>();
        for (Entry entry : entries) {
            entry.nowOnDisk();
            chores.over(entry);
            if (!entry.isSentUnwritten()) {
                lanes.of(entry).written();
            }
            Optional.ofNullable(entry.takeRoute()).ifPresent(routes::add);
        }
        counters.add("stored", entries.size());
        feed();
        return routes;
    }

    /** There was no room for these: they are to be written later, or sent when nothing is before them. */
    synchronized void notWritten(List<Entry> entries) {
        for (int i = entries.size() - 1; i >= 0; i--) {
            Entry entry = entries.get(i);
            if (entry.isSentUnwritten()) {
                chores.notWritten(entry);
            } else {
                lanes.of(entry).notWritten(entry);
            }
        }
        if (up && !stopping) {
            sendUnwritten();
            chores.watch();
        }
    }

    private void sendUnwritten() {
        lanes.sendUnwritten();
        feed();
    }

    /** These are dropped; returns the routes to tell. */
    synchronized List<Publisher.Callback> dropped(List<Entry> entries) {
        List<Publisher.Callback> routes = new ArrayList<>();
        for (Entry entry : entries) {
            lanes.of(entry).dropped();
            Optional.ofNullable(entry.takeRoute()).ifPresent(routes::add);
        }
        return routes;
    }

    /** What was to be removed or parked is: there is room for more to be read. */
    synchronized void removed() {
        feed();
    }

    /** What was read from the disk. */
    synchronized void read(Chores.Reading reading, List<StoredMessage> messages) {
        lanes.of(reading.priority()).read(messages.stream().map(Entry::new).toList(), reading.after());
        feed();
    }

    /** The route that waits for the message, to be told now. */
    synchronized Publisher.@Nullable Callback takeRoute(Entry entry) {
        return entry.takeRoute();
    }

    /** Where the messages begin that are on disk only. */
    synchronized long onDiskAfter(Priority priority) {
        return lanes.of(priority).readyUpTo();
    }

    /** Messages that were on disk only are not there any more. */
    synchronized void lost(Priority priority, long messages) {
        lanes.of(priority).lost(messages);
    }

    /**
     * Makes all lanes queue behind what is going to happen on disk, until {@link #unblock}.
     *
     * @return the messages on disk that are being sent, or have been and are neither removed nor parked yet
     */
    synchronized Map<Priority, Set<Long>> block() {
        Map<Priority, Set<Long>> busy = new EnumMap<>(Priority.class);
        for (Lane lane : lanes) {
            toDisk(lane);
            lane.block();
            Set<Long> sequences = new LinkedHashSet<>();
            sent.all().stream()
                    .filter(entry -> entry.isOnDisk() && lanes.of(entry) == lane)
                    .forEach(entry -> sequences.add(entry.message().sequence()));
            chores.leaving().stream()
                    .filter(message -> message.priority() == lane.priority())
                    .forEach(message -> sequences.add(message.sequence()));
            busy.put(lane.priority(), sequences);
        }
        return busy;
    }

    /** @param waitingOnDisk how many are on disk now, without those that {@link #block} named */
    synchronized void unblock(Map<Priority, Long> waitingOnDisk) {
        lanes.unblock(waitingOnDisk, this::nextSequence);
        if (up && !stopping) {
            sendUnwritten();
        }
        chores.work();
    }

    /** Takes nothing more. Returns the routes that wait for messages which are not safe, and will not be: to be told that. */
    synchronized List<Publisher.Callback> giveUp() {
        List<Publisher.Callback> routes = new ArrayList<>();
        gone = true;
        stop();
        List<Entry> unsafe = new ArrayList<>(chores.giveUp());
        unsafe.addAll(lanes.giveUp());
        unsafe.forEach(entry -> Optional.ofNullable(entry.takeRoute()).ifPresent(routes::add));
        return routes;
    }
}

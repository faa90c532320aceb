package dev.tedge.link;

import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.LinkFailure.Kind;
import dev.tedge.link.session.OutboundMessage;
import dev.tedge.link.session.ReasonCodes;
import dev.tedge.link.session.Session;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages on their way out: those that wait, in order, and those in flight, at most a window of them. What is in flight
 * when the connection ends goes back to the front of the queue and is sent again, unless it is for one connection only.
 *
 * <p>A message that makes the broker close the connection would do so for ever. So after a suspicious end what was in flight is
 * sent again one by one; the message that is alone in flight when the connection ends again is the culprit and is refused.
 *
 * <p>Safe for use by several threads. Callbacks run on the given executor, never under the lock.
 */
final class Outbound implements Publisher {

    /** Far above what can wait when each waiting message holds back an unacknowledged one on the other side. */
    static final int MOST_WAITING = 10_000;

    static final long MOST_WAITING_BYTES = 32L << 20;

    private static final Duration BEFORE_TRYING_AGAIN = Duration.ofSeconds(1);
    private static final Duration SUSPICIOUSLY_SHORT = Duration.ofSeconds(10);
    private static final int SILENT_ENDS_BEFORE_BLAME = 3;
    private static final int MOST_TRANSIENT_REFUSALS = 4;

    /** Runs a task later. */
    interface Timer {
        void later(Runnable task, Duration delay);
    }

    private final String name;
    private final int window;
    private final Pace pace;
    private final Executor callbacks;
    private final Timer timer;

    // Guarded by this, for the life of the link.
    private final Deque<Entry> waiting = new ArrayDeque<>();
    private final Set<Entry> inFlight = new LinkedHashSet<>();
    private final ForbiddenTopics forbidden = new ForbiddenTopics(System::nanoTime);
    private long waitingBytes;
    private long sequence;
    private int suspects;
    private long resent;
    private boolean open = true;
    private @Nullable LongConsumer meter;

    // Guarded by this, for the life of a connection.
    private @Nullable Session session;
    private int granted;

    /** It takes nothing any more, but what it has answered may still be on its way to {@link #acknowledged}. */
    private boolean ending;

    private boolean paused;
    private long pausedUntil;

    Outbound(String name, int window, Pace pace, Executor callbacks, Timer timer) {
        this.name = name;
        this.window = window;
        this.pace = pace;
        this.callbacks = callbacks;
        this.timer = timer;
    }

    @Override
    public synchronized void publish(OutboundMessage message, Callback callback) {
        Entry entry = new Entry(sequence++, message, callback);
        if (!open) {
            fail(entry, new LinkUnavailableException("The link '%s' is stopped".formatted(name)));
        } else if (message.isForOneConnection() && session == null) {
            fail(entry, notConnected());
        } else if (waiting.size() >= MOST_WAITING || waitingBytes + entry.bytes() > MOST_WAITING_BYTES) {
            fail(entry, new LinkUnavailableException("Too many messages wait for the link '%s'".formatted(name)));
        } else {
            waiting.addLast(entry);
            waitingBytes += entry.bytes();
            pump();
        }
    }

    @Override
    public synchronized void forgetRefusals() {
        forbidden.forget();
    }

    /** Begins to send over a new connection. */
    synchronized void attach(Session opened, int receiveMaximum) {
        session = opened;
        granted = Math.min(window, receiveMaximum);
        ending = false;
        paused = false;
        pump();
    }

    /**
     * Stops sending: the connection has ended.
     *
     * @param uptime how long it could be used
     */
    synchronized void detach(LinkFailure failure, Duration uptime) {
        session = null;
        forbidden.ended(failure);
        boolean blames = failure.kind() == Kind.ENDED_BY_BROKER && ReasonCodes.blamesAPacket(failure.reasonCode());
        boolean suspicious = blames || mayBeOurFault(failure, uptime);
        List<Entry> unacknowledged = new ArrayList<>(inFlight);
        inFlight.clear();
        if (suspicious) {
            // At most once is what QoS 0 promises; sent again, one of them could be the reason for the next end.
            List<Entry> atMostOnce = unacknowledged.stream()
                    .filter(entry -> entry.message.qos() == 0)
                    .toList();
            unacknowledged.removeAll(atMostOnce);
            atMostOnce.forEach(entry -> fail(entry, blamed(entry, failure)));
        }
        if (suspicious && suspects > 0 && unacknowledged.size() == 1) {
            Entry suspect = unacknowledged.get(0);
            suspect.endedConnections++;
            if (blames || suspect.endedConnections >= SILENT_ENDS_BEFORE_BLAME) {
                suspects--;
                unacknowledged.clear();
                forbidden.blamed(suspect.message, failure);
                fail(suspect, blamed(suspect, failure));
            }
        } else if (suspicious) {
            suspects = Math.max(suspects, unacknowledged.size());
        }
        for (int i = unacknowledged.size() - 1; i >= 0; i--) {
            requeue(unacknowledged.get(i));
        }
        giveBack();
    }

    /** What is for one connection does not wait for the next. */
    private void giveBack() {
        List<Entry> over = waiting.stream()
                .filter(entry -> entry.message.isForOneConnection())
                .toList();
        waiting.removeAll(over);
        over.forEach(entry -> {
            waitingBytes -= entry.bytes();
            fail(entry, notConnected());
        });
    }

    private LinkUnavailableException notConnected() {
        return new LinkUnavailableException("The link '%s' has lost its connection".formatted(name));
    }

    private static boolean mayBeOurFault(LinkFailure failure, Duration uptime) {
        return switch (failure.kind()) {
            case ENDED_BY_BROKER -> ReasonCodes.mayBlameAPacket(failure.reasonCode());
            case CLOSED -> uptime.compareTo(SUSPICIOUSLY_SHORT) < 0;
            default -> false;
        };
    }

    /** How long the oldest message in flight has been waiting for its acknowledgement. */
    synchronized Duration longestWait() {
        // In the order of sending.
        return inFlight.stream()
                .findFirst()
                .map(oldest -> Duration.ofNanos(System.nanoTime() - oldest.sentAt))
                .orElse(Duration.ZERO);
    }

    /** How many messages have not been acknowledged or refused yet. */
    synchronized int pending() {
        return waiting.size() + inFlight.size();
    }

    /** How many messages have been sent once more, because the acknowledgement of the first time did not come. */
    synchronized long resent() {
        return resent;
    }

    /** Has the time measured from sending to acknowledgement, in nanoseconds. */
    synchronized void measure(LongConsumer latencies) {
        meter = latencies;
    }

    /** Takes nothing any more, and gives back what is left: whoever holds it has to keep it. */
    synchronized void close() {
        open = false;
        List<Entry> left = new ArrayList<>(inFlight);
        left.addAll(waiting);
        inFlight.clear();
        waiting.clear();
        waitingBytes = 0;
        for (Entry entry : left) {
            fail(entry, new LinkUnavailableException("The link '%s' is stopped".formatted(name)));
        }
    }

    /** The lock is held while the session takes a message, which never waits: the order of the calls is that of the messages. */
    private void pump() {
        Session current = session;
        while (current != null && !ending && !paused && !waiting.isEmpty() && hasRoom()) {
            OutboundMessage first = waiting.getFirst().message;
            if (first.isExpired(System.nanoTime())) {
                refuseFirst(new MessageExpiredException(first.topic()));
                continue;
            }
            Optional<PublishRefusedException> refusal = forbidden.refusal(first);
            if (refusal.isPresent()) {
                refuseFirst(refusal.get());
                continue;
            }
            Duration wait = pace.publish(first);
            if (!wait.isZero()) {
                pause(wait);
                return;
            }
            Entry entry = removeFirst();
            inFlight.add(entry);
            if (entry.unanswered) {
                resent++;
            }
            entry.sent = true;
            entry.unanswered = true;
            entry.sentAt = System.nanoTime();
            try {
                current.publish(entry.message, reasonCode -> acknowledged(current, entry, reasonCode));
            } catch (Session.RefusedBySession e) {
                inFlight.remove(entry);
                fail(entry, new PublishRefusedException(entry.message.topic(), String.valueOf(e.getMessage())));
            } catch (Session.SessionClosed e) {
                inFlight.remove(entry);
                requeue(entry);
                ending = true;
                return;
            }
        }
    }

    private boolean hasRoom() {
        return inFlight.size() < (suspects > 0 ? 1 : granted);
    }

    private void refuseFirst(Exception refusal) {
        Entry entry = removeFirst();
        if (entry.sent) {
            suspects = Math.max(0, suspects - 1);
        }
        fail(entry, refusal);
    }

    private Entry removeFirst() {
        Entry entry = waiting.removeFirst();
        waitingBytes -= entry.bytes();
        return entry;
    }

    private synchronized void acknowledged(Session from, Entry entry, int reasonCode) {
        if (from != session || !inFlight.remove(entry)) {
            return;
        }
        entry.unanswered = false;
        if (meter != null && entry.message.qos() > 0) {
            meter.accept(System.nanoTime() - entry.sentAt);
        }
        if (reasonCode == ReasonCodes.QUOTA_EXCEEDED) {
            pace.quotaExceeded();
            requeue(entry);
            pause(BEFORE_TRYING_AGAIN);
            return;
        }
        if (ReasonCodes.isTransient(reasonCode) && entry.transientRefusals < MOST_TRANSIENT_REFUSALS) {
            requeue(entry);
            pause(BEFORE_TRYING_AGAIN.multipliedBy(1L << entry.transientRefusals++));
            return;
        }
        suspects = Math.max(0, suspects - 1);
        forbidden.answered(entry.message, reasonCode);
        if (ReasonCodes.isRefusal(reasonCode)) {
            fail(entry, PublishRefusedException.answered(entry.message.topic(), reasonCode));
        } else {
            callbacks.execute(entry.callback::delivered);
        }
        pump();
    }

    /** A longer pause takes the place of a shorter one. */
    private void pause(Duration wait) {
        long end = System.nanoTime() + wait.toNanos();
        if (!paused || end - pausedUntil > 0) {
            paused = true;
            pausedUntil = end;
            timer.later(() -> resume(end), wait);
        }
    }

    private synchronized void resume(long end) {
        if (paused && pausedUntil == end) {
            paused = false;
            pump();
        }
    }

    /** Back to where it was: before all that came after it. */
    private void requeue(Entry entry) {
        Deque<Entry> earlier = new ArrayDeque<>();
        while (!waiting.isEmpty() && waiting.getFirst().sequence < entry.sequence) {
            earlier.push(waiting.removeFirst());
        }
        waiting.addFirst(entry);
        earlier.forEach(waiting::addFirst);
        waitingBytes += entry.bytes();
    }

    private void fail(Entry entry, Exception failure) {
        callbacks.execute(() -> entry.callback.failed(failure));
    }

    private static PublishRefusedException blamed(Entry suspect, LinkFailure failure) {
        return PublishRefusedException.disconnecting(suspect.message.topic(), failure);
    }

    private static final class Entry {

        private final long sequence;
        private final OutboundMessage message;
        private final Callback callback;
        private int endedConnections;
        private int transientRefusals;
        private boolean sent;
        private boolean unanswered;
        private long sentAt;

        Entry(long sequence, OutboundMessage message, Callback callback) {
            this.sequence = sequence;
            this.message = message;
            this.callback = callback;
        }

        /** What it takes in memory, about. */
        long bytes() {
            return message.payload().length + message.propertiesSize() + 256L;
        }
    }
}

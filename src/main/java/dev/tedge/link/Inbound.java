package dev.tedge.link;

import dev.tedge.link.Acknowledgements.Arrival;
import dev.tedge.link.session.InboundMessage;
import dev.tedge.link.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages that came in and are not dealt with yet, a bounded number of them. A message is acknowledged when all its
 * consumers are done with it and all that came before it over this connection is dealt with: MQTT wants acknowledgements in the
 * order of the messages (section 4.6), and without it mosquitto 2.0.11 sends new messages before those that wait.
 *
 * <p>When more comes than can be held, the connection is not read for a moment. When there is still no room, or a consumer can't
 * take a message now, the rest of this connection is left unacknowledged and untouched, so that order is kept; once what is held is dealt with, {@code full} asks for a new
 * connection, over which the broker sends the rest again. A message with QoS 0 has no such second chance: it is dropped and
 * counted.
 *
 * <p>While consumers are changed, between {@link #hold} and {@link #release}, messages are received and held as always, but handed
 * to nobody. A message that a consumer had not finished when it was taken away is for whoever wants it then.
 */
final class Inbound {

    static final int MOST_HELD = 4_000;
    static final long MOST_HELD_BYTES = 16L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Inbound.class);

    private final String name;
    private final Subscriptions subscriptions;
    private final Executor routes;
    private final Consumer<Session> full;
    private final Duration patience;
    private final Handings handings;

    // Guarded by this.
    private int held;
    private long heldBytes;
    private int heldUnacknowledged;
    private boolean open = true;
    private long dropped;
    private long received;

    /** The connection whose further messages are left to the broker, and whether a new one has been asked for. */
    private @Nullable Session shedding;

    private boolean startedOver;

    /** The connection of which a message could not be passed on: those behind it, already held, must not overtake it. */
    private @Nullable Session refusing;

    private @Nullable Acknowledgements latest;

    /** Whether the reader waits, and whether it has waited in vain. */
    private boolean awaitingRoom;

    private boolean stuck;

    /** What is not handed on while consumers are changed. */
    private final PriorityQueue<Arrival> kept = new PriorityQueue<>();

    private int holds;

    /** Counts the changes of consumers. */
    private int change;

    /**
     * @param routes runs the consumers, one message after the other
     * @param full told, with the session, when the broker has to send again what was left
     * @param patience how long the reader of a connection may be kept waiting for room
     */
    Inbound(String name, Subscriptions subscriptions, Executor routes, Consumer<Session> full, Duration patience) {
        this.name = name;
        this.subscriptions = subscriptions;
        this.routes = routes;
        this.full = full;
        this.patience = patience;
        this.handings = new Handings(subscriptions, this::finished);
    }

    /** Takes a message. Blocks no longer than the patience, and not again before there was room. */
    void arrived(Session session, InboundMessage message) {
        if (hold(session, message)) {
            Arrival arrival = expect(session, message, subscriptions.isWanted(message));
            routes.execute(() -> dispatch(arrival));
        } else {
            startOverWhenDone();
        }
    }

    /** Hands nothing on until {@link #release}. */
    synchronized void hold() {
        holds++;
    }

    /** Hands on what came in since the hold, and goes on. To be called once for each hold. */
    void release() {
        // Before the end of the hold, so that what comes back is in its place among what is kept.
        handings.giveUpGone();
        routes.execute(this::goOn);
    }

    private void goOn() {
        synchronized (this) {
            holds--;
            change++;
        }
        handOnKept();
    }

    /**
     * Waits until no message is just being handed to a consumer: all that were are with their consumers, or done with.
     *
     * @return whether it is so, before the patience was at its end
     */
    boolean awaitHandedOn(Duration patience) throws InterruptedException {
        CountDownLatch handedOn = new CountDownLatch(1);
        routes.execute(handedOn::countDown);
        return handedOn.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Leaves all further messages to the broker. */
    synchronized void close() {
        open = false;
        notifyAll();
    }

    /** How many messages were taken. */
    synchronized long received() {
        return received;
    }

    /** How many messages with QoS 0 were lost because too many had to be held. */
    synchronized long dropped() {
        return dropped;
    }

    private synchronized boolean isOpen() {
        return open;
    }

    private synchronized boolean hold(Session session, InboundMessage message) {
        if (shedding != session || message.qos() == 0) {
            awaitRoom(message);
        }
        boolean room = hasRoom(message);
        stuck = !room;
        if (open && room && (shedding != session || message.qos() == 0)) {
            count(message, 1);
            received++;
            return true;
        }
        if (open && message.qos() == 0) {
            drop();
        } else if (open) {
            shed(session, "more is coming in than can be held");
        }
        return false;
    }

    private boolean hasRoom(InboundMessage message) {
        // One message always finds room, however large it is.
        return held == 0 || (held < MOST_HELD && heldBytes + size(message) <= MOST_HELD_BYTES);
    }

    /**
     * Nothing more is read from the connection meanwhile, and TCP holds the broker back. Not for long: what the held messages wait
     * for may stand behind this one.
     */
    private void awaitRoom(InboundMessage message) {
        long end = System.nanoTime() + patience.toNanos();
        long left = stuck ? 0 : patience.toMillis();
        try {
            while (open && !hasRoom(message) && left > 0) {
                awaitingRoom = true;
                wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        awaitingRoom = false;
    }

    private void count(InboundMessage message, int sign) {
        held += sign;
        heldBytes += (long) sign * size(message);
        if (message.qos() > 0) {
            heldUnacknowledged += sign;
        }
    }

    private static int size(InboundMessage message) {
        return message.payload().length + message.propertiesSize();
    }

    private void drop() {
        dropped++;
        if (Long.bitCount(dropped) == 1) {
            LOG.warn("{}: {} messages with QoS 0 lost: more is coming in than can be passed on", name, dropped);
        }
    }

    private void shed(Session session, String reason) {
        if (shedding != session) {
            shedding = session;
            startedOver = false;
            LOG.info("{}: {}; the broker keeps the rest until there is room", name, reason);
        }
    }

    private Arrival expect(Session session, InboundMessage message, boolean wanted) {
        Acknowledgements expected;
        int now;
        synchronized (this) {
            if (latest == null || latest.session() != session) {
                latest = new Acknowledgements(session);
            }
            expected = latest;
            now = change;
        }
        return expected.expect(message, wanted, now, subscriptions.changeoverAsked());
    }

    /** On the thread that runs the routes, and so are those that it calls. */
    private void dispatch(Arrival arrival) {
        if (!keep(arrival)) {
            handOn(arrival);
        }
    }

    /** While what came before it is kept, too. */
    private synchronized boolean keep(Arrival arrival) {
        return (holds > 0 || !kept.isEmpty()) && kept.add(arrival);
    }

    private void handOnKept() {
        for (Arrival next = nextKept(); next != null; next = nextKept()) {
            handOn(next);
        }
    }

    private synchronized @Nullable Arrival nextKept() {
        return holds > 0 ? null : kept.poll();
    }

    private void handOn(Arrival arrival) {
        InboundMessage message = arrival.message();
        List<Subscriptions.Handler> handlers = handlers(arrival);
        if (!isOpen() || isBehindRefused(arrival) || (handlers.isEmpty() && isWanted(arrival))) {
            // We are stopping, or the route that wanted it is being replaced.
            done(arrival, false);
        } else if (handlers.isEmpty()) {
            if (arrival.served().isEmpty()) {
                subscriptions.unwanted(message);
            }
            done(arrival, true);
        } else {
            handings.handOut(arrival, handlers);
        }
    }

    private List<Subscriptions.Handler> handlers(Arrival arrival) {
        if (arrival.served().isEmpty()) {
            return subscriptions.next(arrival);
        }
        List<Subscriptions.Handler> others = new ArrayList<>(subscriptions.handlersOf(arrival.message()));
        others.removeAll(arrival.served());
        return others;
    }

    private synchronized boolean isWanted(Arrival arrival) {
        return arrival.served().isEmpty() && arrival.isWanted(change) && !subscriptions.isPast(arrival.message());
    }

    private synchronized boolean isBehindRefused(Arrival arrival) {
        return arrival.message().qos() > 0 && arrival.session() == refusing;
    }

    private void finished(Arrival arrival, boolean taken, boolean replaced) {
        if (taken && replaced) {
            routes.execute(() -> dispatch(arrival));
        } else {
            done(arrival, taken);
        }
    }

    private void done(Arrival arrival, boolean taken) {
        InboundMessage message = arrival.message();
        synchronized (this) {
            count(message, -1);
            // Not for each single one: two threads that take turns would do little else.
            if (awaitingRoom && held <= MOST_HELD / 2 && heldBytes <= MOST_HELD_BYTES / 2) {
                notifyAll();
            }
            if (!taken && open && message.qos() > 0) {
                refusing = arrival.session();
                shed(arrival.session(), "a message can't be passed on now");
            }
        }
        arrival.dealtWith(taken);
        startOverWhenDone();
    }

    /** Messages with QoS 0 go on coming and are not waited for. */
    private void startOverWhenDone() {
        Session finished;
        synchronized (this) {
            finished = shedding;
            if (finished == null || startedOver || heldUnacknowledged > 0 || !open) {
                return;
            }
            startedOver = true;
        }
        full.accept(finished);
    }
}

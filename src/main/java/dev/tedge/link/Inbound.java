package dev.tedge.link;

import dev.tedge.link.session.InboundMessage;
import dev.tedge.link.session.Session;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages that came in and are not dealt with yet, a bounded number of them. A message is acknowledged when all its
 * consumers are done with it and all that came before it over this connection is dealt with: MQTT wants acknowledgements in the
 * order of the messages (section 4.6), and without it mosquitto 2.0.11 sends new messages before those that wait.
 *
 * <p>When more comes than can be held, or a consumer can't take a message now, the rest of this connection is left
 * unacknowledged and untouched, so that order is kept; once what is held is dealt with, {@code full} asks for a new
 * connection, over which the broker sends the rest again. A message with QoS 0 has no such second chance: it is dropped and
 * counted.
 */
final class Inbound {

    static final int MOST_HELD = 4_000;
    static final long MOST_HELD_BYTES = 16L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Inbound.class);

    private final String name;
    private final Subscriptions subscriptions;
    private final Executor routes;
    private final Consumer<Session> full;

    // Guarded by this.
    private int held;
    private long heldBytes;
    private int heldUnacknowledged;
    private boolean open = true;
    private long dropped;

    /** The connection whose further messages are left to the broker, and whether a new one has been asked for. */
    private @Nullable Session shedding;

    private boolean startedOver;

    /** The connection of which a message could not be passed on: those behind it, already held, must not overtake it. */
    private @Nullable Session refusing;

    private @Nullable Acknowledgements latest;

    /**
     * @param routes runs the consumers, one message after the other
     * @param full told, with the session, when the broker has to send again what was left
     */
    Inbound(String name, Subscriptions subscriptions, Executor routes, Consumer<Session> full) {
        this.name = name;
        this.subscriptions = subscriptions;
        this.routes = routes;
        this.full = full;
    }

    /** Takes a message, without blocking. */
    void arrived(Session session, InboundMessage message) {
        if (hold(session, message)) {
            Arrival arrival = acknowledgementsOf(session).expect(message);
            boolean wanted = !subscriptions.handlersOf(message).isEmpty();
            routes.execute(() -> dispatch(arrival, wanted));
        } else {
            startOverWhenDone();
        }
    }

    /** Leaves all further messages to the broker. */
    synchronized void close() {
        open = false;
    }

    /** How many messages with QoS 0 were lost because too many had to be held. */
    synchronized long dropped() {
        return dropped;
    }

    private synchronized boolean isOpen() {
        return open;
    }

    private synchronized boolean hold(Session session, InboundMessage message) {
        // One message always finds room, however large it is.
        boolean room = held == 0 || (held < MOST_HELD && heldBytes + message.payload().length <= MOST_HELD_BYTES);
        if (open && room && (shedding != session || message.qos() == 0)) {
            count(message, 1);
            return true;
        }
        if (open && message.qos() == 0) {
            drop();
        } else if (open) {
            shed(session, "more is coming in than can be held");
        }
        return false;
    }

    private void count(InboundMessage message, int sign) {
        held += sign;
        heldBytes += (long) sign * message.payload().length;
        if (message.qos() > 0) {
            heldUnacknowledged += sign;
        }
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

    private synchronized Acknowledgements acknowledgementsOf(Session session) {
        if (latest == null || latest.session != session) {
            latest = new Acknowledgements(session);
        }
        return latest;
    }

    private void dispatch(Arrival arrival, boolean wanted) {
        InboundMessage message = arrival.message;
        List<Subscriptions.Handler> handlers = subscriptions.handlersOf(message);
        if (!isOpen() || isBehindRefused(arrival) || (wanted && handlers.isEmpty())) {
            // We are stopping, or the route that wanted it is being replaced.
            done(arrival, false);
        } else if (handlers.isEmpty()) {
            subscriptions.unwanted(message.topic());
            done(arrival, true);
        } else {
            handOut(arrival, handlers);
        }
    }

    private synchronized boolean isBehindRefused(Arrival arrival) {
        return arrival.message.qos() > 0 && arrival.expected.session == refusing;
    }

    private void handOut(Arrival arrival, List<Subscriptions.Handler> handlers) {
        AtomicInteger unfinished = new AtomicInteger(handlers.size());
        AtomicBoolean taken = new AtomicBoolean(true);
        for (Subscriptions.Handler handler : handlers) {
            handler.handle(arrival.message, accepted -> {
                if (!accepted) {
                    taken.set(false);
                }
                if (unfinished.decrementAndGet() == 0) {
                    done(arrival, taken.get());
                }
            });
        }
    }

    private void done(Arrival arrival, boolean taken) {
        InboundMessage message = arrival.message;
        synchronized (this) {
            count(message, -1);
            if (!taken && open && message.qos() > 0) {
                refusing = arrival.expected.session;
                shed(arrival.expected.session, "a message can't be passed on now");
            }
        }
        arrival.expected.dealtWith(arrival, taken);
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

    /** A message that is held. */
    private static final class Arrival {

        private final Acknowledgements expected;
        private final InboundMessage message;

        // Guarded by the acknowledgements.
        private boolean dealtWith;
        private boolean taken;

        Arrival(Acknowledgements expected, InboundMessage message) {
            this.expected = expected;
            this.message = message;
        }
    }

    /** What is to be acknowledged over a connection, in order. What is not taken never is, and holds up nothing. */
    private static final class Acknowledgements {

        private final Session session;
        private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();

        // Guarded by this.
        private boolean acknowledging;

        Acknowledgements(Session session) {
            this.session = session;
        }

        /** Without the lock: the client library waits for this, and it may be held while the library is called. */
        Arrival expect(InboundMessage message) {
            Arrival arrival = new Arrival(this, message);
            // There is nothing to acknowledge with QoS 0.
            if (message.qos() > 0) {
                arrivals.add(arrival);
            }
            return arrival;
        }

        /** One thread acknowledges, without the lock, and for all others: nobody waits for a slow network. */
        void dealtWith(Arrival arrival, boolean taken) {
            synchronized (this) {
                arrival.dealtWith = true;
                arrival.taken = taken;
                if (acknowledging) {
                    return;
                }
                acknowledging = true;
            }
            for (Arrival next = next(); next != null; next = next()) {
                if (next.taken) {
                    session.acknowledge(next.message);
                }
            }
        }

        private synchronized @Nullable Arrival next() {
            Arrival first = arrivals.peek();
            if (first != null && first.dealtWith) {
                return arrivals.poll();
            }
            acknowledging = false;
            return null;
        }
    }
}

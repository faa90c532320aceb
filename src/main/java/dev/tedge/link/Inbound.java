package dev.tedge.link;

import dev.tedge.link.session.InboundMessage;
import dev.tedge.link.session.Session;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages that came in and are not dealt with yet, a bounded number of them. A message is acknowledged when all its
 * consumers are done with it.
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
    private boolean open = true;
    private long dropped;

    /** The connection whose further messages are left to the broker. */
    private @Nullable Session shedding;

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
            routes.execute(() -> dispatch(session, message));
        } else {
            finishShedding(session);
        }
    }

    /** Leaves all further messages to the broker. */
    synchronized void close() {
        open = false;
    }

    /** How many messages are not dealt with yet. */
    synchronized int held() {
        return held;
    }

    /** How many messages with QoS 0 were lost because too many had to be held. */
    synchronized long dropped() {
        return dropped;
    }

    private synchronized boolean hold(Session session, InboundMessage message) {
        // One message always finds room, however large it is.
        boolean room = held == 0 || (held < MOST_HELD && heldBytes + message.payload().length <= MOST_HELD_BYTES);
        if (open && room && (shedding != session || message.qos() == 0)) {
            held++;
            heldBytes += message.payload().length;
            return true;
        }
        if (open && message.qos() == 0) {
            drop();
        } else if (open) {
            shed(session, "more is coming in than can be held");
        }
        return false;
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
            LOG.info("{}: {}; the broker keeps the rest until there is room", name, reason);
        }
    }

    private void dispatch(Session session, InboundMessage message) {
        List<Subscriptions.Handler> handlers = subscriptions.handlersOf(message);
        if (handlers.isEmpty()) {
            subscriptions.unwanted(message.topic());
            done(session, message, true);
            return;
        }
        AtomicInteger open = new AtomicInteger(handlers.size());
        AtomicBoolean taken = new AtomicBoolean(true);
        for (Subscriptions.Handler handler : handlers) {
            handler.handle(message, accepted -> {
                if (!accepted) {
                    taken.set(false);
                }
                if (open.decrementAndGet() == 0) {
                    done(session, message, taken.get());
                }
            });
        }
    }

    private void done(Session session, InboundMessage message, boolean taken) {
        synchronized (this) {
            held--;
            heldBytes -= message.payload().length;
            if (!taken && open && message.qos() > 0) {
                shed(session, "a message can't be passed on now");
            }
        }
        if (taken) {
            session.acknowledge(message);
        }
        finishShedding(session);
    }

    private void finishShedding(Session session) {
        boolean finished;
        synchronized (this) {
            finished = shedding == session && held == 0 && open;
        }
        if (finished) {
            full.accept(session);
        }
    }
}

package dev.tedge.link.client;

import dev.tedge.link.session.InboundMessage;
import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.OutboundMessage;
import dev.tedge.link.session.Session;
import dev.tedge.link.session.SessionConfig;
import dev.tedge.link.session.Subscription;
import dev.tedge.link.wire.WireSession;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One connection to a broker, for one thread, which reads what happens with {@link #next}. MQTT 5.
 *
 * <p>Messages that nobody reads fill a small queue; then the connection is no longer read either, and TCP holds the broker back.
 */
public final class Conversation implements AutoCloseable {

    private static final int ROOM = 100;
    private static final long LOOK_MILLIS = 200;

    private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(ROOM);
    private final Session session;

    private volatile boolean opened;
    private volatile boolean closed;

    private Conversation(SessionConfig config) {
        this.session = WireSession.open(config, new Listener());
    }

    /** Starts to connect and returns at once; {@link Event.Opened} or {@link Event.Ended} comes next. */
    public static Conversation open(SessionConfig config) {
        return new Conversation(config);
    }

    /** What happened next, or empty when nothing has by then. */
    public Optional<Event> next(Deadline deadline) throws InterruptedException {
        return Optional.ofNullable(events.poll(deadline.left().toNanos(), TimeUnit.NANOSECONDS));
    }

    /** Asks for messages; {@link Event.Subscribed} is the answer. */
    public void subscribe(Subscription... subscriptions) {
        session.subscribe(List.of(subscriptions), codes -> tell(new Event.Subscribed(codes)));
    }

    /**
     * Sends a message; {@link Event.Acknowledged} or {@link Event.Ended} is the answer.
     *
     * @throws IllegalArgumentException when the broker or MQTT does not allow it as it is; the message says why
     */
    public void publish(OutboundMessage message) {
        try {
            session.publish(message, code -> tell(new Event.Acknowledged(code)));
        } catch (Session.RefusedBySession refused) {
            throw new IllegalArgumentException(refused.getMessage(), refused);
        } catch (Session.SessionClosed gone) {
            // Event.Ended says so.
        }
    }

    /** Tells the broker that the message is dealt with. */
    public void acknowledge(InboundMessage message) {
        session.acknowledge(message);
    }

    /** Says goodbye to the broker, if it has accepted the connection, and closes. */
    @Override
    public void close() {
        closed = true;
        events.clear();
        if (opened) {
            session.disconnect(false);
        } else {
            session.abort();
        }
    }

    /** Blocks while there is no room, as a dropped message would be worse and nothing else is on this connection. */
    private void tell(Event event) {
        try {
            while (!closed && !events.offer(event, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                // Still no room, and somebody who may yet make some.
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Listener implements Session.Listener {

        @Override
        public void opened(Session accepted, Session.Grant grant) {
            opened = true;
            tell(new Event.Opened());
        }

        @Override
        public void arrived(Session from, InboundMessage message) {
            tell(new Event.Arrived(message));
        }

        @Override
        public void ended(LinkFailure failure) {
            tell(new Event.Ended(failure));
        }
    }
}

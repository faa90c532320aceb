package dev.tedge.link;

import dev.tedge.link.session.InboundMessage;
import dev.tedge.link.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What is to be acknowledged over a connection, in order. What is not taken never is, and holds up nothing. */
final class Acknowledgements {

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final Session session;
    private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();

    // Guarded by this.
    private boolean acknowledging;

    Acknowledgements(Session session) {
        this.session = session;
    }

    /** The connection. */
    Session session() {
        return session;
    }

    /**
     * A message came in. Without the lock: the thread that reads the connection waits for this.
     *
     * @param wanted whether a consumer wants it now
     * @param change the number of the latest change of consumers
     * @param asked the change after whose request to the broker it came
     */
    Arrival expect(InboundMessage message, boolean wanted, int change, Changeover asked) {
        Arrival arrival = new Arrival(this, message, wanted, change, asked);
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

    /** A message that is held. Ordered as they came. */
    static final class Arrival implements Comparable<Arrival> {

        private final long number = NUMBERS.getAndIncrement();
        private final Acknowledgements expected;
        private final InboundMessage message;
        private final boolean wanted;
        private final int change;
        private final Changeover asked;

        /** Used by the thread that runs the routes only. */
        private final List<Subscriptions.Handler> served = new ArrayList<>(1);

        // Guarded by the acknowledgements.
        private boolean dealtWith;
        private boolean taken;

        private Arrival(
                Acknowledgements expected, InboundMessage message, boolean wanted, int change, Changeover asked) {
            this.expected = expected;
            this.message = message;
            this.wanted = wanted;
            this.change = change;
            this.asked = asked;
        }

        InboundMessage message() {
            return message;
        }

        Session session() {
            return expected.session;
        }

        /** Whether a consumer wanted it when it came, and consumers have not been changed since then. */
        boolean isWanted(int latestChange) {
            return wanted && change == latestChange;
        }

        /** Whether it came when the broker had been asked for the new filters: maybe for an old one and for them, too. */
        boolean isAfter(Changeover changeover) {
            return asked == changeover;
        }

        /** Who has been given it: that it comes once more, for one that was replaced, does not concern the others. */
        List<Subscriptions.Handler> served() {
            return served;
        }

        void dealtWith(boolean wasTaken) {
            expected.dealtWith(this, wasTaken);
        }

        @Override
        public int compareTo(Arrival other) {
            return Long.compare(number, other.number);
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(number);
        }
    }
}

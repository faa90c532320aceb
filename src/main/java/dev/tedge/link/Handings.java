package dev.tedge.link;

import dev.tedge.link.Acknowledgements.Arrival;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The messages that consumers are busy with. Safe for use by several threads. */
final class Handings {

    private final Subscriptions subscriptions;
    private final Outcome outcome;
    private final Set<Share> open = ConcurrentHashMap.newKeySet();

    /** Hears when all consumers are done with a message. */
    @FunctionalInterface
    interface Outcome {

        /**
         * @param taken false when the broker has to keep the message and send it again
         * @param replaced whether a consumer has gone that had not finished: the message is for those in its place
         */
        void finished(Arrival arrival, boolean taken, boolean replaced);
    }

    Handings(Subscriptions subscriptions, Outcome outcome) {
        this.subscriptions = subscriptions;
        this.outcome = outcome;
    }

    /** Gives a message to its consumers. */
    void handOut(Arrival arrival, List<Subscriptions.Handler> handlers) {
        arrival.served().addAll(handlers);
        Handing handing = new Handing(arrival, handlers.size());
        List<Share> shares = new ArrayList<>(handlers.size());
        for (Subscriptions.Handler handler : handlers) {
            shares.add(new Share(handing, handler));
        }
        open.addAll(shares);
        shares.forEach(share -> share.handler.handle(arrival.message(), share));
    }

    /** No longer waits for consumers that are gone. What one of them still does with its message counts for nothing. */
    void giveUpGone() {
        open.stream().filter(share -> !subscriptions.has(share.handler)).forEach(share -> share.done(false));
    }

    /** What one consumer has to do with a message. */
    private final class Share implements Subscriptions.Done {

        private final Handing handing;
        private final Subscriptions.Handler handler;
        private final AtomicBoolean over = new AtomicBoolean();

        private Share(Handing handing, Subscriptions.Handler handler) {
            this.handing = handing;
            this.handler = handler;
        }

        @Override
        public void done(boolean taken) {
            if (over.compareAndSet(false, true)) {
                open.remove(this);
                handing.done(taken, !taken && !subscriptions.has(handler));
            }
        }
    }

    /** A message with all its consumers. */
    private final class Handing {

        private final Arrival arrival;
        private final AtomicInteger unfinished;
        private final AtomicBoolean taken = new AtomicBoolean(true);
        private final AtomicBoolean replaced = new AtomicBoolean();

        private Handing(Arrival arrival, int consumers) {
            this.arrival = arrival;
            this.unfinished = new AtomicInteger(consumers);
        }

        private void done(boolean wasTaken, boolean wasReplaced) {
            if (wasReplaced) {
                replaced.set(true);
            } else if (!wasTaken) {
                taken.set(false);
            }
            if (unfinished.decrementAndGet() == 0) {
                outcome.finished(arrival, taken.get(), replaced.get());
            }
        }
    }
}

package dev.tedge.link;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A time in which the consumers of a link may be changed. Messages go on to be received, as far as they can be held, but none is
 * handed to a consumer, and the broker is told nothing. With {@link #close} it is asked for what is new and no longer for what is
 * gone, and the messages go to those who want them now.
 */
public final class Hold implements AutoCloseable {

    private final Inbound inbound;
    private final Runnable end;
    private final AtomicBoolean over = new AtomicBoolean();

    Hold(Inbound inbound, Runnable end) {
        this.inbound = inbound;
        this.end = end;
    }

    /**
     * Waits until no message is just being handed to a route. Routes may still be busy with those that they have.
     *
     * @return whether it is so, before the patience was at its end
     */
    public boolean awaitHandedOn(Duration patience) throws InterruptedException {
        return inbound.awaitHandedOn(patience);
    }

    /** Ends the hold. Does not block; the second time nothing happens. */
    @Override
    public void close() {
        if (over.compareAndSet(false, true)) {
            end.run();
        }
    }
}

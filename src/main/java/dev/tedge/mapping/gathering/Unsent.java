package dev.tedge.mapping.gathering;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * What an aggregation has passed on and AWS or the disk has not taken yet. It has been acknowledged, so it is kept until it is taken; as
 * that may take long, nothing more is gathered when it is much.
 */
final class Unsent {

    /** The property by which error handlers know that an exchange may be tried for as long as it takes. */
    static final String PROPERTY = "tedgeGathered";

    private static final long MOST_BYTES = 8L << 20;

    private final AtomicLong bytes = new AtomicLong();

    /**
     * To be called before a message is gathered.
     *
     * @throws RejectedExecutionException if it can't be: it then stays with its broker, and comes again
     */
    void requireRoom() {
        if (bytes.get() >= MOST_BYTES) {
            throw new RejectedExecutionException("Too much of what was gathered waits to be sent");
        }
    }

    /** Takes an exchange into account until it is done with. */
    void add(Exchange complete, long size) {
        bytes.addAndGet(size);
        complete.setProperty(PROPERTY, true);
        complete.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                bytes.addAndGet(-size);
            }
        });
    }
}

package dev.tedge.mqttserver.engine;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts messages that were dropped because a queue was full, and says so once in a while. */
final class Drops {

    private static final Logger LOG = LoggerFactory.getLogger(Drops.class);
    private static final long QUIET_NANOS = 10_000_000_000L;

    /** Read by other threads. */
    private final AtomicLong count = new AtomicLong();

    private long lastLogged = System.nanoTime() - QUIET_NANOS;

    void add(String clientId) {
        long all = count.incrementAndGet();
        long now = System.nanoTime();
        if (now - lastLogged >= QUIET_NANOS) {
            lastLogged = now;
            LOG.warn(
                    "The queue of client '{}' is full: its newest messages are dropped ({} since the start, all"
                            + " clients). It reads too slowly or has been away for too long.",
                    clientId,
                    all);
        }
    }

    long count() {
        return count.get();
    }
}

package dev.tedge.mqttserver.engine;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts messages that were dropped because there was no room for them, and says so once in a while. */
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
                    "There is no room for more messages to client '{}': its newest ones are dropped ({} since the"
                            + " start, all clients). It reads too slowly or has been away for too long, or others"
                            + " have and the memory for all is used up.",
                    clientId,
                    all);
        }
    }

    long count() {
        return count.get();
    }
}

package dev.tedge.cli.demo;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What was seen, in this order, from the threads of several connections to the one that tells the story. Bounded:
 * what comes too quickly is counted and forgotten, as no connection waits for a terminal.
 */
final class Sightings {

    private static final int ROOM = 500;

    private final BlockingQueue<Sighting> queue = new ArrayBlockingQueue<>(ROOM);
    private final AtomicLong forgotten = new AtomicLong();

    /** Returns at once. */
    void add(Sighting sighting) {
        if (!queue.offer(sighting)) {
            forgotten.incrementAndGet();
        }
    }

    /** The next one, waiting this long for it. */
    Optional<Sighting> next(Duration patience) throws InterruptedException {
        return Optional.ofNullable(queue.poll(Math.max(0, patience.toNanos()), TimeUnit.NANOSECONDS));
    }

    /** Forgets what nobody has asked for yet. */
    void clear() {
        queue.clear();
    }

    /** How many were not kept since the last question. */
    long takeForgotten() {
        return forgotten.getAndSet(0);
    }
}

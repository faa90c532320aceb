package dev.tedge.benchmark.wire;

import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/** What was sent, what has come of it and when: the generator and the receiver of one run share it. */
public final class Traffic {

    /** More than ever are on the way when latency is measured. */
    private static final int TIMES = 1 << 17;

    private static final long POLL = 100_000;

    private final AtomicLongArray sentAt = new AtomicLongArray(TIMES);
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong doubles = new AtomicLong();
    private final AtomicLong misplaced = new AtomicLong();

    // Of the receiver's thread.
    private final BitSet seen = new BitSet();
    private long highest = -1;

    // Guarded by this.
    private long[] latencies = new long[0];
    private int recorded;
    private boolean recording;

    /** Messages that were handed to the broker. */
    public long sent() {
        return sent.get();
    }

    /** Messages that have come, each counted once. */
    public long received() {
        return received.get();
    }

    /** Messages that have come once more. */
    public long doubles() {
        return doubles.get();
    }

    /** Messages that came for the first time after one that was sent later. */
    public long misplaced() {
        return misplaced.get();
    }

    /** What is on the way. */
    long outstanding() {
        return sent.get() - received.get();
    }

    void sending(long number, long nanos) {
        sentAt.setRelease((int) (number % TIMES), nanos);
        sent.setRelease(number + 1);
    }

    void arrived(long number, long nanos) {
        int index = Math.toIntExact(number);
        if (seen.get(index)) {
            doubles.incrementAndGet();
            return;
        }
        seen.set(index);
        if (number < highest) {
            misplaced.incrementAndGet();
        }
        highest = Math.max(highest, number);
        received.incrementAndGet();
        record(nanos - sentAt.getAcquire((int) (number % TIMES)));
    }

    /** From now on the time of each message is kept. */
    public synchronized void startRecording() {
        latencies = new long[TIMES];
        recorded = 0;
        recording = true;
    }

    /** Nanoseconds from when each message was due until it came, sorted. */
    public synchronized long[] stopRecording() {
        recording = false;
        long[] sorted = Arrays.copyOf(latencies, recorded);
        Arrays.sort(sorted);
        return sorted;
    }

    private synchronized void record(long nanos) {
        if (!recording) {
            return;
        }
        if (recorded == latencies.length) {
            latencies = Arrays.copyOf(latencies, 2 * recorded);
        }
        latencies[recorded++] = nanos;
    }

    /**
     * Waits until so many have come.
     *
     * @throws TimeoutException when nothing comes for the given time
     */
    public void awaitReceived(long count, Duration patience) throws TimeoutException {
        long before = received();
        long deadline = System.nanoTime() + patience.toNanos();
        while (received() < count) {
            if (received() > before) {
                before = received();
                deadline = System.nanoTime() + patience.toNanos();
            }
            if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException("%d of %d messages have come, and no more for %d s"
                        .formatted(received(), count, patience.toSeconds()));
            }
            LockSupport.parkNanos(POLL);
        }
    }
}

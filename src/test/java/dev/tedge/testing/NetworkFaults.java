package dev.tedge.testing;

import dev.tedge.testing.TcpProxy.Direction;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What is wrong with a network at the moment. Safe for use by several threads. */
final class NetworkFaults {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by the lock.
    private final Set<Direction> held = EnumSet.noneOf(Direction.class);
    private final Set<Direction> dropped = EnumSet.noneOf(Direction.class);
    /** Bytes that still pass, where a cut is to come. */
    private final Map<Direction, Long> untilCut = new EnumMap<>(Direction.class);

    private Duration delay = Duration.ZERO;
    /** Pieces of data that wait because of a hold. */
    private int waiting;

    /**
     * What becomes of a piece of data.
     *
     * @param bytes that pass; the rest vanishes
     * @param cut whether the connection is to be cut after them
     */
    record Passage(int bytes, boolean cut) {}

    void hold(Direction direction) {
        change(() -> held.add(direction));
    }

    void drop(Direction direction) {
        change(() -> dropped.add(direction));
    }

    void release() {
        change(() -> {
            held.clear();
            dropped.clear();
        });
    }

    void delay(Duration time) {
        change(() -> delay = time);
    }

    void cutAfter(Direction direction, long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes must be 0 or more, but is " + bytes);
        }
        change(() -> untilCut.put(direction, bytes));
    }

    /** Waits until data of this length may pass, as far as it may; 0 for the end of the stream. */
    Passage await(Direction direction, int length) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = delay.toNanos();
            while (nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            while (held.contains(direction)) {
                waiting += length > 0 ? 1 : 0;
                try {
                    changed.await();
                } finally {
                    waiting -= length > 0 ? 1 : 0;
                }
            }
            return dropped.contains(direction) ? new Passage(0, false) : counted(direction, length);
        } finally {
            lock.unlock();
        }
    }

    boolean isHolding() {
        lock.lock();
        try {
            return waiting > 0;
        } finally {
            lock.unlock();
        }
    }

    private Passage counted(Direction direction, int length) {
        Long left = untilCut.get(direction);
        if (left == null || length == 0) {
            return new Passage(length, false);
        }
        if (left < length) {
            untilCut.remove(direction);
            return new Passage(left.intValue(), true);
        }
        untilCut.put(direction, left - length);
        return new Passage(length, false);
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}

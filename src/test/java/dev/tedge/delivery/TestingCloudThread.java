package dev.tedge.delivery;

import static org.awaitility.Awaitility.await;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Lets things happen at a link, one after the other. */
final class TestingCloudThread implements AutoCloseable {

    private static final long IDLE_NANOS = 100_000;

    private final Thread thread = new Thread(this::run, "testing-cloud");
    private final ReentrantLock gate = new ReentrantLock();
    private volatile @Nullable TestingLink link;
    private volatile boolean closed;

    TestingCloudThread() {
        thread.start();
    }

    /** From now on at this link. */
    void serve(TestingLink newLink) {
        link = newLink;
    }

    /** While it runs, nothing happens. */
    void whileFrozen(Runnable task) {
        gate.lock();
        try {
            task.run();
        } finally {
            gate.unlock();
        }
    }

    private void run() {
        while (!closed) {
            TestingLink current = link;
            boolean busy;
            gate.lock();
            try {
                busy = current != null && current.step();
            } finally {
                gate.unlock();
            }
            if (!busy) {
                LockSupport.parkNanos(IDLE_NANOS);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        await().until(() -> !thread.isAlive());
    }
}

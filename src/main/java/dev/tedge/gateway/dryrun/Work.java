package dev.tedge.gateway.dryrun;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.camel.AsyncCallback;

/** Does one thing after the other on a thread of its own, so that a route that hangs hangs up nobody else. */
final class Work implements AutoCloseable {

    private static final long POLL_MILLIS = 2;

    private final BooleanSupplier othersIdle;

    /** What has been begun and not ended, on this thread or on one that a route went on with. */
    private AtomicInteger pending = new AtomicInteger();

    private ExecutorService thread = newThread();

    /** @param othersIdle whether nothing is under way that nobody has told this about */
    Work(BooleanSupplier othersIdle) {
        this.othersIdle = othersIdle;
    }

    /** Something that may end later than it returns. */
    @FunctionalInterface
    interface Task {
        void run(AsyncCallback done);
    }

    /** Does it after what was added before. */
    synchronized void add(Task task) {
        AtomicInteger count = pending;
        count.incrementAndGet();
        AtomicBoolean open = new AtomicBoolean(true);
        Runnable end = () -> {
            if (open.getAndSet(false)) {
                count.decrementAndGet();
            }
        };
        try {
            thread.execute(() -> {
                try {
                    task.run(doneSync -> end.run());
                } catch (RuntimeException | Error e) {
                    end.run();
                    throw e;
                }
            });
        } catch (RejectedExecutionException closed) {
            end.run();
        }
    }

    /**
     * Waits until all is done.
     *
     * @return false when it was not in time: it is then given up
     */
    boolean await(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!idle()) {
            if (System.nanoTime() - end > 0) {
                giveUp();
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return true;
    }

    private synchronized boolean idle() {
        return pending.get() == 0 && othersIdle.getAsBoolean();
    }

    private synchronized void giveUp() {
        thread.shutdownNow();
        thread = newThread();
        pending = new AtomicInteger();
    }

    private static ExecutorService newThread() {
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "dry-run");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public synchronized void close() {
        thread.shutdownNow();
    }
}

package dev.tedge.delivery.outbox;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread on which the disk is touched. However often it is asked to work, it works once. */
final class DiskThread implements Chores.Disk {

    private static final Logger LOG = LoggerFactory.getLogger(DiskThread.class);

    static final String NAME = "aws-outbox";

    /** What is lost of it in a crash is sent once more. */
    private static final Duration SOON = Duration.ofMillis(50);

    private static final Duration BEFORE_TRYING_AGAIN = Duration.ofSeconds(1);
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(5);

    private final ScheduledThreadPoolExecutor executor;
    private final AtomicBoolean asked = new AtomicBoolean();
    private final AtomicBoolean askedSoon = new AtomicBoolean();
    private final AtomicBoolean askedAgain = new AtomicBoolean();
    private final AtomicBoolean watching = new AtomicBoolean();
    private volatile Runnable work = () -> {};
    private volatile Runnable overdue = () -> {};

    DiskThread() {
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, NAME);
            thread.setDaemon(true);
            return thread;
        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /**
     * Says what to do.
     *
     * @param newWork does all that there is to do
     * @param newOverdue looks after messages that wait in memory
     */
    void serve(Runnable newWork, Runnable newOverdue) {
        work = newWork;
        overdue = newOverdue;
    }

    @Override
    public void work() {
        once(asked, work, Duration.ZERO);
    }

    @Override
    public void workSoon() {
        once(askedSoon, work, SOON);
    }

    /** There was no room: perhaps there is in a while. */
    void workAgain() {
        once(askedAgain, work, BEFORE_TRYING_AGAIN);
    }

    @Override
    public void watch() {
        once(watching, overdue, Duration.ofNanos(Dispatcher.LONGEST_LIVE_WAIT_NANOS));
    }

    private void once(AtomicBoolean flag, Runnable task, Duration delay) {
        if (flag.compareAndSet(false, true)) {
            later(
                    () -> {
                        flag.set(false);
                        task.run();
                    },
                    delay);
        }
    }

    private void later(Runnable task, Duration delay) {
        try {
            Future<?> unused = executor.schedule(guarded(task), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.trace("Closed", e);
        }
    }

    /** Runs a task again and again, with a pause between. */
    void repeat(Runnable task, Duration pause) {
        long millis = Math.max(1, pause.toMillis());
        Future<?> unused = executor.scheduleWithFixedDelay(guarded(task), millis, millis, TimeUnit.MILLISECONDS);
    }

    /**
     * Runs a question on the thread.
     *
     * @throws RejectedExecutionException when it is closed
     */
    <T> Future<T> ask(Callable<T> question) {
        return executor.submit(question);
    }

    /** Takes any task. */
    Executor executor() {
        return executor;
    }

    /** Ends after a last task. */
    void closeAfter(Runnable last) {
        executor.execute(guarded(last));
        executor.shutdown();
        try {
            if (!executor.awaitTermination(LAST_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("The outbox could not be closed within {} s", LAST_PATIENCE.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (Throwable e) {
                // An Error too: messages must go on being stored when memory was short for a moment.
                LOG.error("Unexpected failure", e);
            }
        };
    }
}

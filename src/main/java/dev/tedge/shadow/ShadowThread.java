package dev.tedge.shadow;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread of the feature. Tasks after its end are dropped. */
final class ShadowThread implements Executor {

    private static final Logger LOG = LoggerFactory.getLogger(ShadowThread.class);
    private static final Duration LAST_WRITE = Duration.ofSeconds(3);

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "shadow");
        thread.setDaemon(true);
        return thread;
    });

    ShadowThread() {
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void execute(Runnable task) {
        execute(task, () -> LOG.trace("Ended"));
    }

    /** Runs a task, or another one on the calling thread when it has ended. */
    void execute(Runnable task, Runnable ended) {
        try {
            executor.execute(guarded(task));
        } catch (RejectedExecutionException e) {
            ended.run();
        }
    }

    /** Runs a task after a delay. */
    void later(Runnable task, Duration delay) {
        try {
            Future<?> unused = executor.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.trace("Ended", e);
        }
    }

    /** Runs what is left and a last task, and ends. */
    void close(Runnable last) {
        try {
            Future<?> done = executor.submit(guarded(last));
            executor.shutdown();
            done.get(LAST_WRITE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException | ExecutionException e) {
            LOG.debug("Ended before", e);
        } catch (TimeoutException e) {
            LOG.warn("Twin data could not be written within {} s", LAST_WRITE.toSeconds());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("shadow: unexpected failure", e);
            }
        };
    }
}

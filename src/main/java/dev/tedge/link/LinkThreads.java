package dev.tedge.link;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two threads of a link: one decides about the connection, the other runs routes, so that a slow route holds up messages but
 * not the connection. After {@link #close} tasks are silently dropped.
 */
final class LinkThreads implements Outbound.Timer, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LinkThreads.class);

    private final String name;
    private final ScheduledExecutorService control;
    private final ExecutorService routes;

    LinkThreads(String name) {
        this.name = name;
        ScheduledThreadPoolExecutor timed = new ScheduledThreadPoolExecutor(1, named(name + "-link"));
        timed.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.control = timed;
        this.routes = Executors.newSingleThreadExecutor(named(name + "-routes"));
    }

    private static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    void onControl(Runnable task) {
        hand(task, control);
    }

    void onRoutes(Runnable task) {
        hand(task, routes);
    }

    /** Runs a task on the control thread, after a delay. */
    @Override
    public void later(Runnable task, Duration delay) {
        try {
            Future<?> unused = control.schedule(guarded(task), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.trace("{}: closed", name, e);
        }
    }

    /** Runs a last task on the control thread, as long as the patience lasts, and ends both threads. */
    void closeAfter(Runnable last, Duration patience) {
        onControl(last);
        control.shutdown();
        try {
            if (!control.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("{}: no goodbye within {} ms", name, patience.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    @Override
    public void close() {
        control.shutdownNow();
        routes.shutdown();
    }

    private void hand(Runnable task, Executor executor) {
        try {
            executor.execute(guarded(task));
        } catch (RejectedExecutionException e) {
            LOG.trace("{}: closed", name, e);
        }
    }

    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("{}: unexpected failure", name, e);
            }
        };
    }
}

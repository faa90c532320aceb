package dev.tedge.link;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
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
 * The threads of a link: one decides about the connection, one runs the routes of inbound messages, one runs what follows the
 * outcome of a publish. A slow route holds up messages but not the connection, and a route that waits for a publish over the same
 * link does not wait for itself. After {@link #close} tasks are silently dropped.
 */
final class LinkThreads implements Outbound.Timer, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LinkThreads.class);

    private final String name;
    private final ScheduledExecutorService control;
    private final ExecutorService routes;
    private final ExecutorService outcomes;

    LinkThreads(String name) {
        this.name = name;
        ScheduledThreadPoolExecutor timed = new ScheduledThreadPoolExecutor(1, named(name + "-link"));
        timed.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.control = timed;
        this.routes = Executors.newSingleThreadExecutor(named(name + "-routes"));
        this.outcomes = Executors.newSingleThreadExecutor(named(name + "-outcomes"));
    }

    private static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** All of them, by name. */
    Map<String, Executor> all() {
        return Map.of(name + "-link", control, name + "-routes", routes, name + "-outcomes", outcomes);
    }

    void onControl(Runnable task) {
        hand(task, control);
    }

    void onRoutes(Runnable task) {
        hand(task, routes);
    }

    /** Runs what follows the outcome of a publish. */
    void onOutcomes(Runnable task) {
        hand(task, outcomes);
    }

    /** Waits until all outcomes that are known now have been told, or the patience is at its end. */
    void awaitOutcomes(Duration patience) {
        CountDownLatch told = new CountDownLatch(1);
        onOutcomes(told::countDown);
        try {
            if (!outcomes.isShutdown() && !told.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("{}: what follows an outcome takes long", name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
        outcomes.shutdown();
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
            } catch (Throwable e) {
                // An Error too: the link has to go on trying when a thread could not be had.
                LOG.error("{}: unexpected failure", name, e);
            }
        };
    }
}

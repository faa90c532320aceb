package dev.tedge.health.http;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that serve requests, each from the first byte on; none while nobody asks. Who takes too long is cut off: an
 * interruption closes the channel that a thread reads or writes. The JDK's server has time limits only for all servers of the
 * process.
 */
final class PromptThreads implements Executor, AutoCloseable {

    /** A probe, a scrape and a person, each twice. */
    private static final int MOST = 6;

    private static final long IDLE_SECONDS = 30;

    private final Duration patience;
    private final ThreadPoolExecutor pool = new ThreadPoolExecutor(
            0, MOST, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> thread(work, "management-http"));
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(
            1, work -> thread(work, "management-http-clock"), new ThreadPoolExecutor.DiscardPolicy());

    /** @param patience how long a request may take */
    PromptThreads(Duration patience) {
        this.patience = patience;
        clock.setRemoveOnCancelPolicy(true);
        clock.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        clock.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Serves a request on a thread of its own.
     *
     * @throws java.util.concurrent.RejectedExecutionException when all are busy, whereupon the JDK's server closes the connection
     */
    @Override
    public void execute(Runnable request) {
        pool.execute(() -> {
            Turn turn = new Turn(Thread.currentThread());
            Future<?> alarm = clock.schedule(turn::cutOff, patience.toMillis(), TimeUnit.MILLISECONDS);
            try {
                request.run();
            } finally {
                alarm.cancel(false);
                turn.end();
            }
        });
    }

    /** The time of one request on its thread. */
    private static final class Turn {

        private final Thread thread;
        private boolean over;

        Turn(Thread thread) {
            this.thread = thread;
        }

        synchronized void cutOff() {
            if (!over) {
                thread.interrupt();
            }
        }

        /** No later interruption hits the next request of the thread. */
        synchronized void end() {
            over = true;
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
        clock.shutdownNow();
    }
}

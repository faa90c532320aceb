package dev.tedge.simulator.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that serve requests, each from the first byte on, TLS handshake included. Who takes too long is cut off:
 * an interruption closes the channel that a thread reads or writes. The JDK's server has no time limit but for all
 * servers of the process.
 */
final class RequestThreads implements Executor, AutoCloseable {

    private static final long IDLE_SECONDS = 30;

    private final Duration patience;
    private final ThreadPoolExecutor pool;
    private final ScheduledThreadPoolExecutor clock;
    private final Map<Thread, Turn> turns = new ConcurrentHashMap<>();

    /**
     * None is started yet.
     *
     * @param most threads at a time
     * @param patience how long a request may take, unless it {@linkplain #takeYourTime takes its time}
     */
    RequestThreads(int most, Duration patience) {
        this.patience = patience;
        this.pool = new ThreadPoolExecutor(
                0,
                most,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                work -> thread(work, "simulator-http"));
        this.clock = new ScheduledThreadPoolExecutor(
                1, work -> thread(work, "simulator-http-clock"), new ThreadPoolExecutor.DiscardPolicy());
        clock.setRemoveOnCancelPolicy(true);
    }

    private static Thread thread(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
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

    /**
     * Serves a request on a thread of its own.
     *
     * @throws java.util.concurrent.RejectedExecutionException if all threads are busy, whereupon the JDK's server closes
     *     the connection: nobody waits in a queue without end
     */
    @Override
    public void execute(Runnable request) {
        pool.execute(() -> serve(request));
    }

    private void serve(Runnable request) {
        Turn turn = new Turn(Thread.currentThread());
        turns.put(turn.thread, turn);
        Future<?> alarm = clock.schedule(turn::cutOff, patience.toNanos(), TimeUnit.NANOSECONDS);
        try {
            request.run();
        } finally {
            alarm.cancel(false);
            turn.end();
            turns.remove(turn.thread);
        }
    }

    /** The request of this thread has no end that could be awaited. */
    void takeYourTime() {
        Turn turn = turns.get(Thread.currentThread());
        if (turn != null) {
            turn.end();
        }
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        pool.shutdownNow();
        clock.shutdownNow();
    }
}

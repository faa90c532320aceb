package dev.tedge.health.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The threads that serve requests, each from the first byte on; none while nobody asks. Who takes too long is cut off: an
 * interruption closes the channel that a thread reads or writes. When all threads are busy, whoever has kept one waiting for longest
 * is cut off for the next. The JDK's server has time limits only for all servers of the process.
 */
final class PromptThreads implements Executor, AutoCloseable {

    /** More than {@link SlowPages} take. */
    static final int MOST = 8;

    private static final int QUEUE = 16;
    private static final long IDLE_SECONDS = 30;

    private final Limits limits;
    private final ThreadPoolExecutor pool = new ThreadPoolExecutor(
            MOST,
            MOST,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE),
            work -> thread(work, "management-http"));
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(
            1, work -> thread(work, "management-http-clock"), new ThreadPoolExecutor.DiscardPolicy());

    // The first has begun first; guarded by this.
    private final Map<Thread, Turn> turns = new LinkedHashMap<>();

    /**
     * How long a request may take.
     *
     * @param head until the caller has said what it wants
     * @param answer from then on, until the caller has read the answer
     */
    record Limits(Duration head, Duration answer) {}

    PromptThreads(Limits limits) {
        this.limits = limits;
        pool.allowCoreThreadTimeOut(true);
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
     * @throws java.util.concurrent.RejectedExecutionException when too many wait, whereupon the JDK's server closes the connection
     */
    @Override
    public void execute(Runnable request) {
        pool.execute(() -> {
            Turn turn = begin();
            try {
                request.run();
            } finally {
                end(turn);
            }
        });
        makeRoom();
    }

    /** Runs on the thread of a request what answers it: from now on it is not the caller who keeps the thread waiting. */
    <T> T answer(Supplier<T> work) {
        Turn turn = turn();
        turn.answers(true);
        try {
            return work.get();
        } finally {
            turn.answers(false);
        }
    }

    private Turn begin() {
        Turn turn = new Turn(Thread.currentThread());
        synchronized (this) {
            turns.put(Thread.currentThread(), turn);
        }
        turn.limit(limits.head());
        makeRoom();
        return turn;
    }

    private synchronized Turn turn() {
        Turn turn = turns.get(Thread.currentThread());
        if (turn == null) {
            throw new IllegalStateException("Not a thread of these");
        }
        return turn;
    }

    private void end(Turn turn) {
        turn.end();
        synchronized (this) {
            turns.remove(Thread.currentThread());
        }
    }

    private synchronized void makeRoom() {
        if (turns.size() == MOST && !pool.getQueue().isEmpty()) {
            turns.values().stream().filter(Turn::waits).findFirst().ifPresent(Turn::cutOff);
        }
    }

    /** The time of one request on its thread. */
    private final class Turn {

        private final Thread thread;
        private Optional<Future<?>> alarm = Optional.empty();
        private boolean answers;
        private boolean over;

        Turn(Thread thread) {
            this.thread = thread;
        }

        synchronized void limit(Duration limit) {
            alarm.ifPresent(running -> running.cancel(false));
            alarm = Optional.of(clock.schedule(this::cutOff, limit.toMillis(), TimeUnit.MILLISECONDS));
        }

        synchronized void answers(boolean begins) {
            answers = begins;
            if (begins) {
                limit(limits.answer());
            }
        }

        /** Whether it waits for its caller. */
        synchronized boolean waits() {
            return !answers && !over;
        }

        synchronized void cutOff() {
            if (!over) {
                over = true;
                thread.interrupt();
            }
        }

        /** No later interruption hits the next request of the thread. */
        synchronized void end() {
            over = true;
            alarm.ifPresent(running -> running.cancel(false));
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
        clock.shutdownNow();
    }
}

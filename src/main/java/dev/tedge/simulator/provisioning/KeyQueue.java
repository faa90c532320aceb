package dev.tedge.simulator.provisioning;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Makes keys for one simulator, one after the other; its thread ends when there is nothing to do for a while. */
public final class KeyQueue {

    /** A key takes a good tenth of a second, and devices do not wait for long. */
    static final int ROOM = 50;

    private static final long IDLE_SECONDS = 5;

    private KeyQueue() {}

    /** Refuses what comes while {@value #ROOM} wait, with a {@link java.util.concurrent.RejectedExecutionException}. */
    public static Executor start() {
        return new ThreadPoolExecutor(0, 1, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(ROOM), task -> {
            Thread thread = new Thread(task, "simulator-keys");
            thread.setDaemon(true);
            return thread;
        });
    }
}

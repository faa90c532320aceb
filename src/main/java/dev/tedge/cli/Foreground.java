package dev.tedge.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs what stays until SIGTERM or Ctrl-C. Such an end is a good one: the work is interrupted, cleans up, and the
 * exit code is 0, where the JVM by itself would make it 143 or 130.
 */
final class Foreground {

    /** For the links to drain and to say goodbye; systemd kills after 90 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What is run. */
    @FunctionalInterface
    interface Work {

        /**
         * Does the work; cleans up in {@code finally}.
         *
         * @param end is down when the end has been ordered, in case that a library swallowed the interruption
         * @return the exit code, when it ends by itself
         */
        int run(CountDownLatch end) throws Exception;
    }

    private Foreground() {}

    /** Runs the work on this thread. */
    static int run(Work work) throws Exception {
        Thread worker = Thread.currentThread();
        CountDownLatch ordered = new CountDownLatch(1);
        CountDownLatch cleanedUp = new CountDownLatch(1);
        Thread end = new Thread(
                () -> {
                    ordered.countDown();
                    worker.interrupt();
                    haltWhen(cleanedUp);
                },
                "shutdown");
        Runtime.getRuntime().addShutdownHook(end);
        try {
            return work.run(ordered);
        } finally {
            cleanedUp.countDown();
            returnUnlessEnding(end);
        }
    }

    private static void haltWhen(CountDownLatch cleanedUp) {
        try {
            if (!cleanedUp.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException impossible) {
            // Nobody interrupts a shutdown hook.
            return;
        }
        Runtime.getRuntime().halt(0);
    }

    /** When the end was ordered, nothing may be reported any more: the interruption is no failure. */
    private static void returnUnlessEnding(Thread end) throws InterruptedException {
        try {
            Runtime.getRuntime().removeShutdownHook(end);
        } catch (IllegalStateException ending) {
            end.join();
        }
    }
}

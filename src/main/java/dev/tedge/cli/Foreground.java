package dev.tedge.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs what stays until SIGTERM or Ctrl-C. Such an end is a good one, unless the work says otherwise: it is
 * interrupted, cleans up, and the exit code is its own or 0, where the JVM by itself would make it 143 or 130.
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
         * @return the exit code; an interruption that it throws instead is a good end
         */
        int run(CountDownLatch end) throws Exception;
    }

    private Foreground() {}

    /** Runs the work on this thread. */
    static int run(Work work) throws Exception {
        Thread worker = Thread.currentThread();
        CountDownLatch ordered = new CountDownLatch(1);
        CountDownLatch cleanedUp = new CountDownLatch(1);
        AtomicInteger exitCode = new AtomicInteger();
        Thread end = new Thread(
                () -> {
                    worker.interrupt();
                    ordered.countDown();
                    haltWhen(cleanedUp, exitCode);
                },
                "shutdown");
        Runtime.getRuntime().addShutdownHook(end);
        try {
            exitCode.set(work.run(ordered));
            return exitCode.get();
        } finally {
            cleanedUp.countDown();
            returnUnlessEnding(end);
        }
    }

    private static void haltWhen(CountDownLatch cleanedUp, AtomicInteger exitCode) {
        try {
            if (!cleanedUp.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException impossible) {
            // Nobody interrupts a shutdown hook.
            return;
        }
        Runtime.getRuntime().halt(exitCode.get());
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

package dev.tedge.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command that is told to end by SIGINT or SIGTERM end in order. Left to itself, the JVM drops the work where it stands
 * and reports the signal as exit code.
 */
final class UntilSignal {

    private static final long SECONDS_TO_END = 5;

    private UntilSignal() {}

    /**
     * Runs the work on this thread. A signal interrupts it; what it then returns, within five seconds, is the exit code of the
     * process.
     */
    static int run(Callable<Integer> work) throws Exception {
        Thread worker = Thread.currentThread();
        CompletableFuture<Integer> end = new CompletableFuture<>();
        Thread hook = new Thread(() -> endInOrder(worker, end), "signal");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            int exitCode = work.call();
            end.complete(exitCode);
            return exitCode;
        } finally {
            end.complete(TedgeCommand.FAILED);
            remove(hook);
        }
    }

    private static void endInOrder(Thread worker, CompletableFuture<Integer> end) {
        worker.interrupt();
        int exitCode = end.completeOnTimeout(TedgeCommand.FAILED, SECONDS_TO_END, TimeUnit.SECONDS)
                .join();
        // The only way to have a say in the exit code once a signal has come.
        Runtime.getRuntime().halt(exitCode);
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException signalled) {
            // The hook is running, and about to end the process.
        }
    }
}

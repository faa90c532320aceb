package dev.tedge.cli.demo;

import java.io.PrintWriter;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Prints on a thread of its own, so that nobody waits for a terminal that is slow. When it can't keep up, it leaves
 * lines out and says how many.
 */
final class LinePrinter implements AutoCloseable {

    private static final int ROOM = 1_000;
    private static final long LAST_LINES_SECONDS = 2;

    private final PrintWriter err;
    private final AtomicLong leftOut = new AtomicLong();
    private final ThreadPoolExecutor printer;

    /** Prints nothing yet; {@code err} is for the count of lines that were left out. */
    LinePrinter(PrintWriter err) {
        this.err = err;
        this.printer = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(ROOM),
                task -> {
                    Thread thread = new Thread(task, "printer");
                    thread.setDaemon(true);
                    return thread;
                },
                (line, full) -> leftOut.incrementAndGet());
    }

    /** Prints a line as soon as those before it are out. Returns at once. */
    void print(PrintWriter to, String line) {
        printer.execute(() -> {
            to.println(line);
            long missing = leftOut.getAndSet(0);
            if (missing > 0) {
                err.println("warning: " + missing + " lines came too quickly and are not shown");
            }
        });
    }

    /** Prints what is left, for as long as that is quick. */
    @Override
    public void close() {
        printer.shutdown();
        try {
            if (printer.awaitTermination(LAST_LINES_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        printer.shutdownNow();
    }
}

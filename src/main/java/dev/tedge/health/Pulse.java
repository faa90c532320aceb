package dev.tedge.health;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the threads still work that each do one thing after the other: each is asked again and again, and is well when it answers.
 * That a broker is away blocks none of them, a route that does not end does. Used by one thread.
 */
public final class Pulse {

    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);

    private static final int FRAMES = 8;

    private final List<Asked> threads;
    private final BooleanSupplier running;
    private final Duration patience;
    private final LongSupplier nanos;

    /**
     * Asks nobody yet.
     *
     * @param threads where to ask, by name of the thread
     * @param running whether what has no thread of its own is well, too; quick
     * @param patience after which silence is logged, with what the thread is doing
     */
    public Pulse(Map<String, Executor> threads, BooleanSupplier running, Duration patience) {
        this(threads, running, patience, System::nanoTime);
    }

    Pulse(Map<String, Executor> threads, BooleanSupplier running, Duration patience, LongSupplier nanos) {
        this.threads = threads.entrySet().stream()
                .map(thread -> new Asked(thread.getKey(), thread.getValue()))
                .toList();
        this.running = running;
        this.patience = patience;
        this.nanos = nanos;
    }

    /**
     * Asks everybody who owes no answer.
     *
     * @return whether everybody has answered what was asked the last time
     */
    public boolean beat() {
        long now = nanos.getAsLong();
        boolean well = running.getAsBoolean();
        for (Asked thread : threads) {
            if (thread.answered) {
                thread.ask(now);
            } else {
                well = false;
                thread.complain(now);
            }
        }
        return well;
    }

    private final class Asked {

        private final String name;
        private final Executor executor;
        private volatile boolean answered = true;
        private long since;
        private boolean told;

        Asked(String name, Executor executor) {
            this.name = name;
            this.executor = executor;
        }

        void ask(long now) {
            if (told) {
                LOG.warn("The thread {} works again, after {} s", name, seconds(now));
            }
            since = now;
            told = false;
            answered = false;
            try {
                executor.execute(() -> answered = true);
            } catch (RejectedExecutionException closed) {
                LOG.debug("{} takes no question any more", name, closed);
            }
        }

        void complain(long now) {
            if (!told && now - since >= patience.toNanos()) {
                told = true;
                LOG.warn("The thread {} has not answered for {} s; it is at {}", name, seconds(now), place(name));
            }
        }

        private long seconds(long now) {
            return Duration.ofNanos(now - since).toSeconds();
        }
    }

    private static String place(String thread) {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> entry.getKey().getName().equals(thread))
                .findFirst()
                .map(entry -> Arrays.stream(entry.getValue())
                        .limit(FRAMES)
                        .map(StackTraceElement::toString)
                        .collect(Collectors.joining(" < ")))
                .orElse("its end");
    }
}

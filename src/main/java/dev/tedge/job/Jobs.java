package dev.tedge.job;

import dev.tedge.job.execution.Ledger;
import dev.tedge.job.machine.Effect;
import dev.tedge.job.machine.JobMachine;
import dev.tedge.link.Link;
import dev.tedge.link.LinkUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what the machine says: all of it on one thread, and only when the ledger is on disk. {@link #begin} before the links connect;
 * {@link #end} before they are drained.
 */
public final class Jobs {

    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

    private static final Duration BEFORE_WRITING_AGAIN = Duration.ofSeconds(2);
    private static final Duration LAST_TASKS = Duration.ofSeconds(3);

    private final JobsConfig config;
    private final Link local;
    private final Link aws;
    private final JobFile file;
    private final JobEffects effects;
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, named("jobs"));

    /** For what may take long: the steps of a user's route, and the local broker. */
    private final ExecutorService errands = Executors.newSingleThreadExecutor(named("jobs-errands"));

    private final long start = System.nanoTime();

    // Of the thread.
    private final Deque<Waiting> whenSafe = new ArrayDeque<>();
    private Ledger saved = Ledger.EMPTY;
    private boolean unwritable;
    private Optional<Future<?>> timer = Optional.empty();

    private volatile Optional<JobMachine> machine = Optional.empty();
    private volatile boolean over;

    /** Over links that belong to somebody else. */
    public Jobs(JobsConfig config, Link local, Link aws) {
        this.config = config;
        this.local = local;
        this.aws = aws;
        this.file = new JobFile(config.state(), config.of().thing());
        this.effects = new JobEffects(config, local, aws, this::tell);
    }

    /** Something to be told when all that has happened is on disk, and something else when it never will be. */
    private record Waiting(Runnable safe, Runnable lost) {}

    private static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Its threads by name. The other one waits for brokers and users. */
    public Map<String, Executor> threads() {
        return Map.of("jobs", thread);
    }

    /**
     * Goes on where the last process has ended.
     *
     * @throws IllegalStateException when it can't be read where that was; the message says what to do
     */
    public void begin() {
        try {
            JobFile.Read read = file.load();
            saved = read.ledger();
            if (!read.trouble().isEmpty()) {
                config.reports().accept(read.trouble());
            }
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The file of jobs in '%s' can't be read: give it to the user that runs this, or switch off aws.jobs.enabled"
                            .formatted(config.state()),
                    e);
        }
        thread.setRemoveOnCancelPolicy(true);
        machine = Optional.of(new JobMachine(config.of(), saved, this::millis, new Random()));
        aws.onChange(state -> tell(jobs -> jobs.cloud(state.up())));
        local.onChange(state -> tell(jobs -> jobs.local(state.up())));
    }

    /** Takes and sends nothing any more; calling it twice is harmless. */
    public void end() {
        if (over) {
            return;
        }
        over = true;
        errands.shutdownNow().forEach(Runnable::run);
        try {
            thread.submit(() -> whenSafe.forEach(waiting -> waiting.lost().run()))
                    .get(LAST_TASKS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("Jobs: the last task takes long", e);
        }
        thread.shutdownNow();
    }

    private long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    private void tell(Consumer<JobMachine> happening) {
        tell(happening, () -> {}, () -> {});
    }

    /**
     * Tells the machine what has happened, and does what follows.
     *
     * @param safe called when all of it is on disk
     * @param lost called instead when nothing is told any more
     */
    void tell(Consumer<JobMachine> happening, Runnable safe, Runnable lost) {
        ask(
                jobs -> {
                    happening.accept(jobs);
                    return jobs;
                },
                told -> safe.run(),
                lost);
    }

    /** The same, with what the machine says. */
    <T> void ask(Function<JobMachine, T> happening, Consumer<T> safe, Runnable lost) {
        try {
            thread.execute(() -> {
                if (over) {
                    lost.run();
                    return;
                }
                try {
                    T said = happening.apply(machine.orElseThrow());
                    whenSafe.add(new Waiting(() -> safe.accept(said), lost));
                } catch (RuntimeException e) {
                    unexpected(e);
                    lost.run();
                }
                settle();
            });
        } catch (RejectedExecutionException e) {
            LOG.trace("Jobs: over", e);
            lost.run();
        }
    }

    /** Runs what may take long; at once when it is over, when nothing takes long any more. */
    void onErrand(Runnable task) {
        try {
            errands.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.trace("Jobs: over", e);
            task.run();
        }
    }

    /** Otherwise the thread would keep it to itself. */
    private void unexpected(RuntimeException failure) {
        LOG.error("Jobs: something unexpected went wrong", failure);
        config.reports().accept("Something unexpected went wrong with jobs, see the log: " + failure);
    }

    /** While nothing can be kept, nothing new is begun. */
    private void tick() {
        if (over) {
            return;
        }
        try {
            if (!unwritable) {
                machine.orElseThrow().tick();
            }
        } catch (RuntimeException e) {
            unexpected(e);
        }
        settle();
    }

    private void settle() {
        JobMachine jobs = machine.orElseThrow();
        if (!write(jobs.ledger())) {
            schedule(BEFORE_WRITING_AGAIN.toMillis());
            return;
        }
        jobs.takeEffects().forEach(this::perform);
        while (!whenSafe.isEmpty()) {
            whenSafe.remove().safe().run();
        }
        timer.ifPresent(before -> before.cancel(false));
        jobs.due().ifPresent(due -> schedule(Math.max(0, due - millis())));
    }

    private void perform(Effect effect) {
        if (JobEffects.takesLong(effect)) {
            onErrand(() -> {
                if (!over) {
                    performNow(effect);
                }
            });
        } else {
            performNow(effect);
        }
    }

    private void performNow(Effect effect) {
        try {
            effects.perform(effect);
        } catch (RuntimeException e) {
            unexpected(e);
        }
    }

    private boolean write(Ledger ledger) {
        try {
            if (!ledger.equals(saved)) {
                file.save(ledger);
                saved = ledger;
            }
            unwritable = false;
            return true;
        } catch (IOException e) {
            if (!unwritable) {
                unwritable = true;
                config.reports()
                        .accept("Jobs wait, as their file in '%s' can't be written: %s".formatted(config.state(), e));
            }
            return false;
        }
    }

    private void schedule(long inMillis) {
        timer.ifPresent(before -> before.cancel(false));
        timer = Optional.of(thread.schedule(this::tick, inMillis, TimeUnit.MILLISECONDS));
    }

    /** What a broker has to keep, since nobody is there to take it. */
    static LinkUnavailableException unavailable() {
        return new LinkUnavailableException("Jobs are taken no more: the gateway stops");
    }
}

package dev.tedge.gateway.service;

import dev.tedge.delivery.store.StoreException;
import dev.tedge.gateway.control.GatewayStatus;
import dev.tedge.health.Pulse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the service manager that has started this process how the gateway is: ready, in one line now and then, alive as long as it has
 * a pulse, and that it stops. Tells nobody when no service manager asks for it, which is then all that it does.
 *
 * <p>{@link #close} by whoever made it, when the gateway is about to stop.
 */
public final class ServiceReports implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceReports.class);

    /** Of the time until the service is taken for dead: some beats may be late. */
    private static final int BEATS = 6;

    private static final String READY = "READY=1";

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    private final Optional<ServiceLine> line;
    private final Subject gateway;
    private final ScheduledExecutorService pulse = thread("service-pulse");
    private final ScheduledExecutorService words = thread("service-status");

    // What it has heard. Used by the thread of the words once that runs.
    private boolean ready;
    private String last = "";

    private final AtomicBoolean asked = new AtomicBoolean();
    private volatile boolean closed;

    /**
     * What is reported.
     *
     * @param status may take a while
     * @param pulse made with how long a thread may be silent before that is logged
     */
    public record Subject(Supplier<GatewayStatus> status, Function<Duration, Pulse> pulse) {}

    private ServiceReports(Optional<ServiceLine> line, Subject gateway) {
        this.line = line;
        this.gateway = gateway;
    }

    /**
     * Tells that the gateway is ready, and begins to report.
     *
     * @param environment the variables of this process
     */
    public static ServiceReports begin(Map<String, String> environment, Subject gateway) {
        return begin(SystemdNotify.of(environment, "systemd-notify"), gateway);
    }

    static ServiceReports begin(Optional<ServiceLine> line, Subject gateway) {
        ServiceReports reports = new ServiceReports(line, gateway);
        line.ifPresent(reports::begin);
        return reports;
    }

    private void begin(ServiceLine manager) {
        ready = manager.tell(READY, "STATUS=running");
        manager.watchdog().ifPresent(limit -> {
            Pulse beating = gateway.pulse().apply(limit.dividedBy(2));
            repeat(
                    pulse,
                    () -> {
                        if (beating.beat()) {
                            manager.tell("WATCHDOG=1");
                        }
                    },
                    limit.dividedBy(BEATS));
        });
        repeat(words, () -> say(manager), BETWEEN_LINES);
    }

    /** Something has changed that is worth to be told now. */
    public void refresh() {
        line.ifPresent(manager -> {
            if (!asked.compareAndSet(false, true)) {
                return;
            }
            try {
                words.execute(guarded(() -> {
                    asked.set(false);
                    say(manager);
                }));
            } catch (RejectedExecutionException ended) {
                LOG.trace("Closed", ended);
            }
        });
    }

    private void say(ServiceLine manager) {
        String now = words();
        if (closed) {
            return;
        }
        if (!ready) {
            // Else it takes a gateway that runs for one that never started, and ends it.
            ready = manager.tell(READY, "STATUS=" + now);
        } else if (!now.equals(last) && manager.tell("STATUS=" + now)) {
            last = now;
        }
    }

    private String words() {
        try {
            return StatusLine.of(gateway.status().get());
        } catch (StoreException unreadable) {
            String now = "what is kept can't be read: " + unreadable.getMessage();
            if (!now.equals(last) && !closed) {
                LOG.warn("The outbox can't be read, which the service manager is told: {}", unreadable.getMessage());
            }
            return now;
        }
    }

    /** Tells that the gateway stops. */
    @Override
    public void close() {
        closed = true;
        pulse.shutdownNow();
        words.shutdownNow();
        line.ifPresent(manager -> manager.tell("STOPPING=1", "STATUS=stopping"));
    }

    private void repeat(ScheduledExecutorService executor, Runnable task, Duration pause) {
        Future<?> unused = executor.scheduleWithFixedDelay(guarded(task), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (Throwable e) {
                // An Error too: without memory for a moment, the next report may succeed.
                if (closed) {
                    LOG.debug("The service manager was not told", e);
                } else {
                    LOG.warn("The service manager was not told", e);
                }
            }
        };
    }

    private static ScheduledExecutorService thread(String name) {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }
}

package dev.tedge.gateway.service;

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

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    private final Optional<ServiceLine> line;
    private final Subject gateway;
    private final ScheduledExecutorService pulse = thread("service-pulse");
    private final ScheduledExecutorService words = thread("service-status");

    // Used by the thread of the words.
    private String last = "";

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
        manager.tell("READY=1", "STATUS=running");
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
            try {
                words.execute(guarded(() -> say(manager)));
            } catch (RejectedExecutionException closed) {
                LOG.trace("Closed", closed);
            }
        });
    }

    private void say(ServiceLine manager) {
        String now = StatusLine.of(gateway.status().get());
        if (!now.equals(last)) {
            last = now;
            manager.tell("STATUS=" + now);
        }
    }

    /** Tells that the gateway stops. */
    @Override
    public void close() {
        pulse.shutdownNow();
        words.shutdownNow();
        line.ifPresent(manager -> manager.tell("STOPPING=1", "STATUS=stopping"));
    }

    private static void repeat(ScheduledExecutorService executor, Runnable task, Duration pause) {
        Future<?> unused = executor.scheduleWithFixedDelay(guarded(task), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (Throwable e) {
                // An Error too: without memory for a moment, the next report may succeed.
                LOG.warn("The service manager was not told", e);
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

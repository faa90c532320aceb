package dev.tedge.gateway.service;

import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd how a service is, see sd_notify(3): by systemd's own program, as the JDK has no sockets for datagrams to a path. Safe
 * for use by several threads.
 */
final class SystemdNotify implements ServiceLine {

    private static final Logger LOG = LoggerFactory.getLogger(SystemdNotify.class);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String program;
    private final Optional<Duration> watchdog;
    private final AtomicBoolean failed = new AtomicBoolean();

    private SystemdNotify(String program, Optional<Duration> watchdog) {
        this.program = program;
        this.watchdog = watchdog;
    }

    /** The one that has started this process, by the variables of the process; empty when there is none that wants to be told. */
    static Optional<ServiceLine> of(Map<String, String> environment, String program) {
        return environment.getOrDefault("NOTIFY_SOCKET", "").isEmpty()
                ? Optional.empty()
                : Optional.of(new SystemdNotify(program, watchdog(environment)));
    }

    /** It may be meant for another process. */
    private static Optional<Duration> watchdog(Map<String, String> environment) {
        String pid = environment.getOrDefault("WATCHDOG_PID", "");
        String micros = environment.getOrDefault("WATCHDOG_USEC", "");
        boolean ours = pid.isEmpty()
                || pid.equals(Long.toString(ProcessHandle.current().pid()));
        return ours && micros.matches("[1-9]\\d{0,17}")
                ? Optional.of(Duration.of(Long.parseLong(micros), ChronoUnit.MICROS))
                : Optional.empty();
    }

    @Override
    public Optional<Duration> watchdog() {
        return watchdog;
    }

    @Override
    public boolean tell(String... assignments) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(assignments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            int exitCode = await(process);
            if (exitCode == 0) {
                failed.set(false);
                return true;
            }
            complain("it ended with exit code " + exitCode);
        } catch (IOException e) {
            complain(String.valueOf(e.getMessage()));
        }
        return false;
    }

    /** Also on a thread that has been interrupted: that a service stops is told by one. */
    private static int await(Process process) throws IOException {
        try {
            return process.onExit()
                    .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .join()
                    .exitValue();
        } catch (CompletionException late) {
            process.destroyForcibly();
            throw new IOException("it did not end within %d s".formatted(PATIENCE.toSeconds()), late);
        }
    }

    /** Once, until it has heard something again. */
    private void complain(String reason) {
        if (failed.compareAndSet(false, true)) {
            LOG.warn("systemd can't be told how the gateway is, by {}: {}", program, reason);
        }
    }
}

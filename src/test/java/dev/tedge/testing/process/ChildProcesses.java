package dev.tedge.testing.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The processes that tests have started: none outlives the JVM, even when a test forgets to close it. */
final class ChildProcesses {

    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();
    private static final long STOP_SECONDS = 20;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(ChildProcesses::killAll, "kill-child-processes"));
    }

    private ChildProcesses() {}

    static Process start(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        RUNNING.add(process);
        return process;
    }

    /** SIGTERM, then waits for the end; SIGKILL and an error when it does not come. */
    static int terminate(Process process) {
        // By the handle: Process.destroy() also closes the streams, and with them the program's last words.
        process.toHandle().destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                kill(process);
                throw new IllegalStateException(
                        "Process " + process.pid() + " did not end within " + STOP_SECONDS + " s of SIGTERM");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while process " + process.pid() + " was ending", e);
        }
        RUNNING.remove(process);
        return process.exitValue();
    }

    /** SIGKILL, then waits for the end. */
    static void kill(Process process) {
        process.toHandle().destroyForcibly();
        process.onExit().orTimeout(STOP_SECONDS, TimeUnit.SECONDS).join();
        RUNNING.remove(process);
    }

    /** Sends a signal by its name. */
    static void signal(Process process, String name) {
        try {
            Process kill = start(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())));
            kill.onExit().orTimeout(STOP_SECONDS, TimeUnit.SECONDS).join();
            RUNNING.remove(kill);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void killAll() {
        RUNNING.forEach(Process::destroyForcibly);
    }
}

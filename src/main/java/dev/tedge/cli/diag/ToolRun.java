package dev.tedge.cli.diag;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs other programs, for a limited time, with what they print in a file. */
final class ToolRun {

    /** The exit code of a program that had to be ended. */
    static final int TIMED_OUT = -1;

    private final Duration timeout;
    private final Duration forcefulTimeout;

    /**
     * @param timeout after which a program is told to end
     * @param forcefulTimeout after which, counted from then, it is killed
     */
    ToolRun(Duration timeout, Duration forcefulTimeout) {
        this.timeout = timeout;
        this.forcefulTimeout = forcefulTimeout;
    }

    /** The exit code, or {@link #TIMED_OUT}. */
    int run(List<String> command, Path output) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
        try {
            if (process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
            process.destroy();
            boolean unused = process.waitFor(forcefulTimeout.toMillis(), TimeUnit.MILLISECONDS);
            return TIMED_OUT;
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}

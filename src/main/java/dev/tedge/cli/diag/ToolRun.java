package dev.tedge.cli.diag;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Runs other programs, for a limited time, with what they print in a file. What they started ends with them. */
final class ToolRun {

    /** The exit code of a program that had to be ended. */
    static final int TIMED_OUT = -1;

    private static final String MARK = "TEDGE_DIAG_RUN";

    /** New ones may be started while others are ended. */
    private static final int PASSES = 3;

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
        String mark = UUID.randomUUID().toString();
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put(MARK, mark);
        Process process = builder.redirectErrorStream(true)
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
            endMarked(MARK + "=" + mark);
        }
    }

    /** What a program leaves behind is nobody's child any more, but has its variables. */
    private static void endMarked(String variable) {
        boolean found = true;
        for (int pass = 0; found && pass < PASSES; pass++) {
            List<ProcessHandle> left = ProcessHandle.allProcesses()
                    .filter(process -> environment(process).contains(variable))
                    .toList();
            left.forEach(ProcessHandle::destroyForcibly);
            found = !left.isEmpty();
        }
    }

    private static String environment(ProcessHandle process) {
        try {
            return Files.readString(
                    Path.of("/proc", String.valueOf(process.pid()), "environ"), StandardCharsets.ISO_8859_1);
        } catch (IOException endedOrForeign) {
            return "";
        }
    }
}

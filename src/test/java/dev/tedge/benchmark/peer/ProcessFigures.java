package dev.tedge.benchmark.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What Linux counts for a process (man page proc(5)).
 *
 * @param pid of the process
 */
public record ProcessFigures(long pid) {

    /** Linux shows user space the times of processes in hundredths of a second, whatever its own clock does. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;

    /** Seconds of processor time, of all threads, in user and kernel mode. */
    public double processorSeconds() throws IOException {
        String stat = Files.readString(file("stat"));
        // The name, in brackets, may have blanks.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME])) / TICKS_PER_SECOND;
    }

    /** Resident memory in MB of 2^20 bytes, shared pages included. */
    public double residentMegabytes() throws IOException {
        try (Stream<String> lines = Files.lines(file("status"))) {
            String line = lines.filter(any -> any.startsWith("VmRSS:"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("Process " + pid + " has no memory"));
            return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
        }
    }

    private Path file(String name) {
        return Path.of("/proc", Long.toString(pid), name);
    }
}

package dev.tedge.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process needs. */
public final class ThisProcess {

    private ThisProcess() {}

    /** Bytes of heap in use, without what is garbage. */
    public static long heap() {
        System.gc();
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** By read calls, from the disk and elsewhere, until now (proc(5), {@code /proc/pid/io}). */
    public static long bytesRead() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/io")).stream()
                .filter(line -> line.startsWith("rchar: "))
                .mapToLong(line -> Long.parseLong(line.substring("rchar: ".length())))
                .sum();
    }
}

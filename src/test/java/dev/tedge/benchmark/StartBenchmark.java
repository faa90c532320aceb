package dev.tedge.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Prints how long short commands take from start to end, the median of 20 runs, beside what the JVM alone takes. It has no
 * dependency, so that {@code java src/test/java/dev/tedge/benchmark/StartBenchmark.java deploy/tedge} runs it.
 */
public final class StartBenchmark {

    private static final int RUNS = 20;

    private StartBenchmark() {}

    /**
     * Runs the commands.
     *
     * @param args the launcher
     */
    public static void main(String... args) throws IOException, InterruptedException {
        if (args.length != 1) {
            System.err.println("Usage: java StartBenchmark.java <LAUNCHER>");
            System.exit(2);
        }
        String tedge = Path.of(args[0]).toAbsolutePath().toString();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path directory = Files.createTempDirectory("tedge-benchmark");
        try {
            run(directory, tedge, "cert", "create", "--device-id", "benchmark");
            report(directory, "java -version", java, "-version");
            report(directory, "config get", tedge, "config", "get", "device.id");
            report(directory, "cert show", tedge, "cert", "show");
        } finally {
            delete(directory);
        }
    }

    private static void report(Path directory, String name, String... command)
            throws IOException, InterruptedException {
        LongStream.Builder times = LongStream.builder();
        for (int i = 0; i < RUNS; i++) {
            times.add(run(directory, command).toMillis());
        }
        long[] sorted = times.build().sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "%-14s median %.3f s, quickest %.3f s, slowest %.3f s%n",
                name,
                sorted[RUNS / 2] / 1e3,
                sorted[0] / 1e3,
                sorted[RUNS - 1] / 1e3);
    }

    private static Duration run(Path directory, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(List.of(command))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment()
                .putAll(Map.of("TEDGE_CONFIG_DIR", directory.toString(), "JAVA_HOME", System.getProperty("java.home")));
        long start = System.nanoTime();
        int exitCode = builder.start().waitFor();
        if (exitCode != 0) {
            throw new IOException(String.join(" ", command) + " ended with exit code " + exitCode);
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}

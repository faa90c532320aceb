package dev.tedge.benchmark;

import dev.tedge.benchmark.peer.Installation;
import dev.tedge.benchmark.peer.Peers;
import dev.tedge.benchmark.report.BarChart;
import dev.tedge.benchmark.report.CsvFile;
import dev.tedge.benchmark.report.Report;
import dev.tedge.benchmark.report.TextTable;
import dev.tedge.benchmark.scenario.Bench;
import dev.tedge.benchmark.scenario.Options;
import dev.tedge.benchmark.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Measures the packaged gateway beside what a user would pick instead, and writes a table to stdout and to {@code table.md}, all
 * figures to {@code figures.csv} and a picture to {@code medians.svg}. It is started by {@code mvn -q -Pbenchmark verify}.
 */
public final class Benchmark {

    private Benchmark() {}

    /**
     * Runs the scenarios that the system property {@code benchmark} lists, or all; see {@link Options} for the others.
     *
     * @param args the jar, the launcher and the directory for the results
     */
    public static void main(String... args) throws Exception {
        if (args.length != 3) {
            System.err.println("Usage: Benchmark <JAR> <LAUNCHER> <DIRECTORY>");
            System.exit(2);
        }
        Path directory = Files.createDirectories(Path.of(args[2])).toAbsolutePath();
        Path javaHome = Path.of(System.getProperty("java.home"));
        Installation gateway = install(directory, args, javaHome);
        List<Installation> others = new ArrayList<>();
        for (Path jdk : otherJdks(javaHome)) {
            others.add(install(directory, args, jdk));
        }
        Report report = new Report(Peers.GATEWAY);
        Bench bench = new Bench(Options.fromProperties(), gateway, others, report);
        for (Scenario scenario : chosen()) {
            scenario.run(bench);
        }
        write(directory, report);
    }

    private static Installation install(Path directory, String[] args, Path jdk)
            throws IOException, InterruptedException {
        return Installation.in(directory.resolve("on-" + jdk.getFileName()), Path.of(args[0]), Path.of(args[1]), jdk);
    }

    /** What {@code benchmark.jdks} lists, or else the JDK 25 that is installed, if there is one. */
    private static List<Path> otherJdks(Path javaHome) throws IOException {
        List<Path> given =
                Options.listed("benchmark.jdks").stream().map(Path::of).toList();
        Path installed = Path.of("/usr/lib/jvm");
        if (!given.isEmpty() || !Files.isDirectory(installed)) {
            return given;
        }
        try (Stream<Path> jdks = Files.list(installed)) {
            return jdks.filter(jdk -> jdk.getFileName().toString().matches(".*-25-.*|.*-25"))
                    .filter(jdk -> Files.isExecutable(jdk.resolve("bin/java")) && !jdk.equals(javaHome))
                    .limit(1)
                    .toList();
        }
    }

    private static List<Scenario> chosen() {
        Map<String, Scenario> all = Scenario.all();
        List<String> names = Options.listed("benchmark");
        names.stream().filter(name -> !all.containsKey(name)).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException("-Dbenchmark=" + name + ": there are " + all.keySet());
        });
        return (names.isEmpty() ? all.keySet() : names)
                .stream().map(name -> all.get(name)).toList();
    }

    private static void write(Path directory, Report report) throws IOException {
        String machine = machine();
        String table = TextTable.of(report.summaries());
        Files.writeString(directory.resolve("table.md"), machine + "\n\n" + table);
        Files.writeString(directory.resolve("figures.csv"), CsvFile.of(report.figures()));
        Files.writeString(directory.resolve("medians.svg"), BarChart.of(machine, Peers.GATEWAY, report.summaries()));
        System.out.printf("%n%s%n%n%s%nWritten to %s%n", machine, table, directory);
    }

    private static String machine() throws IOException {
        Path cpus = Path.of("/proc/cpuinfo");
        String model;
        try (Stream<String> lines = Files.lines(cpus)) {
            model = lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        }
        return String.format(
                Locale.ROOT,
                "%s, %d cores, %s, Linux %s, JDK %s",
                LocalDate.now(ZoneOffset.UTC),
                Runtime.getRuntime().availableProcessors(),
                model,
                System.getProperty("os.version"),
                Runtime.version());
    }
}

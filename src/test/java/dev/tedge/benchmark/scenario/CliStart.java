package dev.tedge.benchmark.scenario;

import dev.tedge.benchmark.peer.Installation;
import dev.tedge.benchmark.report.Figure.Measure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How long short commands take from start to end, beside what the JVM alone takes. */
final class CliStart implements Scenario {

    private static final int TIMES = 4;

    @Override
    public void run(Bench bench) throws IOException, InterruptedException {
        Path config = Files.createTempDirectory("tedge-benchmark");
        try {
            Installation gateway = bench.gateway();
            seconds(gateway.command(config, "cert", "create", "--device-id", "benchmark"));
            String java = gateway.javaHome().resolve("bin/java").toString();
            for (int run = 1; run <= TIMES * bench.options().runs(); run++) {
                add(bench, run, "java -version", new ProcessBuilder(List.of(java, "-version")));
                add(bench, run, "config get", gateway.command(config, "config", "get", "device.id"));
                add(bench, run, "cert show", gateway.command(config, "cert", "show"));
            }
        } finally {
            Bench.delete(config);
        }
    }

    private static void add(Bench bench, int run, String name, ProcessBuilder command)
            throws IOException, InterruptedException {
        bench.add(run, new Measure("cli", name, "time", "s"), "gateway", seconds(command));
    }

    private static double seconds(ProcessBuilder command) throws IOException, InterruptedException {
        command.redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD);
        long begin = System.nanoTime();
        int exitCode = command.start().waitFor();
        if (exitCode != 0) {
            throw new IOException(String.join(" ", command.command()) + " ended with exit code " + exitCode);
        }
        return (System.nanoTime() - begin) / 1e9;
    }
}

package dev.tedge.health.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** The process, by the names that Prometheus' client libraries have for it, and the JVM, by Micrometer's. */
final class ProcessMetrics implements AutoCloseable {

    private static final Path SELF = Path.of("/proc/self");

    private final ProcessHandle process = ProcessHandle.current();
    private final JvmGcMetrics collections = new JvmGcMetrics();

    ProcessMetrics(MeterRegistry registry) {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        collections.bindTo(registry);
        FunctionCounter.builder("process.cpu.seconds", this, ProcessMetrics::processorSeconds)
                .description("Processor time that the process has used")
                .register(registry);
        double started = process.info()
                .startInstant()
                .map(start -> start.toEpochMilli() / 1e3)
                .orElse(Double.NaN);
        Gauge.builder("process.start.time.seconds", () -> started)
                .description("When the process was started, in seconds since 1970")
                .register(registry);
        Gauge.builder("process.resident.memory.bytes", ProcessMetrics::residentBytes)
                .description("Memory of the process that is in RAM")
                .register(registry);
        Gauge.builder("process.open.fds", ProcessMetrics::openFiles)
                .description("Files and connections that are open")
                .register(registry);
    }

    private double processorSeconds() {
        return process.info().totalCpuDuration().map(Duration::toMillis).orElse(0L) / 1e3;
    }

    private static double residentBytes() {
        try (Stream<String> lines = Files.lines(SELF.resolve("status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) * 1024)
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException elsewhere) {
            return Double.NaN;
        }
    }

    private static double openFiles() {
        try (Stream<Path> files = Files.list(SELF.resolve("fd"))) {
            return files.count();
        } catch (IOException elsewhere) {
            return Double.NaN;
        }
    }

    @Override
    public void close() {
        collections.close();
    }
}

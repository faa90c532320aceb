package dev.tedge.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that changes settings as fast as it can is killed at random times: what it has stored is there, nothing else
 * is lost, and no file is empty or half written.
 */
class ConfigKillIT {

    private static final int RUNS = 200;
    private static final String KEPT = "# mine\n[next]\nfeature = 1\n";

    private final Path directory;

    ConfigKillIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void files_areWhole_afterKill() throws IOException {
        Files.writeString(directory.resolve("tedge.toml"), KEPT);
        int round = 1;
        for (int run = 0; run < RUNS; run++) {
            round = roundStoredBeforeKill(round);

            requireWhole(round);
            round++;
        }
        TedgeToml.in(directory).unset(Settings.MQTT_BIND_PORT);
        TedgeToml.in(directory).set(Settings.AWS_MQTT_PORT, "1");
        TedgeToml.in(directory).unset(Settings.AWS_MQTT_PORT);
        assertThat(left()).containsExactlyInAnyOrder("tedge.toml", ".tedge.toml.lock", "mappers");
    }

    private void requireWhole(int round) throws IOException {
        TedgeConfig config = TedgeConfig.load(directory, Map.of(), file -> Optional.empty());
        List<Integer> storedOrNext = List.of(1 + round, 2 + round);
        assertThat(Files.readString(directory.resolve("tedge.toml"))).startsWith(KEPT);
        assertThat(config.value(Settings.MQTT_BIND_PORT)).isIn(storedOrNext);
        if (TestingConfigurer.unsetsAfter(round)
                && config.configured(Settings.AWS_MQTT_PORT).isEmpty()) {
            assertThat(directory.resolve("mappers/aws/mapper.toml")).doesNotExist();
        } else {
            assertThat(config.value(Settings.AWS_MQTT_PORT)).isIn(storedOrNext);
        }
        assertThat(config.warnings()).singleElement().asString().contains("next.feature");
    }

    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> !file.equals(directory))
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }

    /** The last round that the process has reported. */
    private int roundStoredBeforeKill(int first) throws IOException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TestingConfigurer.class.getName(),
                        directory.toString(),
                        String.valueOf(first))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = child.inputReader()) {
            int stored = Integer.parseInt(Objects.requireNonNull(lines.readLine(), "the child has ended"));
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(TimeUnit.MILLISECONDS.toNanos(30)));
            child.toHandle().destroyForcibly();
            child.onExit().join();
            // A line is written at once: none is torn.
            for (String line : lines.lines().toList()) {
                stored = Integer.parseInt(line);
            }
            return stored;
        } finally {
            child.destroyForcibly();
        }
    }
}

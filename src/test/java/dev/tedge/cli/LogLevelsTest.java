package dev.tedge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tedge.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogLevelsTest {

    private final Path directory;
    private final Map<String, String> environment = new HashMap<>();
    private Optional<LogLevel> option = Optional.empty();

    LogLevelsTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void level_isTheStrongest_thatIsGiven() throws IOException {
        assertThat(level()).isEqualTo(LogLevel.INFO);

        systemToml("tedge = 'warn'");
        assertThat(level()).isEqualTo(LogLevel.WARN);

        systemToml("tedge = 'warn'\ntedge-mapper = 'Debug'");
        assertThat(level()).isEqualTo(LogLevel.DEBUG);

        systemToml("tedge = 'warn'\ntedge-mapper = 'debug'\ntedge-mapper-aws = 'TRACE'");
        assertThat(level()).isEqualTo(LogLevel.TRACE);

        environment.put("RUST_LOG", "error");
        assertThat(level()).isEqualTo(LogLevel.ERROR);

        option = Optional.of(LogLevel.WARN);
        assertThat(level()).isEqualTo(LogLevel.WARN);
    }

    @Test
    void rustLog_isLeftAlone_whenItIsMoreThanALevel() {
        environment.put("RUST_LOG", "tedge_mapper=debug,info");

        assertThat(level()).isEqualTo(LogLevel.INFO);
    }

    @Test
    void systemToml_isNotRead_whenSomethingStrongerHasSpoken() throws IOException {
        Files.writeString(directory.resolve("system.toml"), "broken");
        option = Optional.of(LogLevel.DEBUG);

        assertThat(level()).isEqualTo(LogLevel.DEBUG);
    }

    @Test
    void unknownLevel_isRefused_withItsPlace() throws IOException {
        systemToml("tedge-mapper-aws = 'loud'");

        assertThatThrownBy(this::level)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(directory.resolve("system.toml") + ": 'log.tedge-mapper-aws' is 'loud'");
    }

    @Test
    void command_goesOn_withoutALevel_andSaysWhy() throws IOException {
        systemToml("tedge = 'loud'");
        TestingConsole console = new TestingConsole(directory);

        TestingConsole.Result result = console.run("config list");

        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).startsWith("warning: No log level was read: ").contains("'loud'");
        assertThat(console.levels()).containsExactly(LogLevel.WARN);
    }

    @Test
    void command_logsFromTheLevelOfTheSystem() throws IOException {
        systemToml("tedge = 'debug'");
        TestingConsole console = new TestingConsole(directory);

        console.run("config list");

        assertThat(console.levels()).containsExactly(LogLevel.DEBUG);
    }

    private LogLevel level() {
        return new LogLevels(
                        option,
                        environment,
                        directory,
                        List.of("tedge-mapper-aws", "tedge-mapper", "tedge"),
                        LogLevel.INFO)
                .now();
    }

    private void systemToml(String levels) throws IOException {
        Files.writeString(directory.resolve("system.toml"), "[log]\n" + levels + "\n");
    }
}

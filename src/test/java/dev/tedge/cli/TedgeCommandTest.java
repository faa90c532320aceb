package dev.tedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.cli.TestingConsole.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class TedgeCommandTest {

    private final Path directory;
    private final TestingConsole console;

    TedgeCommandTest(@TempDir Path directory) {
        this.directory = directory;
        this.console = new TestingConsole(directory);
    }

    @Test
    void version_isPrinted() {
        assertThat(console.run("-V").out()).startsWith("tedge ");
        assertThat(console.run("config get -V")).isEqualTo(console.run("--version"));
        assertThat(console.run("-V").exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "cert --help", "cert create -h", "config --help", "config list --help"})
    void help_isPrinted(String line) {
        Result result = console.run(line);

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("Usage: tedge", "\nOptions:\n", "--config-dir=<DIR>", "--log-level=<LEVEL>");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void commands_areAllInTheHelp_underTheNamesOfTheirClasses() {
        for (Class<?> command : CommandTree.COMMANDS) {
            String name = command.getAnnotation(CommandLine.Command.class).name();
            assertThat(CommandTree.name(command)).isEqualTo(name);
            assertThat(console.run("--help").out()).contains("\n  " + name + " ");
            assertThat(console.run("--help " + name)).isEqualTo(console.run("--help"));
        }
    }

    @Test
    void nothing_isMisuse_answeredByTheUsage() {
        Result result = console.run("");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("Usage: tedge", "\nCommands:\n");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    confg                       | Unmatched argument at index 0: 'confg'         | tedge --help
                    cert                        | Missing required subcommand                    | tedge cert --help
                    config get                  | Missing required parameter: '<KEY>'            | tedge config get --help
                    config set aws.url          | Missing required parameter: '<VALUE>'          | tedge config set --help
                    config get nope             | Unknown tedge config key: 'nope'               | tedge config get --help
                    config get aws.url --nope   | Unknown option: '--nope'                       | tedge config get --help
                    cert show c8y               | but was 'c8y'                                  | tedge cert show --help
                    config list --log-level all | Invalid value for option '--log-level'         | tedge config list --help
                    """)
    void misuse_isOneLineAndAHint(String line, String message, String hint) {
        Result result = console.run(line);

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("error: ").contains(message).endsWith("Try '" + hint + "'\n");
    }

    @Test
    void configDirectory_isTheInnermostOption() throws IOException {
        Path other = Files.createDirectory(directory.resolve("other"));
        Files.writeString(other.resolve("tedge.toml"), "aws.url = 'other'\n");
        Files.writeString(directory.resolve("tedge.toml"), "aws.url = 'first'\n");

        assertThat(console.run("config get aws.url").out()).isEqualTo("first\n");
        assertThat(console.run("--config-dir " + other + " config get aws.url").out())
                .isEqualTo("other\n");
        assertThat(console.run("config get aws.url --config-dir " + other).out())
                .isEqualTo("other\n");
        assertThat(console.run("--config-dir " + directory + " config get --config-dir " + other + " aws.url")
                        .out())
                .isEqualTo("other\n");
    }

    @Test
    void configDirectory_isTheUsualOne_whenTheVariableIsEmpty() {
        Result result = console.with("TEDGE_CONFIG_DIR", "").run("config get device.key_path");

        assertThat(result.out()).isEqualTo("/etc/tedge/device-certs/tedge-private-key.pem\n");
    }

    @ParameterizedTest
    @CsvSource({
        "config list, WARN",
        "config list --debug, DEBUG",
        "--log-level error config list, ERROR",
        "--debug config list --log-level trace, TRACE",
    })
    void logLevel_isTheOptions(String line, LogLevel expected) {
        console.run(line);

        assertThat(console.levels()).containsExactly(expected);
    }

    @Test
    void stackTrace_needsDebug() {
        assertThat(console.run("cert create").err()).doesNotContain("\tat ");
        assertThat(console.run("cert create --debug").err()).contains("\tat ").endsWith("""
                        Error: missing configuration parameter

                        Caused by:
                            No device ID is provided. Use `--device-id <name>` option to specify the device ID.
                        """);
    }

    @Test
    void argument_isNotReadAsAFile() throws IOException {
        Path file = Files.writeString(directory.resolve("args"), "--help");

        console.run("config set device.id", "@" + file);

        assertThat(console.run("config get device.id").out()).isEqualTo("@" + file + "\n");
    }
}

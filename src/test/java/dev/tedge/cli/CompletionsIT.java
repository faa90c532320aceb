package dev.tedge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tedge.cli.TestingConsole.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts in the shells that are here; bash is everywhere. */
class CompletionsIT {

    private static final String ASK = """
            source "$1"; shift
            COMP_WORDS=("$@")
            COMP_CWORD=$(($# - 1))
            _tedge
            for found in "${COMPREPLY[@]}"; do echo "$found"; done
            """;

    private final Path directory;
    private final TestingConsole console;

    CompletionsIT(@TempDir Path directory) throws IOException {
        this.directory = directory;
        this.console = new TestingConsole(directory);
        Files.createDirectories(directory.resolve("mappers/aws.second"));
        Files.createDirectories(directory.resolve("mappers/aws"));
        Files.writeString(
                directory.resolve("tedge.toml"), "broken = [\n[aws.profiles.first]\naws.profiles.third.url = 1\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void script_isPrintedAndGoodShell_whateverTheConfiguration(String shell) throws Exception {
        Result result = console.run("completions " + shell);

        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).isEmpty();
        Path script = Files.writeString(directory.resolve("script"), result.out());
        assumeTrue(isInstalled(shell), shell + " is not installed");
        assertThat(run(List.of(shell, "-n", script.toString()))).isEmpty();
        assertThat(run(List.of(shell, "-c", "source " + script))).isEmpty();
    }

    @Test
    void shell_thatIsUnknown_isMisuse() {
        Result result = console.run("completions tcsh");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).containsIgnoringCase("bash, zsh, fish");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            tedge con                                                | config connect
            tedge config g                                           | get
            tedge --config-dir cert config unse                      | unset
            tedge config get aws.mapper.timestamp                    | aws.mapper.timestamp aws.mapper.timestamp_format
            tedge config set aws.mapper.timestamp ''                 | true false
            tedge config set aws.mapper.timestamp_format ''          | unix rfc-3339
            tedge --log-level ''                                     | error warn info debug trace
            tedge --log-level = d                                    | debug
            tedge mqtt pub -q ''                                     | 0 1 2
            tedge mqtt sub --ret                                     | --retained-only
            tedge completions ''                                     | bash zsh fish
            tedge routes eject te                                    | telemetry
            tedge cert show a                                        | aws
            tedge config get aws.url ''                              |
            tedge nonsense ''                                        |
            """)
    void bash_completes(String line, @Nullable String expected) throws Exception {
        assertThat(completed("", line)).isEqualTo(words(expected));
    }

    @Test
    void bash_completesProfiles_ofBothLayouts() throws Exception {
        String option = "x|option|--profile|profile|";

        assertThat(completed(option, "tedge --config-dir %s x --profile ''".formatted(directory)))
                .containsExactlyInAnyOrder("first", "second", "third");
        assertThat(completed(option, "tedge --config-dir /nowhere x --profile ''"))
                .isEmpty();
    }

    @Test
    void bash_runsNothing_thatStandsInANameOfADirectory() throws Exception {
        Files.createDirectory(directory.resolve("mappers/aws.$(touch PWNED)"));
        Files.createDirectory(directory.resolve("mappers/aws.`touch PWNED`"));

        assertThat(completed(
                        "x|option|--profile|profile|", "tedge --config-dir %s x --profile ''".formatted(directory)))
                .containsExactlyInAnyOrder("first", "second", "third");
        assertThat(directory.resolve("PWNED")).doesNotExist();
    }

    @Test
    void bash_completesFiles() throws Exception {
        Path file = Files.writeString(directory.resolve("a file.pem"), "");

        assertThat(completed("", "tedge cert show --cert-path " + directory + "/a"))
                .containsExactly(file.toString());
    }

    /** What bash offers for the last word of a line, with one more line in the table of the script. */
    private List<String> completed(String more, String line) throws IOException, InterruptedException {
        String script = console.run("completions bash").out();
        String table = "<<'END_OF_TABLE'\n";
        String command = more.isEmpty() ? "" : "|command|x||\n" + more + "\n";
        Path file = Files.writeString(directory.resolve("script"), script.replace(table, table + command));
        List<String> call = new ArrayList<>(List.of("bash", "-c", ASK, "bash", file.toString()));
        words(line).forEach(word -> call.add(word.equals("''") ? "" : word));
        return run(call).lines().toList();
    }

    private static List<String> words(@Nullable String line) {
        return line == null
                ? List.of()
                : Stream.of(line.split(" ")).filter(word -> !word.isEmpty()).toList();
    }

    private static boolean isInstalled(String shell) {
        return Stream.of("/bin", "/usr/bin", "/usr/local/bin")
                .anyMatch(place -> Files.isExecutable(Path.of(place, shell)));
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}

package dev.tedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.cli.TestingConsole.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong is said before anything is asked. */
class KeptCommandTest {

    private final TestingConsole console;

    KeptCommandTest(@TempDir Path directory) {
        this.console = new TestingConsole(directory);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            dlq                            | Missing required subcommand
            outbox                         | Missing required subcommand
            dlq show                       | Missing required parameter: '<ID>'
            dlq show x                     | 'x' is not a long
            dlq show 1 --json --payload    | --json does not go with --payload: give one or the other
            dlq drop                       | Nothing is selected: give ids, filters, or --all
            dlq replay                     | Nothing is selected: give ids, filters, or --all
            outbox drop                    | Nothing is selected: give ids, filters, or --all
            outbox drop --all --topic a    | --all does not go with ids and filters: give one or the other
            dlq drop --all 7               | --all does not go with ids and filters: give one or the other
            dlq drop 7 x                   | Unmatched argument at index 3: 'x'
            dlq list --limit -1            | --limit must not be negative, but is -1
            dlq list --limit many          | 'many' is not an int
            dlq list --topic a/#/b         | Invalid value for option '--topic'
            dlq list --older-than soon     | 'soon' is not a duration
            dlq list --cause bad           | 'bad' is none of rule, not-authorized, refused, retries, disconnect
            outbox list --priority urgent  | 'urgent' is none of high, medium, low
            outbox list --cause rule       | Unknown option
            dlq list --priority high       | Unknown option
            """)
    void misuse_isNamed(String line, String message) {
        Result result = console.run(line);

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("error: ").contains(message).contains("\nTry 'tedge ");
    }
}

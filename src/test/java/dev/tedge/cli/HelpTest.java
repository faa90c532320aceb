package dev.tedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** Every command explains itself, and each of its options and arguments. */
class HelpTest {

    private final TestingConsole console;

    HelpTest(@TempDir Path directory) {
        console = new TestingConsole(directory);
    }

    static Stream<String> commands() {
        List<String> commands = new ArrayList<>();
        CommandTree.COMMANDS.forEach(type -> addAll(commands, new CommandLine(type), ""));
        return commands.stream();
    }

    private static void addAll(List<String> commands, CommandLine command, String above) {
        String name = (above + " " + command.getCommandName()).strip();
        commands.add(name);
        command.getSubcommands().values().stream().distinct().forEach(below -> addAll(commands, below, name));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void help_isComplete(String name) {
        CommandLine command = command(name);
        CommandSpec spec = command.getCommandSpec();

        assertThat(String.join(" ", spec.usageMessage().description())).as(name).matches("(?s)\\p{Lu}.{10,}");
        for (ArgSpec argument :
                spec.args().stream().filter(any -> !any.hidden()).toList()) {
            assertThat(String.join("", argument.description()))
                    .as("%s %s", name, argument.paramLabel())
                    .isNotBlank();
        }
        if (command.getSubcommands().isEmpty() && !spec.usageMessage().hidden()) {
            assertThat(String.join("\n", spec.usageMessage().footer()))
                    .as(name)
                    .contains("Example")
                    .contains("tedge " + name);
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void help_isPrintedToStdout_plain(String name) {
        for (String option : List.of("--help", "-h")) {
            TestingConsole.Result result = console.run(name + " " + option);

            assertThat(result.exitCode()).isZero();
            assertThat(result.err()).isEmpty();
            assertThat(result.out()).contains("Usage: tedge " + name).doesNotContain("\u001b", "@|");
        }
    }

    private static CommandLine command(String name) {
        String[] words = name.split(" ", -1);
        CommandLine command = CommandTree.COMMANDS.stream()
                .filter(type -> CommandTree.name(type).equals(words[0]))
                .map(CommandLine::new)
                .findFirst()
                .orElseThrow();
        for (int i = 1; i < words.length; i++) {
            command = Objects.requireNonNull(command.getSubcommands().get(words[i]), name);
        }
        return command;
    }
}

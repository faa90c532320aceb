package dev.tedge.cli;

import dev.tedge.cli.completion.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tedge completions}. */
@Command(
        name = "completions",
        description = "Print a script with which a shell completes commands, options, keys and profiles.",
        footer = {"%nExample: source <(tedge completions bash)", "%nFor good: see the README, \"Try it\"."})
final class CompletionsCommand extends ActionCommand {

    @Parameters(index = "0", paramLabel = "<SHELL>", description = "One of: ${COMPLETION-CANDIDATES}")
    private Shell shell = Shell.BASH;

    @Override
    Action prepare() {
        return Action.of("print the completions for %s".formatted(shell), () -> {
            console().out().print(shell.script(CommandTree.of(root())));
            console().out().flush();
        });
    }
}

package dev.tedge.cli;

import dev.tedge.cli.kept.Inquiry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tedge status}. */
@Command(
        name = "status",
        description = {
            "Show how the gateway is: its connections, what waits, what was refused, and its certificate.",
            "The exit code is 0 when the gateway runs, and 1 when it does not."
        },
        footer = "%nExample: tedge status --json")
final class StatusCommand extends KeptCommand {

    @Option(names = "--json", description = "Print a JSON object")
    private boolean json;

    @Override
    Action prepare() throws ActionFailure {
        Inquiry inquiry = inquiry();
        return new Action("get the status of the gateway", () -> inquiry.status(json));
    }
}

package dev.tedge.cli;

import dev.tedge.cli.kept.Inquiry;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tedge status}. */
@Command(
        name = "status",
        description = {
            "Show how the gateway is: its connections, what waits, what was refused, and its certificate.",
            "The exit code is 0 when the gateway runs, and 1 when it does not, or not well enough for --max-down."
        },
        footer = "%nExample: tedge status --json")
final class StatusCommand extends KeptCommand {

    @Option(names = "--json", description = "Print a JSON object")
    private boolean json;

    @Option(
            names = "--max-down",
            paramLabel = "<DURATION>",
            converter = MqttOptions.DurationConverter.class,
            description =
                    "Fail also when a connection has been down for longer, such as 10m, or the outbox takes nothing")
    private @Nullable Duration maxDown;

    @Override
    Action prepare() throws ActionFailure {
        Inquiry inquiry = inquiry();
        Optional<Duration> bound = Optional.ofNullable(maxDown);
        return new Action("get the status of the gateway", () -> inquiry.status(json, bound));
    }
}

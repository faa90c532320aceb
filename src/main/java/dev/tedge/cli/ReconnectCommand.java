package dev.tedge.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tedge reconnect aws}. */
@Command(
        name = "reconnect",
        description = {
            "Disconnect the device from the cloud and connect it again, so that the gateway starts with what has changed:"
                    + " its settings, or a renewed certificate.",
            "Settings and certificates are checked first: while they are wrong, the device stays connected."
        },
        footer = "%nExample: tedge reconnect aws")
final class ReconnectCommand extends ActionCommand {

    @Mixin
    private final CloudTarget target = new CloudTarget();

    @Option(names = "--offline", description = "Don't check the connection: for a device without a network yet")
    private boolean offline;

    @Override
    Action prepare() throws Exception {
        ConnectSteps steps = ConnectCommand.steps(connectable(target.profile(this)));
        return new Action("reconnect to Aws cloud.", () -> steps.reconnect(offline));
    }
}

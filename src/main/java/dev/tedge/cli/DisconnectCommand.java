package dev.tedge.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tedge disconnect aws}. */
@Command(
        name = "disconnect",
        description = "Disconnect the device from the cloud: stop the service; settings and certificates stay.",
        footer = "%nExample: tedge disconnect aws")
final class DisconnectCommand extends ActionCommand {

    @Mixin
    private final CloudTarget target = new CloudTarget();

    @Override
    Action prepare() throws Exception {
        DisconnectSteps steps = new DisconnectSteps(scene(config(target.profile(this))));
        return new Action("disconnect from Aws cloud.", steps::disconnect);
    }
}

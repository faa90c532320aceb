package dev.tedge.cli;

import dev.tedge.connect.ConnectedMarker;
import dev.tedge.connect.ServiceManager;
import dev.tedge.connect.Systemd;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tedge disconnect aws}. */
@Command(
        name = "disconnect",
        description = "Disconnect the device from the cloud: stop the service; settings and certificates stay.",
        footer = "%nExample: tedge disconnect aws")
final class DisconnectCommand extends ActionCommand {

    /** Only checked, as long as there is one cloud. */
    @SuppressWarnings("unused")
    @Parameters(index = "0", paramLabel = "<CLOUD>", description = "aws")
    private CloudParameter.@Nullable Cloud cloud;

    @Override
    Action prepare() {
        ConnectedMarker marker = ConnectedMarker.in(root().configDirectory());
        return new Action("disconnect from Aws cloud.", () -> disconnect(console(), marker, Systemd.ofMachine()));
    }

    /** Gives the exit code. */
    static int disconnect(Console console, ConnectedMarker marker, ServiceManager services) {
        if (!marker.exists()) {
            console.out().println("Bridge doesn't exist. Device is already disconnected from Aws.");
            return 0;
        }
        Progress progress = new Progress(console.err());
        if (!progress.done("Removing bridge config file", marker::remove)) {
            return TedgeCommand.FAILED;
        }
        if (!services.isAvailable()) {
            console.out()
                    .println("Service manager '%s' is not available, skipping stopping/disabling of tedge components."
                            .formatted(services.name()));
            console.out()
                    .println("A gateway that was started with `tedge run aws` goes on running until it is stopped.");
            return 0;
        }
        boolean done = !services.has(ConnectSteps.SERVICE)
                || progress.done("Disabling " + ConnectSteps.SERVICE, () -> services.disable(ConnectSteps.SERVICE));
        return done ? 0 : TedgeCommand.FAILED;
    }
}

package dev.tedge.cli;

import dev.tedge.config.TedgeConfig;
import dev.tedge.connect.ConnectedMarker;
import dev.tedge.connect.ServiceManager;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** {@code tedge refresh-bridges}, which scripts of thin-edge.io's packages call. */
@Command(
        name = "refresh-bridges",
        description = {
            "Take the bridges to AWS out of mosquitto that thin-edge.io has configured there: the gateway itself connects.",
            "There is nothing else to refresh."
        },
        footer = "%nExample: tedge refresh-bridges")
final class RefreshBridgesCommand extends ActionCommand {

    private static final String BROKER = "mosquitto";

    @Override
    Action prepare() throws ActionFailure {
        ConnectScene scene = scene(config());
        return new Action("refresh the bridges", () -> refresh(scene));
    }

    /** Gives the exit code. */
    static int refresh(ConnectScene scene) throws Exception {
        Console console = scene.console();
        List<ConnectedMarker> bridges = new ArrayList<>();
        for (TedgeConfig config : Stream.concat(Stream.of(scene.config()), scene.others().stream())
                .toList()) {
            ConnectedMarker marker = ConnectedMarker.of(config);
            if (marker.isBridge()) {
                bridges.add(marker);
            }
        }
        if (bridges.isEmpty()) {
            console.err().println("No bridges to refresh.");
            return 0;
        }
        for (ConnectedMarker bridge : bridges) {
            console.err()
                    .println("Deleting mosquitto bridge configuration for Aws in favour of built-in bridge: "
                            + bridge.file());
            bridge.write();
        }
        return restarted(scene) ? 0 : TedgeCommand.FAILED;
    }

    /** Mosquitto goes on with a bridge until it is started anew. */
    private static boolean restarted(ConnectScene scene) {
        ServiceManager services = scene.services();
        return !services.isAvailable()
                || !services.has(BROKER)
                || !services.isActive(BROKER)
                || scene.progress().done("Restarting mosquitto", () -> services.restart(BROKER));
    }
}

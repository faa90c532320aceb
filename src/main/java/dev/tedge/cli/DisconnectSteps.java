package dev.tedge.cli;

import dev.tedge.connect.ConnectedMarker;
import dev.tedge.connect.ServiceManager;

/** What {@code tedge disconnect aws} does and prints (thin-edge.io, {@code tedge/src/cli/disconnect/disconnect_bridge.rs}). */
final class DisconnectSteps {

    static final String NOT_CONNECTED = "Bridge doesn't exist. Device is already disconnected from Aws.";

    private final ConnectScene scene;

    DisconnectSteps(ConnectScene scene) {
        this.scene = scene;
    }

    /** Gives the exit code. The record goes last, so that what failed can be repeated. */
    int disconnect() {
        ConnectedMarker marker = scene.marker();
        boolean connected = marker.exists();
        if (!connected && !scene.isRunning()) {
            scene.console().out().println(NOT_CONNECTED);
            return 0;
        }
        if (!scene.services().isAvailable()) {
            tellOfGateway(scene);
        } else if (!disabled()) {
            return TedgeCommand.FAILED;
        }
        boolean done = !connected || scene.progress().done("Removing bridge config file", marker::remove);
        return done ? 0 : TedgeCommand.FAILED;
    }

    /** Whether the service runs no more, neither now nor after a boot. */
    private boolean disabled() {
        ServiceManager services = scene.services();
        String service = scene.service();
        return !services.has(service)
                || scene.progress().done("Disabling " + service, () -> {
                    services.stop(service);
                    services.disable(service);
                });
    }

    /** Where there is no service manager to stop it. */
    static void tellOfGateway(ConnectScene scene) {
        Console console = scene.console();
        console.out()
                .println("Service manager '%s' is not available, skipping stopping/disabling of tedge components."
                        .formatted(scene.services().name()));
        console.out()
                .println("A gateway that was started with `%s` goes on running until it is stopped."
                        .formatted(scene.command("run")));
    }
}

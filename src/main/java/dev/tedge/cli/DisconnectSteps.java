package dev.tedge.cli;

import dev.tedge.connect.ConnectedMarker;
import dev.tedge.connect.ServiceManager;

/** What {@code tedge disconnect aws} does and prints (thin-edge.io, {@code tedge/src/cli/disconnect/disconnect_bridge.rs}). */
final class DisconnectSteps {

    private final ConnectScene scene;

    DisconnectSteps(ConnectScene scene) {
        this.scene = scene;
    }

    /** Gives the exit code. */
    int disconnect() {
        Console console = scene.console();
        ServiceManager services = scene.services();
        ConnectedMarker marker = scene.marker();
        if (!marker.exists()) {
            console.out().println("Bridge doesn't exist. Device is already disconnected from Aws.");
            return 0;
        }
        Progress progress = scene.progress();
        if (!progress.done("Removing bridge config file", marker::remove)) {
            return TedgeCommand.FAILED;
        }
        if (!services.isAvailable()) {
            console.out()
                    .println("Service manager '%s' is not available, skipping stopping/disabling of tedge components."
                            .formatted(services.name()));
            console.out()
                    .println("A gateway that was started with `%s` goes on running until it is stopped."
                            .formatted(scene.command("run")));
            return 0;
        }
        String service = scene.service();
        boolean done = !services.has(service)
                || progress.done("Disabling " + service, () -> {
                    services.stop(service);
                    services.disable(service);
                });
        return done ? 0 : TedgeCommand.FAILED;
    }
}

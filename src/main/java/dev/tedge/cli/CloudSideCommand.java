package dev.tedge.cli;

import dev.tedge.cli.cloudside.CloudSide;
import dev.tedge.config.Settings;
import dev.tedge.simulator.state.RunningSimulator;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command that plays the cloud's side of a running simulator. */
abstract class CloudSideCommand extends ActionCommand {

    @Option(
            names = "--state",
            paramLabel = "<DIR>",
            description = "State directory of the simulator (default: simulator in the configuration directory)")
    private @Nullable Path state;

    /**
     * The simulator that uses the state directory.
     *
     * @throws IOException if none runs; the message says what to do
     */
    final CloudSide cloud() throws IOException {
        return new CloudSide(RunningSimulator.find(stateDirectory(state, root())));
    }

    /** The state directory that is meant. */
    static Path stateDirectory(@Nullable Path given, TedgeCommand root) {
        return given == null
                ? root.configDirectory().resolve("simulator")
                : given.toAbsolutePath().normalize();
    }

    /** The thing that is named, or that of the device certificate. */
    final String thing(@Nullable String named) throws Exception {
        return named == null ? config().value(Settings.AWS_DEVICE_ID) : named;
    }

    /** An action that asks once and prints the answer. */
    final Action asking(String description, String method, String path, String body) {
        return Action.of(description, () -> console().out().println(cloud().ask(method, path, body)));
    }

    /** An action that asks once and prints nothing. */
    final Action telling(String description, String method, String path, String body) {
        return Action.of(description, () -> {
            String unused = cloud().ask(method, path, body);
        });
    }
}

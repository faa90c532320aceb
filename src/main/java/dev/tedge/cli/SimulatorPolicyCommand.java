package dev.tedge.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tedge simulator policy}. */
@Command(
        name = "policy",
        description = "Attach another policy to the devices of a running simulator, from their next request on.",
        footer = "%nExample: tedge simulator policy my-policy.json")
final class SimulatorPolicyCommand extends CloudSideCommand {

    @Parameters(index = "0", paramLabel = "<FILE>", description = "AWS IoT policy document, in JSON")
    private Path file = Path.of("");

    @Override
    Action prepare() {
        return Action.of("attach the policy '" + file + "'", () -> {
            String unused = cloud().ask("PUT", "/simulator/policy", Files.readString(file));
        });
    }
}

package dev.tedge.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tedge simulator policy}. */
@Command(
        name = "policy",
        description = {
            "Attach another policy to the devices of a running simulator, from their next request on.",
            "Those that it has provisioned keep the policies that they were given then."
        },
        footer = "%nExample: tedge simulator policy my-policy.json")
final class SimulatorPolicyCommand extends CloudSideCommand {

    @Parameters(index = "0", paramLabel = "<FILE>", description = "AWS IoT policy document, in JSON")
    private Path file = Path.of("");

    @Override
    Action prepare() {
        return Action.of("attach the policy '" + file + "'", () -> {
            String unused = cloud().ask("PUT", "/simulator/policy", document());
        });
    }

    private String document() throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException missing) {
            throw new IOException("There is no such file: name one that holds a policy document", missing);
        } catch (AccessDeniedException denied) {
            throw new IOException("Permission denied: make the file readable", denied);
        } catch (CharacterCodingException binary) {
            throw new IOException("The file is not text in UTF-8", binary);
        }
    }
}

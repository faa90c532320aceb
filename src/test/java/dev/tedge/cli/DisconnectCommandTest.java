package dev.tedge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tedge.cli.TestingConsole.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The services that {@code system.toml} names, before anything is done with them. */
class DisconnectCommandTest {

    private static final String SERVICES = """
            [init]
            is_available = ["/bin/true"]
            restart = ["/bin/true"]
            stop = ["/bin/true"]
            enable = ["/bin/true"]
            disable = ["/bin/true"]
            is_active = ["/bin/true"]
            """;

    private final Path system;
    private final TestingConsole console;

    DisconnectCommandTest(@TempDir Path directory) {
        system = directory.resolve("system.toml");
        console = new TestingConsole(directory);
    }

    @Test
    void disconnect_namesAWrongSystemToml() throws IOException {
        Files.writeString(system, "init = 1");

        Result result = console.run("disconnect aws");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .contains(
                        "\nError: failed to load the configuration\n",
                        "    %s, line 1: 'init' must be a table\n".formatted(system));
    }

    @Test
    void disconnect_asRoot_takesNoServicesOfAnother() throws IOException {
        Files.writeString(system, SERVICES);
        assumeThat(Files.getOwner(system).getName())
                .as("only root gives files away")
                .isEqualTo("root");
        assertThat(console.run("disconnect aws").exitCode()).isZero();

        Files.setOwner(
                system, system.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("daemon"));

        Result result = console.run("disconnect aws");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .contains("failed to load the configuration", "says what root runs, but others can write it");
    }
}

package dev.tedge.simulator.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.simulator.service.ExactJson;
import dev.tedge.testing.TestingCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateDirectoryIT {

    private final Path directory;
    private final X509Certificate certificate =
            TestingCertificates.selfSigned("server").certificate();

    StateDirectoryIT(@TempDir Path parent) {
        directory = parent.resolve("simulator");
    }

    private static ObjectNode state(String text) {
        return JsonNodeFactory.instance.objectNode().put("text", text);
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void state_isReadAgain_andForItsOwnerOnly() throws IOException {
        try (StateDirectory first = StateDirectory.open(directory)) {
            assertThat(first.readState()).isEmpty();
            first.writeState(state("1"));
            first.writeState(state("2"));
        }
        try (StateDirectory second = StateDirectory.open(directory)) {
            assertThat(second.readState()).isEqualTo(state("2"));
            assertThat(mode(second.stateFile())).isEqualTo("rw-------");
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files)
                    .extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrder("lock", "state.json");
        }
    }

    @Test
    void numbers_stayAsTheyAreWritten() throws IOException {
        String numbers = "{\"a\":1.10,\"b\":0.12345678901234567890123456789,\"c\":1E+400,\"d\":100000000000000000000}";
        try (StateDirectory first = StateDirectory.open(directory)) {
            first.writeState((ObjectNode) ExactJson.read(numbers));
        }
        try (StateDirectory second = StateDirectory.open(directory)) {
            assertThat(ExactJson.write(second.readState())).isEqualTo(numbers);
        }
    }

    @Test
    void keeper_writesTheLastState_beforeItEnds() throws IOException {
        StateDirectory first = StateDirectory.open(directory);
        try (StateKeeper keeper = new StateKeeper(first, first.readState())) {
            for (int i = 0; i <= 100; i++) {
                keeper.keep(state(String.valueOf(i)));
            }
        }
        try (StateDirectory second = StateDirectory.open(directory)) {
            assertThat(second.readState()).isEqualTo(state("100"));
        }
    }

    @ParameterizedTest
    @CsvSource({"[], it is no JSON object", "'{\"a\":', line 1 is no JSON", "'{\"a\":1e99999999999}', line 1 is no JSON"
    })
    void brokenState_isRefused_withItsName(String content, String why) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("state.json"), content);
        try (StateDirectory opened = StateDirectory.open(directory)) {
            assertThatThrownBy(opened::readState)
                    .isInstanceOf(IOException.class)
                    .hasMessage("The state file '" + directory.resolve("state.json") + "' cannot be used (" + why
                            + "): repair it, or remove it to begin with nothing");
        }
        assertThat(directory.resolve("state.json")).hasContent(content);
    }

    @Test
    void directory_belongsToOneSimulator() throws IOException {
        try (StateDirectory first = StateDirectory.open(directory)) {
            assertThatThrownBy(() -> StateDirectory.open(directory))
                    .hasMessage("Another simulator uses the state directory '" + directory
                            + "': stop it, or name another directory");
            assertThat(first.readState()).isEmpty();
        }
        StateDirectory.open(directory).close();
    }

    @Test
    void simulator_isFound_untilItEnds() throws IOException {
        long process = ProcessHandle.current().pid();
        RunningSimulator simulator = new RunningSimulator(8883, 8443, "secret", certificate, process);
        try (StateDirectory opened = StateDirectory.open(directory)) {
            opened.announce(simulator);

            assertThat(RunningSimulator.find(directory)).isEqualTo(simulator);
            assertThat(mode(directory.resolve("simulator.json"))).isEqualTo("rw-------");
            assertThat(simulator.toString()).doesNotContain("secret");
        }
        assertNoSimulator();
    }

    @Test
    void simulator_isNotFound_afterItWasKilled() throws IOException {
        long noProcess = Integer.MAX_VALUE;
        try (StateDirectory opened = StateDirectory.open(directory)) {
            opened.announce(new RunningSimulator(8883, 8443, "secret", certificate, noProcess));

            assertNoSimulator();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"mqttPort":1,"httpPort":2,"token":"x","process":1,"certificate":5}      | 'certificate' must be a text
            {"mqttPort":"1","httpPort":2,"token":"x","process":1,"certificate":"AAAA"} | 'mqttPort' must be a whole number
            {"mqttPort":1,"httpPort":2,"token":3,"process":1,"certificate":"AAAA"}     | 'token' must be a text
            {}                                                                       | 'certificate' must be a text
            """)
    void brokenAnnouncement_isRefused_withTheField(String content, String why) throws IOException {
        Files.createDirectories(directory);
        Path file = Files.writeString(directory.resolve("simulator.json"), content);

        assertThatThrownBy(() -> RunningSimulator.find(directory))
                .isInstanceOf(IOException.class)
                .hasMessage("'" + file + "' cannot be used: start the simulator again")
                .hasRootCauseMessage(why);
    }

    private void assertNoSimulator() {
        assertThatThrownBy(() -> RunningSimulator.find(directory))
                .isInstanceOf(IOException.class)
                .hasMessage("No simulator runs with the state directory '" + directory
                        + "': start it with 'tedge simulator aws', or name its directory with --state");
    }
}

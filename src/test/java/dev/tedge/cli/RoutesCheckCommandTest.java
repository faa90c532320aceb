package dev.tedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.cli.TestingConsole.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tedge routes check}. */
class RoutesCheckCommandTest {

    private static final String ROUTE = """
            - route:
                id: frost
                from:
                  uri: "local:te/device/main///m/environment"
                  steps:
                    - %s: "aws:thinedge/{{device.id}}/td/frost"
            """;

    @TempDir
    private Path directory;

    private TestingConsole console;

    @BeforeEach
    void console() {
        console = new TestingConsole(directory).with("TEDGE_DEVICE_ID", "rpi");
    }

    @Test
    void check_looksAtTheSetInForce() {
        Result result = console.run("routes check");

        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualToNormalizingNewlines("8 files, 13 routes: no faults\n");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void check_namesFaults_byThePathThatWasGiven() throws IOException {
        Path file = Files.writeString(directory.resolve("frost.camel.yaml"), ROUTE.formatted("ot"));

        Result result = console.run("routes check " + file);

        assertThat(result.out()).isEqualToNormalizingNewlines("""
                %s:6:11: there is no step 'ot'; did you mean 'to'?
                9 files, 14 routes: 1 fault
                """.formatted(file));
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @Test
    void check_prefersTheGivenFile_toTheOneInForce() throws IOException {
        Files.createDirectories(directory.resolve("routes"));
        Files.writeString(directory.resolve("routes/frost.camel.yaml"), ROUTE.formatted("ot"));
        Path file = Files.writeString(directory.resolve("frost.camel.yaml"), ROUTE.formatted("to"));

        assertThat(console.run("routes check").exitCode()).isEqualTo(1);
        assertThat(console.run("routes check " + file).out())
                .isEqualToNormalizingNewlines("9 files, 14 routes: no faults\n");
    }

    @Test
    void warning_isNoFault() throws IOException {
        Path file = Files.writeString(
                directory.resolve("tick.camel.yaml"),
                "- route: {id: tick, from: {uri: 'timer:t', steps: [{to: 'local:te/device/main///m/x'}]}}\n");

        Result result = console.run("routes check " + file);

        assertThat(result.out())
                .startsWith("warning: " + file + ":1:34: route 'telemetry' does not get what this route publishes")
                .endsWith("9 files, 14 routes: no faults\n");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void binaryFile_isAFault() throws IOException {
        Path file = Files.write(directory.resolve("frost.camel.yaml"), new byte[] {(byte) 0x80, (byte) 0xff});

        assertThat(console.run("routes check " + file).out())
                .startsWith(file + ":1:1: the file is not text in UTF-8: save it as such\n");
    }

    @Test
    void fileThatTheGatewayDoesNotRead_isWrongUsage() {
        assertThat(console.run("routes check frost.yaml").exitCode()).isEqualTo(2);
        assertThat(console.run("routes check frost.camel.yaml").exitCode()).isEqualTo(1);
    }
}

package dev.tedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.cli.TestingConsole.Result;
import dev.tedge.gateway.source.TestingJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code tedge routes}, on a configuration directory without certificate and broker. */
class RoutesCommandIT {

    private static final String FROST = """
            - route:
                id: frost
                from:
                  uri: "local:te/+/+/+/+/m/environment"
                  steps:
                    - filter:
                        expression: {jsonpath: {expression: "$[?(@.temperature < 0)]"}}
                        steps:
                          - to: {uri: "direct:frost"}
            - route:
                id: frost-out
                from:
                  uri: "direct:frost"
                  steps:
                    - to: {uri: "aws:frost"}
            """;

    private final Path directory;
    private final TestingConsole console;

    RoutesCommandIT(@TempDir Path directory) {
        this.directory = directory;
        this.console = new TestingConsole(directory).with("TEDGE_AWS_BRIDGE_RETAIN", "true");
    }

    @Test
    void list_tellsWhoseFilesAre_andWhatGoesWhere() throws IOException {
        console.run("routes eject shadow");
        routes("custom.camel.yaml.disabled", "");
        routes("frost.camel.yaml", FROST);

        Result list = console.run("routes list");

        assertThat(list.exitCode()).isZero();
        assertThat(list.out().lines().map(line -> line.replaceAll(" +", " ")))
                .contains(
                        "built-in command.camel.yaml command aws:thinedge/my-device/cmd/# -> local:aws/cmd/#",
                        "disabled custom.camel.yaml",
                        "built-in errors.camel.yaml (no routes)",
                        "built-in jobs.camel.yaml jobs-answers off: {{aws.jobs.enabled}}",
                        "added frost.camel.yaml frost local:te/+/+/+/+/m/environment -> direct:frost",
                        "added frost.camel.yaml frost-out local:te/+/+/+/+/m/environment -> aws:frost",
                        "overridden shadow.camel.yaml shadow-requests local:aws/shadow/# -> aws:$aws/things/my-device/shadow/#",
                        "built-in telemetry.camel.yaml telemetry local:te/+/+/+/+/m/+ -> aws:thinedge/my-device/td/+/m/+",
                        " local:te/+/+/+/+/e/+ -> aws:thinedge/my-device/td/+/e/+");
        assertThat(list.err()).isEqualTo("warning: The device has no id yet: {{device.id}} is 'my-device' here\n");
    }

    @Test
    void list_tellsWhatFailed_andWhatTheBuiltInFilesHaveBecome() throws IOException {
        routes("bad.camel.yaml", "- route:\n    from:\n      uri: \"local:a\"\n      stepps: []\n");
        routes("shadow.camel.yaml", "# Ejected from tedge-gateway 0.0.9 (sha256 0123456789ab)\n" + FROST);

        Result list = console.run("routes list");

        assertThat(list.exitCode()).isEqualTo(1);
        assertThat(list.out().lines())
                .anyMatch(line -> line.matches("failed +bad\\.camel\\.yaml +bad\\.camel\\.yaml.*"));
        assertThat(list.out()).contains("telemetry.camel.yaml");
        assertThat(list.err())
                .contains("'shadow.camel.yaml' was ejected from tedge-gateway 0.0.9")
                .contains("goes on with what was in force before");
    }

    @Test
    void list_namesTheJar_ofRoutesInJava() throws IOException {
        Files.createDirectory(directory.resolve("lib"));
        TestingJar.ofClass("Mine", """
                public class Mine extends org.apache.camel.builder.RouteBuilder {
                    @Override
                    public void configure() {
                        from("local:java/#").routeId("mine").to("aws:java");
                    }
                }
                """, directory.resolve("lib/mine.jar"));

        assertThat(console.run("routes list").out().lines().map(line -> line.replaceAll(" +", " ")))
                .contains("added lib/mine.jar (Mine) mine local:java/# -> aws:java");
        assertThat(console.run("routes test java/x 1").out()).isEqualTo("aws [java] 1\n");
    }

    @Test
    void eject_copies_once() {
        Path file = directory.resolve("routes/telemetry.camel.yaml");

        assertThat(console.run("routes eject telemetry")).isEqualTo(new Result(0, file + "\n", ""));
        Result again = console.run("routes eject telemetry.camel.yaml");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("'" + file + "' is there already and stays as it is");
        assertThat(file).content().startsWith("# Ejected from tedge-gateway development (sha256 ");
    }

    @Test
    void eject_tellsWhenTheFileIsSwitchedOff() throws IOException {
        routes("telemetry.camel.yaml.disabled", "");

        Result result = console.run("routes eject telemetry");

        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).contains("no effect yet").contains("telemetry.camel.yaml.disabled");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            plain text     | aws/td/x                       |          | aws [thinedge/my-device/td/x] p
            retained       | aws/td/x                       | --retain | aws retained [thinedge/my-device/td/x] p
            from AWS       | thinedge/my-device/cmd/a/b     |          | local [aws/cmd/a/b] p
            nothing        | somewhere/else                 |          | -
            own echo       | $aws/things/my-device/shadow/get |        | -
            """)
    void test_printsWhatGoesWhere(String reason, String topic, String option, String expected) {
        Result result = console.run("routes test " + topic + " p " + (option == null ? "" : option));

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).isEqualTo(expected + "\n");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            text         | YQ==     | aws [thinedge/my-device/td/x] a
            umlaut       | w6Q=     | aws [thinedge/my-device/td/x] ä
            empty        | ''       | 'aws [thinedge/my-device/td/x] '
            not UTF-8    | /w==     | aws base64 [thinedge/my-device/td/x] /w==
            line break   | YQph     | aws base64 [thinedge/my-device/td/x] YQph
            separator    | YeKAqGE= | aws base64 [thinedge/my-device/td/x] YeKAqGE=
            null         | YQBh     | aws base64 [thinedge/my-device/td/x] YQBh
            """)
    void test_printsBytes_thatAreNoLine(String reason, String base64, String expected) {
        assertThat(console.run("routes test --base64 aws/td/x", base64).out()).isEqualTo(expected + "\n");
    }

    @Test
    void test_readsLines_andGoesOn_whenAMessageFails() {
        Result result = console.typing("""
                        [te/device/main///m/t] {"time":1}

                        [te/device/main///m/t] {"time":null}
                        [a [b]] [c] d
                        [aws/td/x]
                        """).run("routes test");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out())
                .startsWith("""
                aws [thinedge/my-device/td/device:main/m/t] {"time":1}
                error [te/device/main///m/t] telemetry: Failed to format""")
                .contains("\nlocal [te/errors] ")
                .endsWith("""

                -
                aws [thinedge/my-device/td/x]\s
                """);
    }

    @Test
    void test_ofALineThatIsNone_namesIt() {
        Result result = console.typing("[aws/td/x] 1\nnonsense\n").run("routes test");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEqualTo("aws [thinedge/my-device/td/x] 1\n");
        assertThat(result.err()).contains("line 2: ").contains("nonsense");
    }

    @Test
    void test_takesGivenFiles_inThePlaceOfOthers(@TempDir Path elsewhere) throws IOException {
        routes("frost.camel.yaml", FROST);
        Path frost = Files.writeString(elsewhere.resolve("frost.camel.yaml"), FROST.replace("aws:frost", "aws:ice"));
        String message = "te/device/main///m/environment {\"temperature\":-1,\"time\":1}";

        assertThat(console.run("routes test " + message).out()).startsWith("aws [frost] ");
        assertThat(console.run("routes test --file " + frost + " " + message).out())
                .startsWith("aws [ice] ")
                .contains("\naws [thinedge/my-device/td/device:main/m/environment] ")
                .hasLineCount(2);
        assertThat(directory.resolve("routes/frost.camel.yaml")).hasContent(FROST);
    }

    @Test
    void test_ofABrokenFile_printsItsFault(@TempDir Path elsewhere) throws IOException {
        Path bad = Files.writeString(elsewhere.resolve("bad.camel.yaml"), "- route:\n    from: 7\n");

        Result result = console.run("routes test --file " + bad + " a b");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("bad.camel.yaml");
    }

    @Test
    void test_saysWhatItLeavesOut(@TempDir Path elsewhere) throws IOException {
        Path file = Files.writeString(elsewhere.resolve("outside.camel.yaml"), """
                - route: {id: tick, from: {uri: "timer:tick", steps: [{to: {uri: "aws:tick"}}]}}
                - route:
                    id: out
                    from:
                      uri: "local:a"
                      steps: [{to: {uri: "paho-mqtt5:b?password=secret"}}]
                """);

        Result result = console.typing("[a] 1\n[a] 2\n").run("routes test --file " + file);

        assertThat(result.out()).isEqualTo("-\n-\n");
        assertThat(result.err())
                .contains("warning: Not started: the route 'tick', since its messages come from 'timer:tick'\n")
                .containsOnlyOnce("warning: Not sent: what the route 'out' has for 'paho-mqtt5:b'\n");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            wildcard         | test a/# b                  | Wildcard
            no payload       | test a                      | payload
            no base64        | test --base64 a %           | Base64
            other file name  | test --file a.yaml a b      | .camel.yaml
            unknown built-in | eject telemtry              | telemetry
            """)
    void misuse(String reason, String line, String word) {
        Result result = console.run("routes " + line);

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("error: ").contains(word);
        assertThat(directory).isEmptyDirectory();
    }

    private void routes(String name, String text) throws IOException {
        Files.writeString(Files.createDirectories(directory.resolve("routes")).resolve(name), text);
    }
}

package dev.tedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.cli.TestingConsole.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code tedge config add} and {@code remove}, and the keys that have no effect here. */
class ConfigListsTest {

    private final Path directory;
    private final TestingConsole console;

    ConfigListsTest(@TempDir Path directory) {
        this.directory = directory;
        this.console = new TestingConsole(directory);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    to a list               | diag.plugin_paths | /b,/a | add    | /c        | ["/a", "/b", "/c"]
                    several                 | diag.plugin_paths | /b    | add    | /c,/a     | ["/a", "/b", "/c"]
                    as TOML                 | diag.plugin_paths | /b    | add    | ["/a"]    | ["/a", "/b"]
                    what is there           | diag.plugin_paths | /b,/a | add    | /a        | ["/a", "/b"]
                    to an empty list        | diag.plugin_paths | []    | add    | /a        | ["/a"]
                    from a list             | diag.plugin_paths | /b,/a | remove | /b        | ["/a"]
                    all                     | diag.plugin_paths | /b,/a | remove | /a,/b     | []
                    what is not there       | diag.plugin_paths | /b,/a | remove | /c        | ["/b", "/a"]
                    scalar                  | mqtt.bind.port    | 7     | add    | 8         | 8
                    scalar that it is       | mqtt.bind.port    | 7     | remove | 7         | 1883
                    scalar, other spelling  | mqtt.bind.port    | 7     | remove | 007       | 1883
                    scalar that it is not   | mqtt.bind.port    | 7     | remove | 8         | 7
                    flag                    | run.lock_files    | false | remove | false     | true
                    """)
    void value_isChanged(String reason, String key, String before, String verb, String value, String after) {
        console.run("config set " + key, before);

        assertThat(console.run("config " + verb + " " + key, value)).isEqualTo(new Result(0, "", ""));
        assertThat(console.run("config get " + key).out()).isEqualTo(after + "\n");
    }

    @Test
    void add_beginsWithTheDefault_sorted() {
        assertThat(console.with("TEDGE_AWS_TOPICS", "not/stored").run("config add aws.topics x/y"))
                .isEqualTo(new Result(0, "", ""));

        assertThat(console.with("TEDGE_AWS_TOPICS", "")
                        .run("config get aws.topics")
                        .err())
                .isEmpty();
        assertThat(directory.resolve("mappers/aws/mapper.toml")).content().contains("""
                        topics = ["te/+/+/+/+/a/+", "te/+/+/+/+/e/+", "te/+/+/+/+/m/+", \
                        "te/+/+/+/+/status/health", "x/y"]
                        """);
    }

    @Test
    void remove_fromTheDefault_storesTheRest() {
        assertThat(console.run("config remove aws.topics te/+/+/+/+/a/+,te/+/+/+/+/m/+ --profile eu"))
                .isEqualTo(new Result(0, "", ""));

        assertThat(console.run("config get aws.topics --profile eu").out())
                .isEqualTo("[\"te/+/+/+/+/e/+\", \"te/+/+/+/+/status/health\"]\n");
    }

    @Test
    void remove_ofWhatIsNotThere_writesNothing() {
        assertThat(console.run("config remove aws.topics x")).isEqualTo(new Result(0, "", ""));
        assertThat(console.run("config remove device.id x")).isEqualTo(new Result(0, "", ""));

        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    bad element  | add aws.topics a/#/b      | Error: failed to add to the configuration key: 'aws.topics' with value: a/#/b.
                    bad element  | remove aws.topics a/#/b   | Error: failed to remove from the configuration key: 'aws.topics' the value: a/#/b.
                    bad scalar   | add mqtt.bind.port 0      | Error: failed to add to the configuration key: 'mqtt.bind.port' with value: 0.
                    """)
    void badValue_isRefused(String reason, String line, String message) {
        Result result = console.run("config " + line);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).startsWith(message).contains("0: Failed to parse input");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void relativePaths_areStoredAbsolute() {
        String here = Path.of("").toAbsolutePath().toString();

        console.run("config set device.key_path keys/../key.pem");
        console.run("config set diag.plugin_paths a,b");

        assertThat(console.run("config get device.key_path").out()).isEqualTo(here + "/key.pem\n");
        assertThat(console.run("config get diag.plugin_paths").out())
                .isEqualTo("[\"%1$s/a\", \"%1$s/b\"]%n".formatted(here));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    mqtt.bridge.built_in            | false         | false
                    mqtt.bind.address               | 0.0.0.0       | "0.0.0.0"
                    mqtt.external.bind.port         | 8883          | 8883
                    device.cryptoki.mode            | module        | "module"
                    flows.stats.interval            | 2h            | "2h"
                    """)
    void keyWithoutEffect_isKept_withAWarning(String key, String value, String literal) throws IOException {
        Result set = console.run("config set " + key, value);

        assertThat(set.exitCode()).isZero();
        assertThat(set.err())
                .startsWith("warning: '" + key + "' has no effect: ")
                .hasLineCount(1);
        assertThat(Files.readString(directory.resolve("tedge.toml"))).contains(" = " + literal + "\n");
        Result get = console.run("config get " + key);
        assertThat(get.out()).isEqualTo(value + "\n");
        assertThat(get.err()).isEqualTo(set.err());
        assertThat(console.run("config list")).satisfies(list -> {
            assertThat(list.out()).contains(key + "=" + value + "\n");
            assertThat(list.err()).isEmpty();
        });
        console.run("config unset " + key);
        assertThat(console.run("config list").out()).doesNotContain(key + "=");
    }

    @Test
    void keyWithoutEffect_hasTheDefaultOfThinEdge_andStaysSecret() {
        assertThat(console.run("config get mqtt.bridge.built_in").out()).isEqualTo("true\n");
        assertThat(console.run("config get aws.device.key_uri --profile eu").exitCode())
                .isEqualTo(1);

        console.run("config set aws.device.key_pin 12345 --profile eu");

        assertThat(directory.resolve("mappers/aws.eu/mapper.toml")).content().contains("key_pin = \"12345\"");
        assertThat(console.run("config list --all").out()).doesNotContain("12345");
    }
}

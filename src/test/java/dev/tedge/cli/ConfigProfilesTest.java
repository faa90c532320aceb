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

/** {@code tedge config} with profiles, in the layout of today and in that of before. */
class ConfigProfilesTest {

    private final Path directory;
    private final TestingConsole console;

    ConfigProfilesTest(@TempDir Path directory) {
        this.directory = directory;
        this.console = new TestingConsole(directory);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    option             | ''  | set aws.url x --profile eu               | eu
                    option first       | ''  | set --profile eu aws.url x               | eu
                    upper case         | ''  | set aws.url x --profile EU               | eu
                    full key           | ''  | set aws.profiles.eu.url x                | eu
                    both               | ''  | set aws.profiles.eu.url x --profile eu   | eu
                    variable           | eu  | set aws.url x                            | eu
                    empty variable     | ''  | set aws.url x                            | ''
                    option beats it    | us  | set aws.url x --profile eu               | eu
                    key beats it       | us  | set aws.profiles.eu.url x                | eu
                    """)
    void profile_isTheOneThatIsMeant(String reason, String variable, String line, String profile) throws IOException {
        console.with("TEDGE_CLOUD_PROFILE", variable);

        assertThat(console.run("config " + line)).isEqualTo(new Result(0, "", ""));

        String directoryName = profile.isEmpty() ? "aws" : "aws." + profile;
        assertThat(directory.resolve("mappers/" + directoryName + "/mapper.toml"))
                .hasContent("cloud_type = \"aws\"\nurl = \"x\"\n");
        assertThat(console.run("config " + line.replace("set ", "get ").replace(" x", "")))
                .isEqualTo(new Result(0, "x\n", ""));
        try (var mappers = Files.list(directory.resolve("mappers"))) {
            assertThat(mappers).hasSize(1);
        }
    }

    @Test
    void variable_isIgnored_forAKeyWithoutProfile() {
        console.with("TEDGE_CLOUD_PROFILE", "eu");

        assertThat(console.run("config set mqtt.bind.port 7")).isEqualTo(new Result(0, "", ""));
        assertThat(console.run("config get mqtt.bind.port")).isEqualTo(new Result(0, "7\n", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "get, mqtt.bind.port, ''",
        "set, mqtt.bind.port, 7",
        "unset, device.id, ''",
        "add, device.id, x",
        "remove, device.id, x"
    })
    void profile_isRefused_forAKeyWithoutProfile(String verb, String key, String value) {
        Result result = console.run("config " + verb + " --profile eu " + key + " " + value);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .isEqualTo("Error: missing configuration parameter\n\nCaused by:\n    You've supplied a profile, but "
                        + key + " is not a profiled configuration\n");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    bad profile       | get aws.url --profile a.b                | Profile names can only contain letters
                    two profiles      | get aws.profiles.a.url --profile b       | is about another profile than --profile b
                    bad name in a key | get aws.profiles.a!.url                  | Unknown tedge config key: 'aws.profiles.a!.url'
                    no key            | get aws.profiles.a                       | Unknown tedge config key: 'aws.profiles.a'
                    no such key       | get aws.profiles.a.uri                   | Unknown tedge config key: 'aws.profiles.a.uri'
                    key of no profile | get aws.profiles.a.mqtt.bind.port        | Unknown tedge config key
                    type of the cloud | set aws.cloud_type az                    | Unknown tedge config key: 'aws.cloud_type'
                    Cumulocity        | get c8y.url                              | 'c8y.url': this gateway connects to AWS only
                    Azure             | set az.profiles.x.url host               | this gateway connects to AWS only
                    """)
    void misuse_isExitCodeTwo(String reason, String line, String message) {
        Result result = console.run("config " + line);

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("error: ").contains(message);
    }

    @Test
    void missingValue_isNamedWithTheProfile() {
        assertThat(console.run("config get aws.url --profile eu"))
                .isEqualTo(new Result(1, "", "The provided config key: 'aws.profiles.eu.url' is not set\n"));
        assertThat(console.run("config set aws.url a:1 --profile eu").err())
                .startsWith("Error: failed to set the configuration key: 'aws.profiles.eu.url' with value: a:1.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    aws_url                      | aws.url
                    aws.root.cert.path           | aws.root_cert_path
                    aws.profiles.eu.device_id    | aws.profiles.eu.device.id
                    mqtt.bind_port               | mqtt.bind.port
                    """)
    void otherSpelling_isUnderstood_withAWarning(String typed, String key) {
        Result result = console.run("config set " + typed + " 7");

        assertThat(result).isEqualTo(new Result(0, "", "warning: The key '" + typed + "' is written '" + key + "'.\n"));
    }

    @Test
    void list_hasTheKeysOfTheProfiles() throws IOException {
        Files.writeString(directory.resolve("tedge.toml"), """
                [aws]
                url = "one"
                [aws.profiles.us]
                url = "us"
                uri = 1
                [aws.profiles.eu.device]
                id = "d"
                """);

        Result list = console.run("config list --all");

        assertThat(list.out())
                .contains("\naws.url=one\n", "\naws.profiles.us.url=us\n", "\naws.profiles.eu.device.id=d\n")
                .contains("\naws.profiles.us.mqtt.port=8883\n", "\naws.profiles.eu.url=\n")
                .doesNotContain("aws.profiles.us.mqtt.bind");
        assertThat(list.err())
                .isEqualTo("warning: Unknown configuration field \"aws.profiles.us.uri\" from toml file "
                        + directory.resolve("tedge.toml") + ", line 5\n");
        assertThat(console.run("config list profiles.us.url").out()).isEqualTo("aws.profiles.us.url=us\n");
    }

    @Test
    void upgrade_movesTheSettings_once() throws IOException {
        Files.writeString(directory.resolve("tedge.toml"), "[aws]\nurl = 'a'\n[aws.profiles.eu]\nurl = 'b'\n");

        assertThat(console.run("config upgrade"))
                .isEqualTo(new Result(0, "", "Configuration updates completed successfully.\n"));
        assertThat(console.run("config upgrade"))
                .isEqualTo(new Result(0, "", "Configuration is already up to date, nothing was migrated.\n"));
        assertThat(console.run("config get aws.url")).isEqualTo(new Result(0, "a\n", ""));
        assertThat(console.run("config get aws.url --profile eu")).isEqualTo(new Result(0, "b\n", ""));
    }

    @Test
    void upgrade_thatFails_saysWhatToDo() throws IOException {
        Files.writeString(directory.resolve("tedge.toml"), "[aws]\nurl = 'a'\n");
        Files.writeString(directory.resolve("mappers"), "not a directory");

        Result result = console.run("config upgrade");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .startsWith("Error: Failed to migrate mapper configurations."
                        + " Fix the underlying issue and run 'tedge config upgrade' again to retry.\n\nCaused by:\n");
        assertThat(directory.resolve("tedge.toml")).content().isEqualTo("[aws]\nurl = 'a'\n");
    }
}

package dev.tedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.cli.TestingConsole.Result;
import dev.tedge.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigCommandTest {

    private final Path directory;
    private final Path file;
    private final TestingConsole console;

    ConfigCommandTest(@TempDir Path directory) {
        this.directory = directory;
        this.file = directory.resolve("tedge.toml");
        this.console = new TestingConsole(directory);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    aws.url                       | my-host              | my-host
                    aws.mqtt.port                 | 443                  | 443
                    aws.mapper.timestamp          | false                | false
                    aws.mapper.timestamp_format   | rfc3339              | rfc-3339
                    aws.bridge.keepalive_interval | 2m                   | 2m
                    aws.topics                    | topic/1,topic/2/+    | ["topic/1", "topic/2/+"]
                    aws.mqtt.port                 | 0443                 | 443
                    aws.root_cert_path            | /a/../b              | /b
                    mqtt.device_topic_id          | device/child//       | device/child//
                    """)
    void set_thenGet_thenUnset(String key, String value, String printed) {
        String before = console.run("config get " + key).out();

        assertThat(console.run("config set " + key, value)).isEqualTo(new Result(0, "", ""));
        assertThat(console.run("config get " + key)).isEqualTo(new Result(0, printed + "\n", ""));
        assertThat(console.run("config list").out()).contains(key + "=" + printed + "\n");
        assertThat(console.run("config unset " + key)).isEqualTo(new Result(0, "", ""));
        assertThat(console.run("config get " + key).out()).isEqualTo(before);
    }

    @Test
    void get_fails_whenThereIsNoValue() {
        assertThat(console.run("config get aws.url"))
                .isEqualTo(new Result(1, "", "The provided config key: 'aws.url' is not set\n"));
    }

    @ParameterizedTest
    @CsvSource({"device.id", "aws.device.id", "aws.profiles.p.device.id"})
    void get_ofTheDeviceId_saysWhereItComesFrom(String key) {
        assertThat(console.run("config get " + key)).isEqualTo(new Result(1, "", """
                                The provided config key: '%1$s' is not configured: \
                                The device id is read from the device certificate.
                                To set '%1$s' to some <id>, you can use `tedge cert create --device-id <id>`.
                                """.formatted(key)));
    }

    @Test
    void get_seesTheEnvironment_withoutAWord() {
        assertThat(console.with("TEDGE_MQTT_CLIENT_PORT", "8888").run("config get mqtt.client.port"))
                .isEqualTo(new Result(0, "8888\n", ""));
    }

    @Test
    void set_doesNotStoreTheEnvironment() {
        console.with("TEDGE_MQTT_CLIENT_PORT", "8888").run("config set aws.url my-host");

        assertThat(file).doesNotExist();
        assertThat(directory.resolve("mappers/aws/mapper.toml"))
                .content()
                .isEqualTo("cloud_type = \"aws\"\nurl = \"my-host\"\n");
    }

    @Test
    void unknownVariable_isAWarning() {
        Result result = console.with("TEDGE_X_Y", "1").run("config get mqtt.bind.port");

        assertThat(result)
                .isEqualTo(new Result(
                        0,
                        "1883\n",
                        "warning: Unknown configuration field \"x_y\" from environment variable TEDGE_X_Y\n"));
    }

    @Test
    void formerName_works_withAWarning() {
        assertThat(console.run("config get mqtt.port"))
                .isEqualTo(new Result(
                        0, "1883\n", "warning: The key 'mqtt.port' is deprecated. Use 'mqtt.bind.port' instead.\n"));
    }

    @Test
    void otherSpelling_works_withAWarning() {
        assertThat(console.run("config get mqtt_bind.port"))
                .isEqualTo(new Result(0, "1883\n", "warning: The key 'mqtt_bind.port' is written 'mqtt.bind.port'.\n"));
    }

    @Test
    void badValue_isRefused_withTheReason() {
        Result result = console.run("config set aws.url mqtts://host");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("""
                        Error: failed to set the configuration key: 'aws.url' with value: mqtts://host.

                        Caused by:
                            0: Failed to parse input
                            1: Could not parse provided URL: 'mqtts://host' as a valid domain name.
                        """);
        assertThat(file).doesNotExist();
    }

    @Test
    void valueThatTheLocaleHasBroken_isRefused() {
        Result result = console.run("config set certificate.organization", "Fabrik \uFFFD");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("set LC_ALL=C.UTF-8 and try again");
        assertThat(file).doesNotExist();
    }

    @Test
    void brokenFile_isOneLine() throws IOException {
        Files.writeString(file, "[aws]\nurl = host\n");

        Result result = console.run("config get aws.url");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .startsWith(
                        "Error: failed to load the configuration\n\nCaused by:\n    " + file + ", line 2, column 7: ")
                .satisfies(text -> assertThat(text.lines()).hasSize(4));
    }

    @Test
    void list_showsKeysWithValue_andTheOthersOnRequest() {
        String some = console.run("config list").out();
        String all = console.run("config list --all").out();

        assertThat(some.lines()).allMatch(line -> line.matches("[a-z_.0-9]+=.+"));
        assertThat(all).startsWith(some).contains("\n\n").contains("\naws.url=\n");
        assertThat(all.lines().filter(line -> !line.isEmpty())).hasSameSizeAs(Settings.ALL);
        assertThat(all.lines().filter(String::isEmpty)).hasSize(1);
    }

    @Test
    void list_isFiltered() {
        assertThat(console.run("config list mqtt.bind").out()).isEqualTo("mqtt.bind.port=1883\n");
        assertThat(console.run("config list nothing")).isEqualTo(new Result(0, "", ""));
    }

    @Test
    void doc_explainsEveryKey_rightAligned() {
        assertThat(console.run("config list --doc aws.mqtt").out()).isEqualTo("""
                        aws.mqtt.port  Port of the AWS endpoint; on 443 the protocol is negotiated by ALPN.
                                       Examples: 8883, 443
                        """);
        assertThat(console.run("config list --doc aws.mapper.timestamp").out())
                .contains(".\n", "false\n\n")
                .doesNotEndWith("\n\n");
        String doc = console.run("config list --doc").out();
        assertThat(Settings.ALL).allSatisfy(setting -> assertThat(doc).contains(setting.key() + "  "));
        assertThat(doc)
                .contains("\n" + " ".repeat(38) + "aws.url  ")
                .contains("\n" + " ".repeat(47) + "Note: A number without unit is in seconds.\n");
    }

    @Test
    void secret_isPrintedOnlyForThoseWhoAskForIt() {
        assertThat(console.run("config set proxy.password the-password").exitCode())
                .isZero();
        assertThat(console.run("config get proxy.password").out()).isEqualTo("the-password\n");

        Result list = console.run("config list --all");
        assertThat(list.out()).contains("proxy.password=******\n").doesNotContain("the-password");
        assertThat(console.run("config set proxy.password", "a\tb").err())
                .contains("'proxy.password' with value: ******.")
                .doesNotContain("a\tb");
    }
}

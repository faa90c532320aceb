package dev.tedge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where AWS's settings are read and written: in {@code tedge.toml}, or in a {@code mapper.toml} for each profile. */
class LayoutTest {

    private static final Optional<CloudProfile> NONE = Optional.empty();
    private static final Optional<CloudProfile> EU = Optional.of(new CloudProfile("eu"));

    private final Path directory;

    LayoutTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    fresh directory                            | ''                               | ''     | ''     | mappers/aws/mapper.toml
                    tedge.toml without a cloud                 | [mqtt]                           | ''     | ''     | mappers/aws/mapper.toml
                    table of AWS                               | [aws]                            | ''     | ''     | tedge.toml
                    table of another cloud                     | [c8y]                            | ''     | ''     | tedge.toml
                    profile in tedge.toml                      | aws.profiles.eu.url='a'          | ''     | ''     | tedge.toml
                    mapper.toml                                | ''                               | aws    | ''     | mappers/aws/mapper.toml
                    mapper.toml and a table                    | aws.url='a'                      | aws    | ''     | mappers/aws/mapper.toml
                    mapper.toml of a profile                   | ''                               | aws.eu | ''     | mappers/aws/mapper.toml
                    mapper.toml of another cloud               | ''                               | c8y    | ''     | mappers/aws/mapper.toml
                    mapper.toml of another cloud, and a table  | [az]                             | c8y    | ''     | tedge.toml
                    new profile, fresh directory               | ''                               | ''     | eu     | mappers/aws.eu/mapper.toml
                    new profile beside mapper.toml             | ''                               | aws    | eu     | mappers/aws.eu/mapper.toml
                    new profile beside mapper.toml and a table | [c8y]                            | aws    | eu     | mappers/aws.eu/mapper.toml
                    new profile beside a table                 | aws.url='a'                      | ''     | eu     | tedge.toml
                    profile left in tedge.toml                 | aws.profiles.eu.mqtt.port=1      | aws    | eu     | tedge.toml
                    profile in both                            | aws.profiles.eu.mqtt.port=1      | aws.eu | eu     | mappers/aws.eu/mapper.toml
                    """)
    void file_isChosen(String reason, String main, String mapper, String profile, String expected) throws IOException {
        write("tedge.toml", main.isEmpty() ? "" : main + "\n");
        if (!mapper.isEmpty()) {
            write("mappers/" + mapper + "/mapper.toml", "cloud_type = 'aws'\nroot_cert_path = '/x'\n");
        }
        Optional<CloudProfile> own =
                Optional.of(profile).filter(name -> !name.isEmpty()).map(CloudProfile::new);

        assertThat(load(own).cloudFile()).isEqualTo(directory.resolve(expected));
        TedgeToml.in(directory, own).set(Settings.AWS_URL, "new-host");

        assertThat(directory.resolve(expected)).content().contains("\"new-host\"");
        assertThat(load(own).text(Settings.AWS_URL)).contains("new-host");
        assertThat(load(own).cloudFile()).isEqualTo(directory.resolve(expected));
    }

    @Test
    void mapperToml_holdsKeysWithoutPrefix_readableByAll() throws IOException {
        TedgeToml toml = TedgeToml.in(directory, EU);
        toml.set(Settings.AWS_BRIDGE_TOPIC_PREFIX, "eu");
        toml.set(Settings.AWS_URL, "host");
        toml.set(Settings.MQTT_CLIENT_PORT, "7");

        assertThat(directory.resolve("mappers/aws.eu/mapper.toml")).content().isEqualTo("""
                        cloud_type = "aws"
                        url = "host"

                        [bridge]
                        topic_prefix = "eu"
                        """);
        assertThat(directory.resolve("tedge.toml")).content().isEqualTo("[mqtt.client]\nport = 7\n");
        assertThat(permissions("mappers")).isEqualTo("rwxr-xr-x");
        assertThat(permissions("mappers/aws.eu")).isEqualTo("rwxr-xr-x");
        assertThat(permissions("mappers/aws.eu/mapper.toml")).isEqualTo("rw-r--r--");
    }

    @Test
    void profileInTedgeToml_isATableOfItsOwn() throws IOException {
        write("tedge.toml", "[aws]\nurl = 'one'\n");

        TedgeToml.in(directory, Optional.of(new CloudProfile("a-b_c"))).set(Settings.AWS_URL, "two");

        assertThat(directory.resolve("tedge.toml"))
                .content()
                .isEqualTo("[aws]\nurl = 'one'\n\n[aws.profiles.a-b_c]\nurl = \"two\"\n");
    }

    @Test
    void mapperToml_winsOverTheTable_withAWarning() throws IOException {
        write("tedge.toml", "[aws]\nurl = 'old'\nmqtt.port = 1\nprofiles.eu.url = 'eu'\n");
        write("mappers/aws/mapper.toml", "cloud_type = 'aws'\nurl = 'new'\n");

        TedgeConfig config = load(NONE);

        assertThat(config.value(Settings.AWS_URL)).isEqualTo("new");
        assertThat(config.value(Settings.AWS_MQTT_PORT)).isEqualTo(8883);
        assertThat(config.warnings())
                .containsExactly(directory.resolve("mappers/aws/mapper.toml")
                        + " is used for the settings of AWS; those in "
                        + directory.resolve("tedge.toml") + " have no effect: remove them there");
        assertThat(load(EU).value(Settings.AWS_URL)).isEqualTo("eu");
        assertThat(load(EU).warnings()).isEmpty();
    }

    @Test
    void profile_inheritsNothingFromTheOthers() throws IOException {
        write("tedge.toml", "device.key_path = '/k'\n[aws]\nurl = 'a'\nmqtt.port = 1\nprofiles.eu.mqtt.port = 2\n");

        TedgeConfig config = load(EU);

        assertThat(config.find(Settings.AWS_URL)).isEmpty();
        assertThat(config.value(Settings.AWS_MQTT_PORT)).isEqualTo(2);
        assertThat(config.text(Settings.AWS_DEVICE_KEY_PATH)).contains("/k");
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void mapperToml_isGone_whenItsLastKeyIs() throws IOException {
        TedgeToml toml = TedgeToml.in(directory);
        toml.set(Settings.AWS_URL, "host");
        toml.set(Settings.AWS_MQTT_PORT, "443");

        toml.unset(Settings.AWS_URL);
        assertThat(directory.resolve("mappers/aws/mapper.toml")).exists();
        toml.unset(Settings.AWS_MQTT_PORT);

        assertThat(directory.resolve("mappers/aws")).doesNotExist();
    }

    @Test
    void directoryWithOtherFiles_stays() throws IOException {
        write("mappers/aws/mapper.toml", "cloud_type = 'aws'\nurl = 'x'\n");
        write("mappers/aws/flows/mea.toml", "");
        write("mappers/aws/.tedge-config-123.tmp", "left over by a killed process");

        TedgeToml.in(directory).unset(Settings.AWS_URL);

        try (var left = Files.list(directory.resolve("mappers/aws"))) {
            assertThat(left).containsExactly(directory.resolve("mappers/aws/flows"));
        }
    }

    @Test
    void mapperTomlWithUnknownKeys_stays() throws IOException {
        write("mappers/aws/mapper.toml", "# mine\ncloud_type = 'aws'\nurl = 'x'\n[next]\nfeature = 1\n");

        TedgeToml.in(directory).unset(Settings.AWS_URL);

        assertThat(directory.resolve("mappers/aws/mapper.toml"))
                .hasContent("# mine\ncloud_type = 'aws'\n[next]\nfeature = 1\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    url = host                                | line 1, column 7:
                    cloud_type = 'c8y'                        | line 1: 'cloud_type' must be "aws"
                    mqtt.port = 0                             | line 1: 'aws.profiles.eu.mqtt.port': '0' is not a valid port
                    mqtt.port = 1.5                           | line 1: 'aws.profiles.eu.mqtt.port' must be a port
                    """)
    void wrongMapperToml_isNamed_withThePlace(String text, String message) throws IOException {
        Path file = write("mappers/aws.eu/mapper.toml", text);

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> load(EU))
                .withMessageStartingWith(file + ", " + message);
        assertThat(load(NONE).warnings()).as("another profile").isEmpty();
    }

    @Test
    void unknownAndFormerKeysOfMapperToml_areWarnings() throws IOException {
        Path file = write("mappers/aws/mapper.toml", "mapper_timestamp = false\nuri = 'x'\n");

        TedgeConfig config = load(NONE);

        assertThat(config.value(Settings.AWS_MAPPER_TIMESTAMP)).isFalse();
        assertThat(config.warnings())
                .containsExactly(
                        "The key 'aws.mapper_timestamp' is deprecated. Use 'aws.mapper.timestamp' instead.",
                        "Unknown configuration field \"uri\" from toml file " + file + ", line 2");
        TedgeToml.in(directory).set(Settings.AWS_MAPPER_TIMESTAMP, "true");
        assertThat(file).hasContent("uri = 'x'\n\n[mapper]\ntimestamp = true\n");
    }

    @Test
    void profileInAMapperToml_isUnknown() throws IOException {
        Path file = write("mappers/aws/mapper.toml", "url = 'a'\n[profiles.eu]\nurl = 'b'\n");

        assertThat(load(NONE).value(Settings.AWS_URL)).isEqualTo("a");
        assertThat(load(NONE).warnings())
                .containsExactly("Unknown configuration field \"profiles.eu.url\" from toml file " + file + ", line 3");
        assertThat(load(EU).find(Settings.AWS_URL)).isEmpty();
    }

    @Test
    void contradiction_isRefused_acrossTheFiles() throws IOException {
        write("tedge.toml", "[mqtt]\ntopic_root = 'root'\n");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> TedgeToml.in(directory, EU).set(Settings.AWS_BRIDGE_TOPIC_PREFIX, "root"))
                .withMessageContaining("are both 'root'");
        assertThat(directory.resolve("mappers")).doesNotExist();
    }

    @Test
    void broker_isThatOfThinEdge_whenItHasSetOneUp() throws IOException {
        write("mosquitto-conf/tedge-mosquitto.conf", "listener 1883 127.0.0.1\n");

        assertThat(load(NONE).value(Settings.MQTT_BROKER_EMBEDDED)).isFalse();
    }

    private Path write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private String permissions(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name)));
    }

    private TedgeConfig load(Optional<CloudProfile> profile) {
        return TedgeConfig.load(directory, profile, Map.of(), file -> Optional.empty());
    }
}

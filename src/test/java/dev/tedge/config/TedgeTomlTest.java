package dev.tedge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TedgeTomlTest {

    private final Path directory;

    private final Path file;
    private final TedgeToml toml;

    TedgeTomlTest(@TempDir Path directory) {
        this.directory = directory;
        file = directory.resolve("tedge.toml");
        toml = TedgeToml.in(directory);
    }

    @Test
    void set_makesTheFile_readableByAll() throws IOException {
        toml.set(Settings.DEVICE_ID, "host");

        assertThat(file).content().isEqualTo("[device]\nid = \"host\"\n");
        assertThat(permissions(file)).isEqualTo("rw-r--r--");
    }

    @Test
    void set_writesEachTypeAsToml() throws IOException {
        Files.writeString(file, "[c8y]\n\n");

        toml.set(Settings.AWS_MQTT_PORT, "443");
        toml.set(Settings.AWS_MAPPER_TIMESTAMP, "false");
        toml.set(Settings.AWS_BRIDGE_KEEPALIVE_INTERVAL, "60");
        toml.set(Settings.AWS_TOPICS, "a, b");
        toml.set(Settings.CERTIFICATE_ORGANIZATION, "A \"quoted\" \\ name");

        assertThat(file).content().isEqualTo("""
                        [c8y]


                        [aws.mqtt]
                        port = 443

                        [aws.mapper]
                        timestamp = false

                        [aws.bridge]
                        keepalive_interval = "60"

                        [aws]
                        topics = ["a", "b"]

                        [certificate]
                        organization = "A \\"quoted\\" \\\\ name"
                        """);
    }

    @Test
    void set_keepsUnknownKeysAndPermissions() throws IOException {
        Files.writeString(file, "# mine\n[aws]\nnext_feature = 1\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        toml.set(Settings.AWS_URL, "host");

        assertThat(file).content().isEqualTo("# mine\n[aws]\nnext_feature = 1\nurl = \"host\"\n");
        assertThat(permissions(file)).isEqualTo("rw-------");
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).containsExactlyInAnyOrder(file, directory.resolve(".tedge.toml.lock"));
        }
    }

    @Test
    void set_replacesTheFormerName() throws IOException {
        Files.writeString(file, "[mqtt]\nport = 7\n");

        toml.set(Settings.MQTT_BIND_PORT, "8");

        assertThat(file).content().isEqualTo("[mqtt]\n\n[mqtt.bind]\nport = 8\n");
    }

    @Test
    void set_canRepairABadValue() throws IOException {
        Files.writeString(file, "[mqtt]\nbind.port = 'x'\nclient.port = 'y'\n");

        toml.set(Settings.MQTT_BIND_PORT, "8");

        assertThat(file).content().isEqualTo("[mqtt]\nbind.port = 8\nclient.port = 'y'\n");
    }

    @Test
    void set_refusesABadValue_andLeavesTheFile() throws IOException {
        Files.writeString(file, "[aws]\nurl = 'x'\n");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> toml.set(Settings.AWS_URL, "x:1"))
                .withMessage("Failed to parse input")
                .withStackTraceContaining("Could not parse provided URL: 'x:1'");
        assertThat(file).content().isEqualTo("[aws]\nurl = 'x'\n");
    }

    @Test
    void set_refusesAContradiction() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> toml.set(Settings.MQTT_TOPIC_ROOT, "aws"))
                .withMessageContaining("are both 'aws'");
        assertThat(file).doesNotExist();
    }

    @Test
    void set_refusesALayoutThatItCanNotEdit() throws IOException {
        Files.writeString(file, "aws = 5\n");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> toml.set(Settings.AWS_URL, "x"))
                .withMessageContaining("'aws.url' does not fit into the layout of " + file);
        assertThat(file).content().isEqualTo("aws = 5\n");
    }

    @Test
    void set_refusesABrokenFile() throws IOException {
        Files.writeString(file, "[aws\n");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> toml.set(Settings.AWS_URL, "x"))
                .withMessageContaining("line 1, column");
    }

    @Test
    void set_namesTheMissingDirectory() {
        Path missing = directory.resolve("missing");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> TedgeToml.in(missing).set(Settings.AWS_URL, "x"))
                .withMessage("The directory " + missing
                        + " does not exist: create it, or name another one with --config-dir");
    }

    @Test
    void unset_bringsTheDefaultBack_alsoFromAFormerName() throws IOException {
        Files.writeString(file, "[mqtt]\nport = 7 # old\nbind.port = 8\n");

        toml.unset(Settings.MQTT_BIND_PORT);

        assertThat(file).content().isEqualTo("[mqtt]\n");
    }

    @Test
    void unset_writesNothing_whenThereIsNothing() {
        toml.unset(Settings.AWS_URL);

        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "\"1\"", "2.0", "true"})
    void unknownVersion_isRefused(String version) throws IOException {
        Files.writeString(file, "[config]\nversion = " + version + "\n");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(this::reading)
                .withMessageStartingWith(file + ": the layout of the file has version " + version.replace("\"", ""));
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> toml.set(Settings.AWS_URL, "x"))
                .withMessageContaining("config.version");
    }

    @Test
    void keyInPlaceOfTheVersionsTable_isUnknown() throws IOException {
        Files.writeString(file, "config = 5\n");

        assertThat(reading().warnings()).singleElement().asString().contains("\"config\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "\"2\""})
    void knownVersion_isTaken(String version) throws IOException {
        Files.writeString(file, "[config]\nversion = " + version + "\n");

        toml.set(Settings.AWS_URL, "x");

        assertThat(reading().warnings()).isEmpty();
    }

    private ConfigReading reading() {
        return ConfigReading.of(ConfigFiles.in(directory, Optional.empty()));
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}

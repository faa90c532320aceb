package dev.tedge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TedgeConfigTest {

    private final Path directory;

    TedgeConfigTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void value_hasItsType() {
        TedgeConfig config = load(Map.of());

        assertThat(config.value(Settings.AWS_BRIDGE_KEEPALIVE_INTERVAL)).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.value(Settings.AWS_MAPPER_TIMESTAMP_FORMAT)).isEqualTo(TimestampFormat.UNIX);
        assertThat(config.value(Settings.AWS_TOPICS)).hasSize(4).contains("te/+/+/+/+/m/+");
        assertThat(config.find(Settings.AWS_URL)).isEmpty();
        assertThat(config.origin(Settings.AWS_URL)).isEmpty();
        assertThat(config.origin(Settings.MQTT_BIND_PORT)).contains(Origin.DEFAULT);
    }

    @Test
    void missingValue_namesTheKeyAndTheCommand() {
        assertThatExceptionOfType(MissingSettingException.class)
                .isThrownBy(() -> load(Map.of()).value(Settings.AWS_URL))
                .withMessage("A value for 'aws.url' is missing.\n"
                        + "    A value can be set with `tedge config set aws.url <value>`");
    }

    @Test
    void environment_winsOverTheFile() throws IOException {
        file("[mqtt.client]\nhost = 'a'\nport = 1\n[aws]\nurl = 'x'");

        TedgeConfig config = load(Map.of(
                "TEDGE_MQTT_CLIENT_HOST", "b",
                "TEDGE_AWS_TOPICS", "topic/1,topic/2/+",
                "TEDGE_AWS_URL", "",
                "TEDGE_DEVICE_ID", "\"quoted\"",
                "PATH", "/bin"));

        assertThat(config.text(Settings.MQTT_CLIENT_HOST)).contains("b");
        assertThat(config.origin(Settings.MQTT_CLIENT_HOST)).contains(Origin.ENVIRONMENT);
        assertThat(config.value(Settings.MQTT_CLIENT_PORT)).isEqualTo(1);
        assertThat(config.text(Settings.AWS_TOPICS)).contains("[\"topic/1\", \"topic/2/+\"]");
        assertThat(config.find(Settings.AWS_URL)).as("an empty variable").isEmpty();
        assertThat(config.value(Settings.DEVICE_ID)).isEqualTo("quoted");
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void commonName_winsOverTheConfiguredId() throws IOException {
        file("[device]\nid = 'configured'\n[aws.device]\ncert_path = '/aws.pem'");

        TedgeConfig config = TedgeConfig.load(
                directory,
                Map.of(),
                file -> file.endsWith("tedge-certificate.pem") ? Optional.of("common") : Optional.empty());

        assertThat(config.value(Settings.DEVICE_ID)).isEqualTo("common");
        assertThat(config.origin(Settings.DEVICE_ID)).contains(Origin.CERTIFICATE);
        assertThat(config.value(Settings.AWS_DEVICE_ID))
                .as("not the name in a certificate that is not shown to AWS")
                .isEqualTo("configured");
        assertThat(config.configured(Settings.DEVICE_ID)).contains("configured");
    }

    @Test
    void awsDeviceId_isTheCommonNameOfTheSharedCertificate() {
        TedgeConfig config = TedgeConfig.load(directory, Map.of(), file -> Optional.of("common"));

        assertThat(config.value(Settings.AWS_DEVICE_ID)).isEqualTo("common");
    }

    @Test
    void topics_followTheTopicRoot() {
        assertThat(load(Map.of("TEDGE_MQTT_TOPIC_ROOT", "x")).value(Settings.AWS_TOPICS))
                .containsExactly("x/+/+/+/+/m/+", "x/+/+/+/+/e/+", "x/+/+/+/+/a/+", "x/+/+/+/+/status/health");
    }

    @Test
    void broker_isEmbedded_untilAnExternalOneIsNamed() {
        assertThat(load(Map.of()).value(Settings.MQTT_BROKER_EMBEDDED)).isTrue();
        for (String key : List.of(
                "TEDGE_MQTT_CLIENT_HOST",
                "TEDGE_MQTT_CLIENT_PORT",
                "TEDGE_MQTT_CLIENT_AUTH_CA_FILE",
                "TEDGE_MQTT_CLIENT_AUTH_CA_DIR",
                "TEDGE_MQTT_CLIENT_AUTH_CERT_FILE",
                "TEDGE_MQTT_CLIENT_AUTH_KEY_FILE",
                "TEDGE_MQTT_CLIENT_AUTH_USERNAME",
                "TEDGE_MQTT_CLIENT_AUTH_PASSWORD_FILE",
                "TEDGE_MQTT_BIND_PORT")) {
            assertThat(load(Map.of(key, "1883")).value(Settings.MQTT_BROKER_EMBEDDED))
                    .as(key)
                    .isFalse();
        }
        assertThat(load(Map.of("TEDGE_MQTT_BIND_PORT", "1", "TEDGE_MQTT_BROKER_EMBEDDED", "true"))
                        .value(Settings.MQTT_BROKER_EMBEDDED))
                .isTrue();
    }

    @Test
    void clientPort_followsTheBindPort() {
        assertThat(load(Map.of("TEDGE_MQTT_BIND_PORT", "7")).value(Settings.MQTT_CLIENT_PORT))
                .isEqualTo(7);
    }

    @Test
    void unknownAndFormerKeys_areWarnings() throws IOException {
        file("""
                [config]
                version = "2"
                [mqtt]
                port = 7
                bridge.builtin = true
                [aws]
                uri = "x"
                """);

        TedgeConfig config = load(Map.of("TEDGE_X_Y", "1", "TEDGE_CONFIG_DIR", "/x", "TEDGE_CLOUD_PROFILE", "p"));

        assertThat(config.value(Settings.MQTT_BIND_PORT)).isEqualTo(7);
        String toml = directory.resolve("tedge.toml").toString();
        assertThat(config.warnings())
                .containsExactly(
                        "Unknown configuration field \"aws.uri\" from toml file " + toml + ", line 7",
                        "Unknown configuration field \"mqtt.bridge.builtin\" from toml file " + toml + ", line 5",
                        "The key 'mqtt.port' is deprecated. Use 'mqtt.bind.port' instead.",
                        "Unknown configuration field \"x_y\" from environment variable TEDGE_X_Y");
    }

    @Test
    void keysOfVersionOne_areRead() throws IOException {
        file("""
                [mqtt]
                client_host = "broker"
                client_port = 7
                client_ca_file = "/a"
                client_ca_path = "/b"
                client_auth.cert_file = "/c"
                client_auth.key_file = "/d"
                [aws]
                mapper_timestamp = false
                """);

        TedgeConfig config = load(Map.of());

        assertThat(config.value(Settings.MQTT_CLIENT_HOST)).isEqualTo("broker");
        assertThat(config.value(Settings.MQTT_CLIENT_PORT)).isEqualTo(7);
        assertThat(config.text(Settings.MQTT_CLIENT_CA_FILE)).contains("/a");
        assertThat(config.text(Settings.MQTT_CLIENT_CA_DIR)).contains("/b");
        assertThat(config.text(Settings.MQTT_CLIENT_CERT_FILE)).contains("/c");
        assertThat(config.text(Settings.MQTT_CLIENT_KEY_FILE)).contains("/d");
        assertThat(config.value(Settings.AWS_MAPPER_TIMESTAMP)).isFalse();
        assertThat(config.warnings())
                .hasSize(7)
                .contains("The key 'mqtt.client_port' is deprecated. Use 'mqtt.client.port' instead.")
                .allMatch(warning -> warning.contains("is deprecated"));
    }

    @Test
    void newKey_winsOverItsFormerName() throws IOException {
        file("[mqtt]\nport = 7\nbind.port = 8\n[mqtt.client.auth]\ncafile = '/old'\nca_file = '/new'");

        TedgeConfig config = load(Map.of());

        assertThat(config.value(Settings.MQTT_BIND_PORT)).isEqualTo(8);
        assertThat(config.text(Settings.MQTT_CLIENT_CA_FILE)).contains("/new");
    }

    @Test
    void everyBadValue_isNamedAtOnce_withItsPlace() throws IOException {
        file("[mqtt]\nbind.port = 0\ntopic_root = true\n[aws]\ntopics = [1]");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> load(Map.of("TEDGE_AWS_URL", "a b")))
                .withMessageContaining("tedge.toml, line 2: 'mqtt.bind.port': '0' is not a valid port")
                .withMessageContaining("tedge.toml, line 3: 'mqtt.topic_root' must be a topic prefix")
                .withMessageContaining("tedge.toml, line 5: 'aws.topics' must be a list of topic filters")
                .withMessageContaining("TEDGE_AWS_URL: 'aws.url': Could not parse provided URL: 'a b'");
    }

    @Test
    void values_areInNoText_thatCouldBeLogged() throws IOException {
        file("[proxy]\npassword = 'word-1'\n");
        ConfigFiles files = ConfigFiles.in(directory, Optional.empty());

        assertThat(List.of(
                        load(Map.of()),
                        files,
                        ConfigReading.of(files),
                        EnvironmentReading.of(Map.of("TEDGE_PROXY_PASSWORD", "word-2"), Optional.empty())))
                .allSatisfy(value -> assertThat(value.toString()).doesNotContain("word-"));
    }

    @Test
    void brokenFile_isNamedWithLineAndColumn() throws IOException {
        file("[aws]\nurl = \n");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> load(Map.of()))
                .withMessageStartingWith(directory.resolve("tedge.toml") + ", line 2, column 7: ")
                .withMessageNotContaining("\n");
    }

    @Test
    void fileThatIsNotText_isNamed() throws IOException {
        Files.write(directory.resolve("tedge.toml"), new byte[] {(byte) 0xff, 0});

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> load(Map.of()))
                .withMessage("The file " + directory.resolve("tedge.toml") + " is not UTF-8 text");
    }

    private void file(String toml) throws IOException {
        Files.writeString(directory.resolve("tedge.toml"), toml);
    }

    private TedgeConfig load(Map<String, String> environment) {
        return TedgeConfig.load(directory, environment, file -> Optional.empty());
    }
}

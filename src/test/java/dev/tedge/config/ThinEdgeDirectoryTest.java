package dev.tedge.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Configuration directories as thin-edge.io leaves them, in the layouts of before and of today. */
class ThinEdgeDirectoryTest {

    private static final String SHARED = """
            [config]
            version = "2"

            [device]
            type = "my-type"
            key_uri = "pkcs11:token=my"
            key_pin = "123"
            cryptoki = { mode = "socket", pin = "123456", socket_path = "/run/p11.sock" }

            [mqtt]
            bind = { address = "0.0.0.0", enabled = false, port = 1884 }
            external = { bind = { port = 8883, address = "0.0.0.0", interface = "wlan0" }, ca_path = "/ca" }
            bridge = { built_in = false, reconnect_policy = { initial_interval = "30s", reset_window = "5m" } }

            [http.bind]
            port = 8000
            [agent]
            state.path = "/data/tedge/agent"
            enable.config_update = true
            [software.plugin]
            default = "apt"
            max_packages = 500
            [firmware.child.update]
            timeout = 3600
            [apt.dpk.options]
            config = "keepnew"
            [sudo]
            enable = false
            [run]
            log_memory_interval = "60s"
            [logs]
            max_per_operation = ["*:5", "software_list:1"]
            [flows.stats]
            interval = "1h"

            [c8y]
            url = "example.cumulocity.com"
            smartrest.templates = ["a"]
            profiles.other.url = "other.cumulocity.com"
            [az]
            url = "example.azure-devices.net"
            """;

    private final Path directory;

    ThinEdgeDirectoryTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void layoutOfBefore_isUsedUnchanged_andQuietly() throws IOException {
        Files.writeString(directory.resolve("tedge.toml"), SHARED + """
                [aws]
                url = "one.amazonaws.com"
                device.key_uri = "pkcs11:token=my"
                [aws.profiles.eu]
                url = "eu.amazonaws.com"
                bridge.topic_prefix = "aws-eu"
                device.key_pin = "1"
                """);

        requireRead();
    }

    @Test
    void layoutOfToday_isUsedUnchanged_andQuietly() throws IOException {
        Files.writeString(directory.resolve("tedge.toml"), SHARED);
        mapper("c8y", "cloud_type = \"c8y\"\nurl = \"example.cumulocity.com\"\nsmartrest.templates = [\"a\"]\n");
        mapper("aws", "cloud_type = \"aws\"\nurl = \"one.amazonaws.com\"\n[device]\nkey_uri = \"pkcs11:token=my\"\n");
        mapper("aws.eu", "cloud_type = \"aws\"\nurl = \"eu.amazonaws.com\"\n[bridge]\ntopic_prefix = \"aws-eu\"\n");
        mapper("custom", "[bridge]\ntopic_prefix = \"custom\"\n");

        requireRead();
    }

    private void requireRead() {
        TedgeConfig config = load(Optional.empty());
        assertThat(config.text(Settings.AWS_URL)).contains("one.amazonaws.com");
        assertThat(config.value(Settings.MQTT_BIND_PORT)).isEqualTo(1884);
        assertThat(config.value(Settings.MQTT_BROKER_EMBEDDED)).isFalse();
        assertThat(config.warnings()).isEmpty();
        assertThat(CloudProfiles.in(directory)).containsExactly(Optional.empty(), Optional.of(new CloudProfile("eu")));
        TedgeConfig eu = load(Optional.of(new CloudProfile("eu")));
        assertThat(eu.text(Settings.AWS_URL)).contains("eu.amazonaws.com");
        assertThat(eu.value(Settings.AWS_BRIDGE_TOPIC_PREFIX)).isEqualTo("aws-eu");
        assertThat(eu.warnings()).isEmpty();
    }

    @Test
    void variablesOfThinEdge_areQuiet() {
        TedgeConfig config = TedgeConfig.load(
                directory,
                Map.of(
                        "TEDGE_C8Y_URL", "x",
                        "TEDGE_AZ_URL", "x",
                        "TEDGE_MQTT_BRIDGE_BUILT_IN", "false",
                        "TEDGE_HTTP_BIND_PORT", "not a port, but what of it",
                        "TEDGE_AWS_PROFILES_EU_URL", "eu"),
                file -> Optional.empty());

        assertThat(config.warnings()).isEmpty();
        assertThat(config.find(Settings.AWS_URL)).isEmpty();
    }

    static Iterable<Setting<?>> unused() {
        return Settings.unused();
    }

    @ParameterizedTest
    @MethodSource("unused")
    void keyWithoutEffect_isNoSetting(Setting<?> unused) {
        assertThat(Settings.named(unused.key())).isEmpty();
        assertThat(NamedSetting.meant(unused.key())).hasValueSatisfying(named -> {
            assertThat(named.setting()).isEqualTo(unused);
            assertThat(named.warning()).contains("'" + unused + "' has no effect: " + unused.description());
        });
        assertThat(load(Optional.empty()).text(unused))
                .isEqualTo(unused.defaultValue().in(load(Optional.empty())));
    }

    private void mapper(String name, String text) throws IOException {
        Path mapper = Files.createDirectories(directory.resolve("mappers").resolve(name));
        Files.writeString(mapper.resolve("mapper.toml"), text);
    }

    private TedgeConfig load(Optional<CloudProfile> profile) {
        return TedgeConfig.load(directory, profile, Map.of(), file -> Optional.empty());
    }
}

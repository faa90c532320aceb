package dev.tedge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigRulesTest {

    private final Path directory;

    ConfigRulesTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void contradictions_areRefused() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> load(Map.of("TEDGE_MQTT_TOPIC_ROOT", "aws")))
                .withMessage(
                        "'aws.bridge.topic_prefix' and 'mqtt.topic_root' are both 'aws': give them different values");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> load(Map.of("TEDGE_MQTT_BRIDGE_RECONNECT_POLICY_INITIAL_INTERVAL", "3m")))
                .withMessageContaining("lower the first or raise the second");
    }

    @Test
    void keysWithoutEffect_areWarnings() {
        assertThat(load(Map.of("TEDGE_MQTT_CLIENT_AUTH_KEY_FILE", "/k")).warnings())
                .containsExactly("'mqtt.client.auth.key_file' has no effect without 'mqtt.client.auth.cert_file'");
        assertThat(load(Map.of(
                                "TEDGE_MQTT_BROKER_EMBEDDED", "true",
                                "TEDGE_MQTT_CLIENT_HOST", "h",
                                "TEDGE_MQTT_CLIENT_PORT", "1",
                                "TEDGE_MQTT_CLIENT_AUTH_USERNAME", "u"))
                        .warnings())
                .containsExactly(
                        "'mqtt.client.host' is for an external broker, but 'mqtt.broker.embedded' is true:"
                                + " unset the one that is not meant",
                        "'mqtt.client.auth.username' is for an external broker, but 'mqtt.broker.embedded' is true:"
                                + " unset the one that is not meant");
    }

    @Test
    void proxyPasswordWithoutUser_isAWarning() {
        assertThat(load(Map.of("TEDGE_PROXY_PASSWORD", "secret-word")).warnings())
                .containsExactly("'proxy.username' and 'proxy.password' have no effect without each other");
    }

    private TedgeConfig load(Map<String, String> environment) {
        return TedgeConfig.load(directory, environment, file -> Optional.empty());
    }
}

package dev.tedge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThingNameTest {

    private final Path directory;

    ThingNameTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "my-device", "a:B_9-"})
    void thingName_isTheId(String id) {
        assertThat(load(Map.of("TEDGE_DEVICE_ID", id)).thingName()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "a+", "#", "my.device", "a b", "a?b=c", "{{x}}", "ä", "50%"})
    void thingName_isRefused_whenAwsHasNoSuchThings(String id) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> TedgeConfig.load(directory, Map.of(), file -> Optional.of(id))
                        .thingName())
                .withMessage("The device id '%s' (from the certificate %s) can't be the name of a thing in AWS IoT:"
                                .formatted(id, directory.resolve("device-certs/tedge-certificate.pem"))
                        + " give 1 to 128 letters, digits, ':', '_' and '-'."
                        + " Make another certificate with `tedge cert remove` and"
                        + " `tedge cert create --device-id <id>`");
    }

    @Test
    void thingName_isRefused_withTheKeyThatSetsIt() throws IOException {
        file("[device]\nid = 'a/b'");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> load(Map.of()).thingName())
                .withMessageContaining("'a/b' (from the key 'device.id')")
                .withMessageEndingWith("`tedge config set device.id <id>`");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> load(Map.of("TEDGE_AWS_DEVICE_ID", "c/d")).thingName())
                .withMessageContaining("'c/d' (from TEDGE_AWS_DEVICE_ID)")
                .withMessageEndingWith("`tedge config set aws.device.id <id>`");
        assertThat(load(Map.of("TEDGE_DEVICE_ID", "x".repeat(128))).thingName()).hasSize(128);
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(
                        () -> load(Map.of("TEDGE_DEVICE_ID", "x".repeat(129))).thingName());
    }

    @Test
    void thingName_isMissing_whenThereIsNoId() {
        assertThatExceptionOfType(MissingSettingException.class)
                .isThrownBy(() -> load(Map.of()).thingName())
                .withMessageContaining("aws.device.id");
    }

    @Test
    void idThatTheCertificateOverrules_isAWarning() throws IOException {
        file("[device]\nid = 'mine'\n[aws.device]\nid = 'common'\n");

        assertThat(TedgeConfig.load(directory, Map.of(), file -> Optional.of("common"))
                        .warnings())
                .containsExactly("'device.id' is set to 'mine', but has no effect: the certificate "
                        + directory.resolve("device-certs/tedge-certificate.pem") + " is for 'common'");
        assertThat(load(Map.of()).warnings()).isEmpty();
    }

    private void file(String toml) throws IOException {
        Files.writeString(directory.resolve("tedge.toml"), toml);
    }

    private TedgeConfig load(Map<String, String> environment) {
        return TedgeConfig.load(directory, environment, file -> Optional.empty());
    }
}

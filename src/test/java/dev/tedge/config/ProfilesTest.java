package dev.tedge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfilesTest {

    private final Path directory;

    ProfilesTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void profiles_areThoseOfBothLayouts_byName() throws IOException {
        Files.writeString(
                directory.resolve("tedge.toml"), "[aws.profiles.us]\nurl = 'a'\n[aws.profiles.'No Name']\nurl='b'\n");
        mapper("aws");
        mapper("aws.eu");
        mapper("c8y.x");
        Files.createDirectories(directory.resolve("mappers/aws.empty"));

        assertThat(Profiles.in(directory)).containsExactly(new CloudProfile("eu"), new CloudProfile("us"));
    }

    @Test
    void noDirectory_hasNoProfiles() {
        assertThat(Profiles.in(directory.resolve("missing"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    TEDGE_AWS_PROFILES_EU_URL      | eu
                    TEDGE_AWS_PROFILES_A_B_URL     | a-b
                    TEDGE_AWS_PROFILES_A-B_URL     | a-b
                    TEDGE_AWS_PROFILES_A_B_URL     | a_b
                    """)
    void environment_namesTheProfile(String variable, String profile) {
        TedgeConfig config = TedgeConfig.load(
                directory,
                Optional.of(new CloudProfile(profile)),
                Map.of(variable, "host", "TEDGE_AWS_URL", "no"),
                file -> Optional.empty());

        assertThat(config.value(Settings.AWS_URL)).isEqualTo("host");
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void sameUrlAndDevice_isRefused() throws IOException {
        write("device.id='d'\n[aws]\nurl='a'\n[aws.profiles.x]\nurl='a'\nbridge.topic_prefix='x'");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(this::refuse)
                .withMessage("""
                        You have matching URLs and device IDs for different profiles.

                        aws.url, aws.profiles.x.url are set to the same value, but so are aws.device.id, \
                        aws.profiles.x.device.id.

                        Each cloud profile requires either a unique URL or unique device ID, \
                        so it corresponds to a unique device in the associated cloud.""");
    }

    @Test
    void samePrefix_isRefused() throws IOException {
        write("device.id='d'\n[aws]\nurl='a'\n[aws.profiles.x]\nurl='b'");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(this::refuse)
                .withMessage("The configurations: aws.bridge.topic_prefix, aws.profiles.x.bridge.topic_prefix should"
                        + " be set to different values before connecting, but are currently set to the same value");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    nothing                     | ''
                    one profile without default | [aws.profiles.x]~url='a'
                    profile without url         | [aws]~url='a'~[aws.profiles.x]~mqtt.port=443
                    another url                 | [aws]~url='a'~[aws.profiles.x]~url='b'~bridge.topic_prefix='x'
                    another device              | [aws]~url='a'~[aws.profiles.x]~url='a'~bridge.topic_prefix='x'~device.id='e'
                    of other clouds             | [aws]~url='a'~[c8y]~url='a'~[c8y.profiles.x]~url='a'
                    """)
    void differentProfiles_areFine(String reason, String toml) throws IOException {
        write("device.id='d'\n" + toml.replace('~', '\n'));

        assertThatCode(this::refuse).doesNotThrowAnyException();
    }

    private void refuse() {
        ProfileClashes.refuse(directory, Map.of(), file -> Optional.empty());
    }

    private void mapper(String name) throws IOException {
        Path mapper = Files.createDirectories(directory.resolve("mappers").resolve(name));
        Files.writeString(mapper.resolve("mapper.toml"), "url = 'x'\n");
    }

    private void write(String toml) throws IOException {
        Files.writeString(directory.resolve("tedge.toml"), toml);
    }
}

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

        assertThat(CloudProfiles.in(directory))
                .containsExactly(
                        Optional.empty(), Optional.of(new CloudProfile("eu")), Optional.of(new CloudProfile("us")));
    }

    @Test
    void missingDirectory_hasNoProfiles() {
        assertThat(CloudProfiles.in(directory.resolve("missing"))).containsExactly(Optional.empty());
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

    private void mapper(String name) throws IOException {
        Path mapper = Files.createDirectories(directory.resolve("mappers").resolve(name));
        Files.writeString(mapper.resolve("mapper.toml"), "url = 'x'\n");
    }
}

package dev.tedge.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CloudProfilesTest {

    private final Path directory;

    CloudProfilesTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void connectionWithoutProfile_isAlwaysThere() {
        assertThat(CloudProfiles.in(directory.resolve("absent"))).containsExactly(Optional.empty());
    }

    @Test
    void profiles_areFound_inBothLayouts() throws IOException {
        Files.writeString(
                directory.resolve("tedge.toml"), "[aws.profiles.b]\nurl = 'x'\n[aws.profiles.'not one']\nurl = 'y'\n");
        Path mapper = Files.createDirectories(directory.resolve("mappers/aws.a"));
        Files.writeString(mapper.resolve("mapper.toml"), "url = 'z'\n");
        Files.createDirectories(directory.resolve("mappers/aws.empty"));
        Files.createDirectories(directory.resolve("mappers/c8y.d"));

        assertThat(CloudProfiles.in(directory))
                .containsExactly(
                        Optional.empty(), Optional.of(CloudProfile.of("a")), Optional.of(CloudProfile.of("b")));
    }
}

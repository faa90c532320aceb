package dev.tedge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutUpgradeTest {

    private static final String BEFORE = """
            # mine
            [device]
            id = "d" # name
            [aws]
            # the first account
            url = 'one' # why
            mapper_timestamp = false
            topics = [ "a", # first
              "b" ]
            bridge = { topic_prefix = "p" }
            next.feature = 2026-11-23
            [aws.profiles.eu]
            url = "eu"
            [aws.profiles.eu.mqtt]
            port = 443
            [c8y]
            url = "x"
            """;

    private final Path directory;
    private final Path file;

    LayoutUpgradeTest(@TempDir Path directory) {
        this.directory = directory;
        file = directory.resolve("tedge.toml");
    }

    @Test
    void settingsOfAws_areMoved_asTheyAreWritten() throws IOException {
        Files.writeString(file, BEFORE);
        TedgeConfig before = load(Optional.empty());

        assertThat(LayoutUpgrade.run(directory)).isTrue();

        assertThat(file).content().isEqualTo("""
                        # mine
                        [device]
                        id = "d" # name
                        # the first account
                        [c8y]
                        url = "x"
                        """);
        assertThat(directory.resolve("mappers/aws/mapper.toml")).content().isEqualTo("""
                        cloud_type = "aws"
                        url = 'one'
                        topics = [ "a", # first
                          "b" ]

                        [mapper]
                        timestamp = false

                        [bridge]
                        topic_prefix = "p"

                        [next]
                        feature = 2026-11-23
                        """);
        assertThat(directory.resolve("mappers/aws.eu/mapper.toml"))
                .content()
                .isEqualTo("cloud_type = \"aws\"\nurl = \"eu\"\n\n[mqtt]\nport = 443\n");
        assertThat(directory.resolve("tedge.toml.bak")).content().isEqualTo(BEFORE);
        assertThat(Settings.ALL)
                .allSatisfy(setting ->
                        assertThat(load(Optional.empty()).text(setting)).isEqualTo(before.text(setting)));
    }

    @Test
    void secondRun_changesNothing() throws IOException {
        Files.writeString(file, BEFORE);
        LayoutUpgrade.run(directory);
        String after = Files.readString(file);

        assertThat(LayoutUpgrade.run(directory)).isFalse();

        assertThat(file).content().isEqualTo(after);
        assertThat(directory.resolve("tedge.toml.bak")).content().isEqualTo(BEFORE);
    }

    @Test
    void interruptedRun_canBeRepeated() throws IOException {
        Files.writeString(file, BEFORE);
        LayoutUpgrade.run(directory);
        Files.delete(directory.resolve("mappers/aws.eu/mapper.toml"));
        Files.writeString(file, BEFORE);

        assertThat(LayoutUpgrade.run(directory)).isTrue();

        assertThat(load(Optional.of(new CloudProfile("eu"))).text(Settings.AWS_URL))
                .contains("eu");
    }

    @Test
    void newFiles_areAsPrivateAsTheOldOne() throws IOException {
        Files.writeString(file, BEFORE);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        LayoutUpgrade.run(directory);

        for (String name : List.of("tedge.toml", "tedge.toml.bak", "mappers/aws/mapper.toml")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name))))
                    .as(name)
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void otherMapperToml_isNotOverwritten() throws IOException {
        Files.writeString(file, BEFORE);
        Path mapper = Files.createDirectories(directory.resolve("mappers/aws")).resolve("mapper.toml");
        Files.writeString(mapper, "url = 'other'\n");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> LayoutUpgrade.run(directory))
                .withMessage(
                        mapper + " is there already and says something else than " + file + ": remove one of them");

        assertThat(file).content().isEqualTo(BEFORE);
        assertThat(mapper).content().isEqualTo("url = 'other'\n");
        assertThat(directory.resolve("tedge.toml.bak")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[mqtt]\nbind.port = 1\n", "[c8y]\nurl = 'x'\n", "[aws]\n"})
    void nothingToMove_changesNothing(String text) throws IOException {
        Files.writeString(file, text);

        assertThat(LayoutUpgrade.run(directory)).isFalse();

        assertThat(file).content().isEqualTo(text);
        assertThat(directory.resolve("tedge.toml.bak")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[[aws.list]]\na = 1\n", "aws.profiles.p = 1\n", "aws.profiles.'A B'.url = 'x'\n"})
    void whatIsNotUnderstood_isRefused_andLeft(String text) throws IOException {
        Files.writeString(file, text);

        assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> LayoutUpgrade.run(directory));

        assertThat(file).content().isEqualTo(text);
        assertThat(directory.resolve("mappers")).doesNotExist();
    }

    private TedgeConfig load(Optional<CloudProfile> profile) {
        return TedgeConfig.load(directory, profile, Map.of(), file -> Optional.empty());
    }
}

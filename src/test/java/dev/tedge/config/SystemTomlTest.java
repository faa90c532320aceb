package dev.tedge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemTomlTest {

    private static final String OPENRC = """
            user = "iot"
            group = ""

            [init]
            name = "OpenRC"
            is_available = ["/sbin/rc-service", "-l"]
            restart = ["/sbin/rc-service", "{}", "restart"]
            stop = ["/sbin/rc-service", "{}", "stop"]
            enable = ["/sbin/rc-update", "add", "{}"]
            disable = ["/sbin/rc-update", "delete", "{}"]
            is_active = ["/sbin/rc-service", "{}", "status"]

            [log]
            tedge = "warn"
            tedge-mapper-aws = "DEBUG"
            """;

    @TempDir
    private Path directory;

    @Test
    void missingFile_isSystemdAndTheUsualUser() {
        SystemToml system = SystemToml.in(directory);
        assertThat(system.user()).contains("tedge");
        assertThat(system.group()).contains("tedge");
        assertThat(system.services()).isEqualTo(ServiceCommands.SYSTEMD);
        assertThat(system.logLevels()).isEmpty();
    }

    @Test
    void everything_isRead() throws IOException {
        SystemToml system = read(OPENRC);
        assertThat(system.user()).contains("iot");
        assertThat(system.group()).isEmpty();
        assertThat(system.services().name()).isEqualTo("OpenRC");
        assertThat(system.services().start()).isEqualTo(system.services().restart());
        assertThat(ServiceCommands.about("tedge-mapper-aws", system.services().enable()))
                .isEqualTo(List.of("/sbin/rc-update", "add", "tedge-mapper-aws"));
        assertThat(system.logLevels()).isEqualTo(Map.of("tedge", "warn", "tedge-mapper-aws", "debug"));
    }

    @Test
    void ownerOfTheWrongType_isTheUsualOne() throws IOException {
        SystemToml system = read("user = 5\ngroup = \"iot\"\n");
        assertThat(system.user()).contains("tedge");
        assertThat(system.group()).contains("tedge");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"init = 1", "[init]\nname = \"x\"", "user = \"a", "[log]\ntedge = 1", "[init]\nis_available = []"
            })
    void wrongFile_isNamed(String text) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(text))
                .withMessageStartingWith(directory.resolve("system.toml").toString());
    }

    private SystemToml read(String text) throws IOException {
        Files.writeString(directory.resolve("system.toml"), text);
        return SystemToml.in(directory);
    }
}

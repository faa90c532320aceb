package dev.tedge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
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

    @Test
    void rootsOwnServices_areTaken() throws IOException {
        read(OPENRC);
        assertThat(SystemToml.servicesIn(directory).name()).isEqualTo("OpenRC");
    }

    @Test
    void services_areTheUsualOnes_whoeverMayWriteAFileWithoutThem() throws IOException {
        assumeRoot();
        read("user = 'iot'");
        Files.setOwner(file(), daemon());
        assertThat(SystemToml.servicesIn(directory)).isEqualTo(ServiceCommands.SYSTEMD);
    }

    @Test
    void servicesOfAnother_areNotForRoot() throws IOException {
        assumeRoot();
        read(OPENRC);
        Files.setOwner(file(), daemon());
        refused("says what root runs, but others can write it: look at [init], then run `sudo chown root %s && "
                + "sudo chmod 644 %s`");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-rw-r--", "rw-r--rw-"})
    void servicesThatOthersCanWrite_areNotForRoot(String permissions) throws IOException {
        assumeRoot();
        read(OPENRC);
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(permissions));
        refused("says what root runs, but others can write it: look at [init], then run `sudo chown root %s && "
                + "sudo chmod 644 %s`");
    }

    @Test
    void linkedServices_areNotForRoot() throws IOException {
        assumeRoot();
        read(OPENRC);
        Path elsewhere = Files.move(file(), directory.resolve("elsewhere.toml"));
        Files.createSymbolicLink(file(), elsewhere);
        refused("is a link, but says what root runs: look at [init], and put a file of root in its place");
    }

    private void refused(String message) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> SystemToml.servicesIn(directory))
                .withMessage(file() + " " + message.replace("%s", file().toString()));
    }

    private void assumeRoot() {
        assumeThat(System.getProperty("user.name")).isEqualTo("root");
    }

    private UserPrincipal daemon() throws IOException {
        return directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("daemon");
    }

    private Path file() {
        return directory.resolve("system.toml");
    }

    private SystemToml read(String text) throws IOException {
        Files.writeString(directory.resolve("system.toml"), text);
        return SystemToml.in(directory);
    }
}

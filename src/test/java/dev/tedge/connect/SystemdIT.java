package dev.tedge.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a shell script in place of systemctl, which writes down what it is asked. */
class SystemdIT {

    private final Path directory;

    SystemdIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void systemd_isAvailable_whenItRuns() throws IOException {
        assertThat(systemd("exit 0").isAvailable()).isTrue();
    }

    @Test
    void systemd_isNotAvailable_whenItOnlyLiesOnTheDisk() throws IOException {
        Systemd installed = systemd("exit 0");

        assertThat(new Systemd(installed.systemctl(), directory.resolve("absent")).isAvailable())
                .isFalse();
        assertThat(new Systemd(directory.resolve("absent"), directory).isAvailable())
                .isFalse();
        assertThat(systemd("exit 1").isAvailable()).isFalse();
    }

    @Test
    void service_isKnown_whenSystemdHasItsUnit() throws IOException {
        Systemd systemd = systemd("[ \"$*\" = 'cat -- known' ]");

        assertThat(systemd.has("known")).isTrue();
        assertThat(systemd.has("unknown")).isFalse();
    }

    @Test
    void service_isStartedAndEnabled_stoppedAndDisabled() throws IOException {
        Systemd systemd = systemd("exit 0");

        systemd.enable("a-service");
        systemd.disable("a-service");

        assertThat(directory.resolve("asked"))
                .hasContent("start a-service\nenable a-service\nstop a-service\ndisable a-service");
    }

    @Test
    void failure_tellsWhatSystemctlHasSaid() throws IOException {
        Systemd systemd = systemd("echo 'Access denied' >&2; exit 4");

        assertThatThrownBy(() -> systemd.enable("a-service"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("start a-service")
                .hasMessageContaining("exit code 4: Access denied");
    }

    private Systemd systemd(String behaviour) throws IOException {
        Path script = directory.resolve("systemctl");
        Files.writeString(
                script, "#!/bin/sh\necho \"$*\" >> %s\n%s\n".formatted(directory.resolve("asked"), behaviour));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return new Systemd(script, directory);
    }
}

package dev.tedge.testing.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresMachine
class BootedMachineIT {

    private static final String UNIT = """
            [Service]
            ExecStart=/bin/sh -c 'echo awake; exec sleep 1000'
            [Install]
            WantedBy=multi-user.target
            """;

    @Test
    void machine_keepsItsDisk_andNothingElse(@TempDir Path directory) throws Exception {
        try (BootedMachine machine = new BootedMachine(directory)) {
            machine.text("/etc/systemd/system/sleeper.service", UNIT).boot();
            assertThat(machine.succeed("systemctl", "is-system-running")).isEqualTo("running\n");
            assertThat(machine.run("systemctl", "is-active", "sleeper")).satisfies(answer -> {
                assertThat(answer.exitCode()).isEqualTo(3);
                assertThat(answer.out()).isEqualTo("inactive\n");
            });
            machine.succeed("systemctl", "enable", "--now", "sleeper");
            machine.type("for later", "tee", "/var/lib/kept", "/tmp/lost");
            machine.reboot();
            assertThat(machine.succeed("systemctl", "is-active", "sleeper")).isEqualTo("active\n");
            assertThat(machine.journal("sleeper")).contains("awake");
            assertThat(machine.succeed("cat", "/var/lib/kept")).isEqualTo("for later");
            assertThatThrownBy(() -> machine.succeed("cat", "/tmp/lost"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("`cat /tmp/lost` ended with 1");
            machine.kill("sleeper");
            assertThat(machine.succeed("systemctl", "show", "--property=Result", "sleeper"))
                    .isEqualTo("Result=signal\n");
        }
        assertThat(Files.readString(Path.of("/proc/mounts"))).doesNotContain(directory.toString());
        assertThat(Path.of("/var/lib/kept")).doesNotExist();
    }
}

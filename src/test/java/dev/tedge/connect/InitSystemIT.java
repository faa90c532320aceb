package dev.tedge.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tedge.config.ServiceCommands;
import dev.tedge.config.SystemToml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a shell script in place of the service manager's program, which writes down what it is asked. */
class InitSystemIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path directory;

    InitSystemIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void manager_isAvailable_whenItsCommandSucceeds() throws IOException {
        assertThat(openRc("exit 0").isAvailable()).isTrue();
        assertThat(openRc("exit 1").isAvailable()).isFalse();
        Files.delete(directory.resolve("rc-service"));
        assertThat(openRcAsConfigured().isAvailable()).isFalse();
    }

    @Test
    void systemd_isNotAvailable_whenItOnlyLiesOnTheDisk() {
        InitSystem unbooted = new InitSystem(ServiceCommands.SYSTEMD, directory.resolve("absent"), PATIENCE);

        assertThat(unbooted.isAvailable()).isFalse();
    }

    @Test
    void service_isKnown_whenSystemdHasItsUnit() throws IOException {
        InitSystem systemd = systemd("[ \"$*\" = 'cat -- known' ]");

        assertThat(systemd.has("known")).isTrue();
        assertThat(systemd.has("unknown")).isFalse();
    }

    @Test
    void service_countsAsKnown_whereThatCantBeAsked() throws IOException {
        assertThat(openRc("exit 1").has("any")).isTrue();
    }

    @Test
    void service_isActive_whenTheCommandSaysSo() throws IOException {
        InitSystem openRc = openRc("[ \"$*\" = 'running status' ]");

        assertThat(openRc.isActive("running")).isTrue();
        assertThat(openRc.isActive("stopped")).isFalse();
    }

    @Test
    void commands_areTheOnesOfSystemToml_withTheServiceInThem() throws IOException {
        InitSystem openRc = openRc("exit 0");

        openRc.start("tedge-mapper-aws@p");
        openRc.enable("tedge-mapper-aws@p");
        openRc.restart("b");
        openRc.stop("b");
        openRc.disable("b");

        assertThat(openRc.name()).isEqualTo("OpenRC");
        assertThat(directory.resolve("asked")).hasContent("""
                tedge-mapper-aws@p start
                add tedge-mapper-aws@p
                b restart
                b stop
                delete b""");
    }

    @Test
    void start_isARestart_whenThereIsNoCommandForIt() throws IOException {
        script("rc-service", "exit 0");
        String toml = toml().replaceAll("(?m)^start.*\n", "");
        Files.writeString(directory.resolve("system.toml"), toml);

        openRcAsConfigured().start("a");

        assertThat(directory.resolve("asked")).hasContent("a restart");
    }

    @Test
    void failure_tellsWhatTheProgramHasSaid_onOneLine() throws IOException {
        InitSystem openRc = openRc("echo 'Access denied' >&2; echo 'Ask root'; exit 4");

        assertThatThrownBy(() -> openRc.start("a-service"))
                .isInstanceOf(IOException.class)
                .hasMessage("`%s a-service start` failed with exit code 4: Access denied; Ask root"
                        .formatted(directory.resolve("rc-service")));
    }

    @Test
    void failure_namesTheProgram_whenThereIsNone() throws IOException {
        Files.writeString(directory.resolve("system.toml"), toml());

        assertThatThrownBy(() -> openRcAsConfigured().start("a"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(directory.resolve("rc-service").toString());
    }

    @Test
    void command_thatDoesNotEnd_isEnded() throws IOException {
        script("rc-service", "exec sleep 600");
        Files.writeString(directory.resolve("system.toml"), toml());
        InitSystem slow = new InitSystem(SystemToml.in(directory).services(), directory, Duration.ofMillis(300));

        assertThatThrownBy(() -> slow.start("a"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("did not end within");
    }

    private InitSystem systemd(String behaviour) throws IOException {
        script("systemctl", behaviour);
        Files.writeString(directory.resolve("system.toml"), toml().replace("rc-service", "systemctl"));
        return openRcAsConfigured();
    }

    private InitSystem openRc(String behaviour) throws IOException {
        script("rc-service", behaviour);
        Files.writeString(directory.resolve("system.toml"), toml());
        return openRcAsConfigured();
    }

    private InitSystem openRcAsConfigured() {
        return new InitSystem(SystemToml.in(directory).services(), directory.resolve("absent"), PATIENCE);
    }

    private String toml() {
        return """
                [init]
                name = "OpenRC"
                is_available = ["@", "--version"]
                start = ["@", "{}", "start"]
                restart = ["@", "{}", "restart"]
                stop = ["@", "{}", "stop"]
                enable = ["@", "add", "{}"]
                disable = ["@", "delete", "{}"]
                is_active = ["@", "{}", "status"]
                """.replace("@", directory.resolve("rc-service").toString());
    }

    private void script(String name, String behaviour) throws IOException {
        Path script = directory.resolve(name);
        Files.writeString(
                script, "#!/bin/sh\necho \"$*\" >> %s\n%s\n".formatted(directory.resolve("asked"), behaviour));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }
}

package dev.tedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exit code tells a service manager whether it is of any use to try again. */
class RunCommandTest {

    @TempDir
    private Path directory;

    @Test
    void settingsThatWillNeverDo_are78() throws IOException {
        Files.writeString(directory.resolve("tedge.toml"), "aws = [");

        assertThat(new TestingConsole(directory).run("run aws").exitCode()).isEqualTo(78);
    }

    @Test
    void settingsThatCannotBeReadNow_are1() throws IOException {
        Files.createDirectory(directory.resolve("tedge.toml"));

        assertThat(new TestingConsole(directory).run("run aws").exitCode()).isEqualTo(1);
    }
}

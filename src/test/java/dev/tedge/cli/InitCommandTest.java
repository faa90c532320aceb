package dev.tedge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tedge.cli.TestingConsole.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitCommandTest {

    private static final Result SILENT = new Result(0, "", "");

    private final Path folder;
    private final Path directory;
    private final Path launcher;
    private final Path link;
    private final TestingConsole console;

    InitCommandTest(@TempDir Path folder) {
        this.folder = folder;
        this.directory = folder.resolve("etc/tedge");
        this.launcher = folder.resolve("bin/tedge");
        this.link = folder.resolve("bin/tedge-mapper");
        this.console = new TestingConsole(directory)
                .with("TEDGE_LOGS_PATH", folder.resolve("log").toString())
                .with("TEDGE_DATA_PATH", folder.resolve("data").toString());
    }

    @BeforeEach
    void install() throws IOException {
        Files.createDirectory(launcher.getParent());
        Files.createFile(launcher);
    }

    @Test
    void init_makesWhatIsMissing() throws IOException {
        assertThat(console.run("init")).isEqualTo(SILENT);

        for (String name : new String[] {"", "device-certs", "mappers", "mosquitto-conf", "routes"}) {
            assertThat(permissions(directory.resolve(name))).as(name).isEqualTo("rwxr-xr-x");
        }
        assertThat(permissions(directory.resolve(".tedge-mapper-aws"))).isEqualTo("rwx------");
        assertThat(folder.resolve("log")).isDirectory();
        assertThat(folder.resolve("data")).isDirectory();
        assertThat(link).doesNotExist();
        assertThat(console.run("cert create --device-id my-device").exitCode()).isZero();
    }

    @Test
    void init_leavesAlone_whatIsThere() throws IOException {
        Files.createDirectories(directory.resolve("routes"));
        Files.setPosixFilePermissions(directory.resolve("routes"), PosixFilePermissions.fromString("rwxrwx---"));
        Path mine = Files.writeString(directory.resolve("routes/mine"), "mine");

        console.run("init");
        assertThat(console.run("init")).isEqualTo(SILENT);

        assertThat(permissions(directory.resolve("routes"))).isEqualTo("rwxrwx---");
        assertThat(mine).hasContent("mine");
    }

    @Test
    void init_takesTheOwnerThatIsAskedFor() throws IOException {
        String self = Files.getOwner(folder).getName();

        assertThat(console.run("init --user " + self)).isEqualTo(SILENT);

        assertThat(Files.getOwner(directory).getName()).isEqualTo(self);
    }

    @Test
    void init_givesNothingAway_thatIsOutsideAndThereAlready() throws IOException {
        assumeThat(Files.getOwner(folder).getName())
                .as("only root gives files away")
                .isEqualTo("root");
        Path ofTheSystem = Files.createDirectories(folder.resolve("system/logs"));
        Files.createDirectories(directory.resolve("routes"));
        Files.createSymbolicLink(directory.resolve("link"), ofTheSystem.getParent());
        console.with("TEDGE_LOGS_PATH", directory.resolve("link/logs").toString())
                .with("TEDGE_DATA_PATH", folder.resolve("bin").toString());

        assertThat(console.run("init --user daemon")).isEqualTo(SILENT);

        assertThat(Files.getOwner(ofTheSystem).getName()).isEqualTo("root");
        assertThat(Files.getOwner(folder.resolve("bin")).getName()).isEqualTo("root");
        assertThat(Files.getOwner(directory.resolve("routes")).getName()).isEqualTo("daemon");
        assertThat(Files.getOwner(directory.resolve("mappers")).getName()).isEqualTo("daemon");
    }

    @ParameterizedTest
    @CsvSource({"--user", "--group"})
    void init_refusesAnOwnerThatIsNot(String option) {
        assertThat(console.run("init %s no-such-name".formatted(option)))
                .isEqualTo(new Result(1, "", """
                                Error: Failed to initialize tedge. You have to run tedge with sudo.

                                Caused by:
                                    %s: there is no user or group 'no-such-name'
                                """.formatted(directory)));
    }

    @Test
    void init_doesWithoutTheOwnerOfSystemToml() throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("system.toml"), "user = 'no-such-name'\n");

        assertThat(console.run("init")).isEqualTo(SILENT);
    }

    @Test
    void init_namesAFileInTheWay() throws IOException {
        Files.createDirectories(directory);
        Files.createFile(directory.resolve("routes"));

        assertThat(console.run("init")).isEqualTo(new Result(1, "", """
                                Error: Failed to initialize tedge. You have to run tedge with sudo.

                                Caused by:
                                    %s/routes is a file, not a directory: remove it
                                """.formatted(directory)));
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void link_isMade_andCorrected(boolean relative) throws IOException {
        String line = "init --launcher " + launcher + (relative ? " --relative-links" : "");
        Path target = relative ? Path.of("tedge") : launcher;

        assertThat(console.run(line)).isEqualTo(SILENT);
        assertThat(Files.readSymbolicLink(link)).isEqualTo(target);

        Files.delete(link);
        Files.createSymbolicLink(link, Path.of("elsewhere"));
        assertThat(console.run(line)).isEqualTo(SILENT);
        assertThat(Files.readSymbolicLink(link)).isEqualTo(target);
        FileTime made = Files.getLastModifiedTime(link, LinkOption.NOFOLLOW_LINKS);

        assertThat(console.run(line)).isEqualTo(SILENT);
        assertThat(Files.getLastModifiedTime(link, LinkOption.NOFOLLOW_LINKS)).isEqualTo(made);
    }

    @Test
    void link_doesNotReplaceAProgram() throws IOException {
        Files.writeString(link, "mine");

        Result result = console.run("init --launcher " + launcher);

        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).startsWith("warning: %s is there already, and is no link to".formatted(link));
        assertThat(link).hasContent("mine");
    }

    private static String permissions(Path directory) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory));
    }
}

package dev.tedge.gateway.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tedge.gateway.source.RouteFile;
import dev.tedge.gateway.source.RouteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnershipIT {

    private static final int NOBODY_BY_NAME = 3_999_999;

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void makeFile() throws IOException {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can give files away");
        file = Files.writeString(directory.resolve("a.camel.yaml"), "- route: {}");
        rights(file, "rw-r--r--");
    }

    @Test
    void fileOfRoot_isTaken_inTheDirectoryOfAnother() throws IOException {
        give(directory, 1);
        assertThat(refusal(file)).isEmpty();
    }

    @Test
    void fileOfAnother_isRefused_andWhatToDoIsSaid() throws IOException {
        give(file, 1);
        String user = Files.getOwner(file).getName();
        assertThat(refusal(file).orElseThrow())
                .contains("belongs to '%s'".formatted(user), "sudo -u " + user + " tedge …");

        give(file, NOBODY_BY_NAME);
        assertThat(refusal(file).orElseThrow())
                .contains("sudo chown -h root " + file)
                .doesNotContain("sudo -u");
    }

    @Test
    void fileThatOthersCanWrite_isRefused() throws IOException {
        rights(file, "rw-rw-r--");
        assertThat(refusal(file).orElseThrow())
                .startsWith("its group can write")
                .endsWith("`sudo chmod go-w " + file + "`");

        rights(file, "rw-r--rw-");
        assertThat(refusal(file).orElseThrow()).startsWith("everybody can write");
    }

    @Test
    void links_areFollowed_whenAllAreOfRoot() throws IOException {
        Path first = Files.createDirectory(directory.resolve("..2026"));
        Files.move(file, first.resolve("a.camel.yaml"));
        Path current = Files.createSymbolicLink(directory.resolve("..data"), Path.of("..2026"));
        Files.createSymbolicLink(file, Path.of("..data/a.camel.yaml"));
        assertThat(refusal(file)).isEmpty();

        give(current, 1);
        assertThat(refusal(file).orElseThrow()).contains("'%s' belongs to".formatted(current));

        give(current, 0);
        give(first.resolve("a.camel.yaml"), 1);
        assertThat(refusal(file).orElseThrow()).contains("belongs to");
    }

    @Test
    void whatWasReadBeforeAChange_isRefused() throws IOException {
        RouteFile read = RouteFiles.own(file);
        Files.writeString(file, "- beans: []");

        assertThat(Ownership.refusal(read).orElseThrow()).contains("has just been changed");
    }

    private static Optional<String> refusal(Path path) {
        return Ownership.refusal(RouteFiles.own(path));
    }

    private static void give(Path path, int user) throws IOException {
        Files.setAttribute(path, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
    }

    private static void rights(Path path, String rights) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
    }
}

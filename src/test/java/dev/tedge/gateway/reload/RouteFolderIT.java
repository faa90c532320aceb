package dev.tedge.gateway.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tedge.gateway.source.RouteFile;
import dev.tedge.gateway.source.RouteFile.Origin;
import dev.tedge.gateway.source.RouteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be seen of a real directory. */
class RouteFolderIT {

    @TempDir
    private Path directory;

    @Test
    void aMissingDirectory_hasNoFiles_andTheBuiltInOnesHold() throws Exception {
        RouteFolder folder = new RouteFolder(directory.resolve("no"));

        assertThat(folder.stamps()).isEmpty();
        assertThat(folder.read().files()).isEqualTo(RouteFiles.builtIn());
    }

    @Test
    void aMountThatSwitchesItsLinks_isAChange() throws Exception {
        Path routes = Files.createDirectories(directory.resolve("routes"));
        Files.writeString(Files.createDirectories(directory.resolve("one")).resolve("a.camel.yaml"), "- one");
        Files.writeString(Files.createDirectories(directory.resolve("two")).resolve("a.camel.yaml"), "- two");
        Files.createSymbolicLink(routes.resolve("..data"), directory.resolve("one"));
        Files.createSymbolicLink(routes.resolve("a.camel.yaml"), Path.of("..data", "a.camel.yaml"));
        RouteFolder folder = new RouteFolder(routes);
        Map<String, String> before = folder.stamps();
        assertThat(before).containsOnlyKeys("a.camel.yaml");

        Files.createSymbolicLink(routes.resolve("..next"), directory.resolve("two"));
        Files.move(routes.resolve("..next"), routes.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);

        assertThat(folder.stamps()).isNotEqualTo(before);
        assertThat(folder.read().files().get("a.camel.yaml"))
                .extracting(RouteFile::text)
                .isEqualTo(Optional.of("- two"));
    }

    @Test
    void otherFiles_areNoRoutes_andAFileThatIsSwitchedOff_isOff() throws Exception {
        Files.writeString(directory.resolve(".a.camel.yaml.swp"), "x");
        Files.writeString(directory.resolve("a.camel.yaml~"), "x");
        Files.createDirectory(directory.resolve("dir.camel.yaml"));
        Files.writeString(directory.resolve("b.camel.yaml"), "- x");
        Files.createFile(directory.resolve("b.camel.yaml.disabled"));
        RouteFolder folder = new RouteFolder(directory);

        assertThat(folder.stamps()).containsOnlyKeys("b.camel.yaml", "b.camel.yaml.disabled");
        assertThat(folder.read().files().get("b.camel.yaml"))
                .extracting(RouteFile::origin)
                .isEqualTo(Origin.DISABLED);
    }

    @Test
    void whatIsTooLarge_isToldApart_inBytes() throws Exception {
        Files.writeString(directory.resolve("a.camel.yaml"), "#".repeat(RouteFile.MOST_BYTES));
        Files.writeString(directory.resolve("b.camel.yaml"), "#".repeat(RouteFile.MOST_BYTES - 1) + "é");

        RouteFolder.Content content = new RouteFolder(directory).read();

        assertThat(content.files()).containsKey("a.camel.yaml").doesNotContainKey("b.camel.yaml");
        assertThat(content.unreadable()).containsOnlyKeys("b.camel.yaml");
        assertThat(content.unreadable().get("b.camel.yaml")).asString().contains("at most 1,000,000 bytes");
    }

    @Test
    void aDirectoryThatCannotBeRead_isNoEmptyOne() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        Path lost = Files.createSymbolicLink(directory.resolve("lost"), directory.resolve("nowhere"));

        assertThatThrownBy(() -> new RouteFolder(file).stamps()).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> new RouteFolder(lost).stamps()).isInstanceOf(IOException.class);
        assertThat(new RouteFolder(lost).isMissing()).isFalse();
        assertThat(new RouteFolder(directory.resolve("nowhere")).isMissing()).isTrue();
    }
}

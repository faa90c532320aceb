package dev.tedge.gateway.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tedge.gateway.source.RouteFile.Origin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteFilesTest {

    @TempDir
    private Path directory;

    @Test
    void theList_isWhatTheFolderHolds() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/routes"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(RouteFiles.BUILT_IN);
        }
    }

    @Test
    void withoutOwnFiles_theBuiltInOnesAreInForce() {
        assertThat(RouteFiles.in(directory.resolve("missing")))
                .hasSameSizeAs(RouteFiles.BUILT_IN)
                .allMatch(file -> file.origin() == Origin.BUILT_IN)
                .allSatisfy(file -> assertThat(file.text().orElseThrow()).contains("- route"));
    }

    @Test
    void anOwnFile_replacesTheBuiltInOneOfItsName_orAdds() throws IOException {
        Path telemetry = Files.writeString(directory.resolve("telemetry.camel.yaml"), "mine");
        Files.createFile(directory.resolve("more.camel.yaml"));
        Files.createFile(directory.resolve("notes.txt"));

        List<RouteFile> files = RouteFiles.in(directory);
        assertThat(files).hasSize(RouteFiles.BUILT_IN.size() + 1);
        assertThat(files)
                .contains(new RouteFile(
                        "telemetry.camel.yaml", Origin.OVERRIDDEN, "file:" + telemetry, Optional.of("mine")));
        assertThat(files)
                .filteredOn(file -> file.origin() == Origin.ADDED)
                .extracting(RouteFile::name)
                .containsExactly("more.camel.yaml");
    }

    @Test
    void aDisabledFile_isNotInForce() throws IOException {
        Files.createFile(directory.resolve("shadow.camel.yaml.disabled"));
        assertThat(RouteFiles.in(directory))
                .filteredOn(file -> !file.inForce())
                .singleElement()
                .satisfies(file -> {
                    assertThat(file.name()).isEqualTo("shadow.camel.yaml");
                    assertThat(file.origin()).isEqualTo(Origin.DISABLED);
                });
    }

    @Test
    void aDirectoryThatCannotBeRead_isNoEmptyOne() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        Path lost = Files.createSymbolicLink(directory.resolve("lost"), directory.resolve("nowhere"));

        for (Path routes : List.of(file, lost)) {
            assertThatThrownBy(() -> RouteFiles.in(routes))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("The routes in '%s' can't be read: ", routes);
        }
    }

    @Test
    void aFileThatCannotBeRead_isListedWithItsReason_andTheOthersToo() throws IOException {
        Files.writeString(directory.resolve("large.camel.yaml"), "é".repeat(RouteFile.MOST_BYTES / 2) + "#");
        Files.writeString(directory.resolve("most.camel.yaml"), "é".repeat(RouteFile.MOST_BYTES / 2));

        List<RouteFile> files = RouteFiles.in(directory);
        assertThat(files)
                .filteredOn(file -> file.origin() == Origin.ADDED && file.inForce())
                .extracting(RouteFile::name)
                .containsExactly("most.camel.yaml");
        assertThat(files)
                .filteredOn(file -> file.trouble().isPresent())
                .singleElement()
                .isEqualTo(new RouteFile(
                        "large.camel.yaml",
                        Origin.ADDED,
                        "file:" + directory.resolve("large.camel.yaml"),
                        Optional.empty(),
                        Optional.of("the file is too large: a route file has at most 1,000,000 bytes")));
    }
}

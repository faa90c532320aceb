package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
        assertThat(RouteFiles.inForce(directory.resolve("missing")))
                .hasSameSizeAs(RouteFiles.BUILT_IN)
                .allMatch(uri -> uri.startsWith("classpath:routes/"));
    }

    @Test
    void anOwnFile_replacesTheBuiltInOneOfItsName_orAdds() throws IOException {
        Files.createFile(directory.resolve("telemetry.camel.yaml"));
        Files.createFile(directory.resolve("more.camel.yaml"));
        Files.createFile(directory.resolve("notes.txt"));

        List<String> inForce = RouteFiles.inForce(directory);
        assertThat(inForce)
                .hasSize(RouteFiles.BUILT_IN.size() + 1)
                .doesNotContain("classpath:routes/telemetry.camel.yaml")
                .contains(
                        directory.resolve("telemetry.camel.yaml").toUri().toString(),
                        directory.resolve("more.camel.yaml").toUri().toString());
    }

    @Test
    void aDisabledFile_isNotInForce() throws IOException {
        Files.createFile(directory.resolve("shadow.camel.yaml.disabled"));
        assertThat(RouteFiles.inForce(directory)).doesNotContain("classpath:routes/shadow.camel.yaml");
    }
}

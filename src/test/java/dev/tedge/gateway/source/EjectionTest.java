package dev.tedge.gateway.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tedge.gateway.source.RouteFile.Origin;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EjectionTest {

    private static final RouteFile TELEMETRY =
            RouteFiles.builtIn("telemetry.camel.yaml").orElseThrow();

    @TempDir
    private Path directory;

    @Test
    void copy_isTheBuiltInFile_belowALineThatSaysSo() throws IOException {
        Path file = Ejection.eject(TELEMETRY, directory, "1.2.3");

        assertThat(file).isEqualTo(directory.resolve("routes/telemetry.camel.yaml"));
        assertThat(file).content().startsWith("# Ejected from tedge-gateway 1.2.3 (sha256 ");
        assertThat(Files.readString(file).lines().skip(1))
                .containsExactlyElementsOf(
                        TELEMETRY.text().orElseThrow().lines().toList());
        assertThat(directory.resolve("routes")).isDirectoryNotContaining("glob:**.tmp");
        assertThat(Ejection.of(RouteFiles.own(file))).contains(new Ejection("1.2.3", Ejection.hash(TELEMETRY)));
        assertThat(Ejection.outdated(RouteFiles.own(file))).isEmpty();
    }

    @Test
    void aFileThatIsThere_stays() throws IOException {
        Path routes = Files.createDirectory(directory.resolve("routes"));
        Path file = Files.writeString(routes.resolve("telemetry.camel.yaml"), "mine");

        assertThatThrownBy(() -> Ejection.eject(TELEMETRY, directory, "1.2.3"))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("mine");
    }

    @Test
    void aLinkThatLeadsNowhere_stays() throws IOException {
        Path routes = Files.createDirectory(directory.resolve("routes"));
        Path target = directory.resolve("elsewhere");
        Files.createSymbolicLink(routes.resolve("telemetry.camel.yaml"), target);

        assertThatThrownBy(() -> Ejection.eject(TELEMETRY, directory, "1.2.3"))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(target).doesNotExist();
    }

    @Test
    void afterAnUpgrade_theCopyIsOutdated_howeverItWasEdited() {
        RouteFile edited =
                own("telemetry.camel.yaml", "# Ejected from tedge-gateway 0.0.9 (sha256 0123456789ab)\n# edited");

        assertThat(Ejection.outdated(edited))
                .hasValueSatisfying(words -> assertThat(words)
                        .contains("telemetry.camel.yaml", "0.0.9", "tedge routes eject telemetry --stdout"));
    }

    @Test
    void aFileThatSaysNothing_orThatHasNoBuiltInOne_isNotOutdated() {
        String line = "# Ejected from tedge-gateway 0.0.9 (sha256 0123456789ab)";

        assertThat(Ejection.outdated(own("telemetry.camel.yaml", "- route:"))).isEmpty();
        assertThat(Ejection.outdated(own("telemetry.camel.yaml", "\n" + line))).isEmpty();
        assertThat(Ejection.outdated(own("mine.camel.yaml", line))).isEmpty();
        assertThat(Ejection.outdated(TELEMETRY)).isEmpty();
    }

    private static RouteFile own(String name, String text) {
        return new RouteFile(name, Origin.OVERRIDDEN, "file:" + name, Optional.of(text));
    }
}

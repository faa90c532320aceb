package dev.tedge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.testing.process.TedgeProgram;
import dev.tedge.testing.process.TedgeProgram.Finished;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TedgeVersionST {

    private final TedgeProgram tedge;

    TedgeVersionST(@TempDir Path configDirectory) {
        tedge = new TedgeProgram(configDirectory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-V", "--version"})
    void version_isThatOfTheJar(String option) {
        Finished finished = tedge.run(option);

        assertThat(finished.exitCode()).isZero();
        assertThat(finished.out()).matches("tedge \\d+\\.\\d+\\.\\d+\\n");
        assertThat(finished.err()).isEmpty();
    }

    @Test
    void help_namesTheProgram() {
        Finished finished = tedge.run("--help");

        assertThat(finished.exitCode()).isZero();
        assertThat(finished.out()).contains("Usage: tedge").contains("--version");
        assertThat(finished.err()).isEmpty();
    }

    @Test
    void unknownSubCommand_isWrongUsage_withAHint() {
        Finished finished = tedge.run("conect", "aws");

        assertThat(finished.exitCode()).isEqualTo(2);
        assertThat(finished.out()).isEmpty();
        assertThat(finished.err()).contains("'conect'").contains("Try 'tedge --help'");
    }
}

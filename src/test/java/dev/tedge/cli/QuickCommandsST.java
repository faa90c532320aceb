package dev.tedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged jar, as people and scripts call it: nothing large is loaded by a command that only looks something up. */
class QuickCommandsST {

    private final Path directory;

    QuickCommandsST(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void createCertificate() throws Exception {
        assertThat(tedge(List.of(), "cert", "create", "--device-id", "my-device"))
                .contains("CN=my-device");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "config get device.id",
                "config list --all",
                "config set aws.url x",
                "cert show",
                "dlq list",
                "outbox stats"
            })
    void command_loadsNoLargeLibrary(String line) throws Exception {
        String classes = tedge(List.of("-Xlog:class+load:stdout"), line.split(" "));

        assertThat(classes).contains("dev.tedge.cli.TedgeCommand ");
        assertThat(
                        classes.lines()
                                .filter(
                                        entry -> entry.matches(
                                                ".*(org\\.apache\\.camel|io\\.netty|org\\.bouncycastle|org\\.eclipse\\.paho|software\\.amazon)\\..*")))
                .isEmpty();
    }

    @Test
    void version_isTheManifests() throws Exception {
        assertThat(tedge(List.of(), "--version")).matches("tedge \\d+\\.\\d+\\.\\d+\\S*\\n");
    }

    private String tedge(List<String> options, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-jar", System.getProperty("tedge.jar")));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("TEDGE_CONFIG_DIR", directory.toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}

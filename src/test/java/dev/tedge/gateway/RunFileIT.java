package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tedge.config.CloudProfile;
import dev.tedge.config.TedgeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFileIT {

    private final Path directory;
    private final Map<String, String> environment = new HashMap<>();

    RunFileIT(@TempDir Path directory) {
        this.directory = directory;
        environment.put("TEDGE_RUN_PATH", directory.resolve("run").toString());
    }

    @Test
    void file_hasTheProcess_whileItsGatewayRuns() {
        GatewayLock lock = GatewayLock.take(config(Optional.empty()));

        assertThat(file("tedge-mapper-aws.lock"))
                .hasContent(Long.toString(ProcessHandle.current().pid()));
        assertThatThrownBy(() -> GatewayLock.take(config(Optional.empty())))
                .hasMessageContaining("process " + ProcessHandle.current().pid())
                .hasMessageContaining(file("tedge-mapper-aws.lock").toString());
        lock.close();

        assertThat(file("tedge-mapper-aws.lock")).doesNotExist();
    }

    @Test
    void profile_hasItsOwnFile() {
        try (GatewayLock lock = GatewayLock.take(config(Optional.of(CloudProfile.of("p"))))) {
            assertThat(lock).isNotNull();
            assertThat(file("tedge-mapper-aws@p.lock")).exists();
        }
    }

    @Test
    void file_isNotWritten_whenItIsSwitchedOff() {
        environment.put("TEDGE_RUN_LOCK_FILES", "false");

        try (GatewayLock lock = GatewayLock.take(config(Optional.empty()))) {
            assertThat(lock).isNotNull();
            assertThat(directory.resolve("run")).doesNotExist();
        }
    }

    @Test
    void fileOfAnotherProcess_isLeftAlone_whileThatRuns() throws IOException {
        Path file = file("tedge-mapper-aws.lock");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "1");

        GatewayLock.take(config(Optional.empty())).close();

        assertThat(file).hasContent("1");
    }

    private Path file(String name) {
        return directory.resolve("run/lock").resolve(name);
    }

    private TedgeConfig config(Optional<CloudProfile> profile) {
        return TedgeConfig.load(directory, profile, environment, certificate -> Optional.empty());
    }
}

package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tedge.config.TedgeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lock in a directory of the user of the service, taken by root as well. */
class GatewayLockIT {

    private final TedgeConfig config;
    private final Path lock;

    GatewayLockIT(@TempDir Path directory) {
        config = TedgeConfig.load(directory, Map.of(), file -> Optional.empty());
        lock = directory.resolve(".tedge-mapper-aws/lock");
    }

    @BeforeEach
    void makeDirectory() throws IOException {
        Files.createDirectory(lock.getParent());
    }

    @Test
    void link_isNotFollowed() throws IOException {
        Path victim = Files.writeString(lock.resolveSibling("victim"), "mine");
        Files.createSymbolicLink(lock, victim);

        assertThatThrownBy(() -> GatewayLock.take(config))
                .isInstanceOf(GatewayException.class)
                .hasMessage("The lock %s is a link: remove it", lock);
        assertThatThrownBy(() -> GatewayLock.takeForCommand(config, Duration.ZERO))
                .isInstanceOf(IOException.class)
                .hasMessage("%s: it is a link: remove it", lock);
        assertThat(victim).hasContent("mine");
    }

    @Test
    void linkToNothing_makesNothing() throws IOException {
        Path absent = lock.resolveSibling("absent");
        Files.createSymbolicLink(lock, absent);

        assertThatThrownBy(() -> GatewayLock.take(config)).isInstanceOf(GatewayException.class);
        assertThat(absent).doesNotExist();
    }

    @Test
    void newLock_belongsToTheOwnerOfTheDirectory() throws IOException {
        assumeThat(Files.getOwner(lock.getParent()).getName())
                .as("only root gives files away")
                .isEqualTo("root");
        UserPrincipal daemon =
                lock.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("daemon");
        Files.setOwner(lock.getParent(), daemon);

        GatewayLock.take(config).close();

        assertThat(Files.getOwner(lock)).isEqualTo(daemon);
    }
}

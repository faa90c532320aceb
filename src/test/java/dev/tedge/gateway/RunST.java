package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.testing.process.TedgeProcess;
import dev.tedge.testing.process.TedgeProgram;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program as the service that systemd starts. */
class RunST {

    private TestingWorld world;
    private TedgeProgram tedge;

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        world = new TestingWorld(directory);
        world.localEmbedded();
        world.networkTo(world.cloudSimulator());
        world.settings();
        tedge = new TedgeProgram(world.config());
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void hangUp_hasTheLogLevelReadAgain() throws Exception {
        levels("info");
        TedgeProcess gateway = world.begin(tedge.start("run", "aws"));
        gateway.awaitLine("aws: connected");

        levels("debug");
        hangUp(gateway);
        gateway.awaitLine("SIGHUP: the log level is debug");

        levels("loud");
        hangUp(gateway);
        gateway.awaitLine("SIGHUP: the log level stays as it is");

        assertThat(gateway.isAlive()).isTrue();
        assertThat(gateway.terminate()).isZero();
    }

    @Test
    void option_isStrongerThanSystemToml() throws Exception {
        levels("debug");
        TedgeProcess gateway = world.begin(tedge.start("run", "aws", "--log-level", "info"));
        gateway.awaitLine("aws: connected");

        hangUp(gateway);

        gateway.awaitLine("SIGHUP: the log level is info");
        assertThat(gateway.terminate()).isZero();
    }

    /** A pipe in the place of the settings holds the gateway where it reads them. */
    @Test
    void hangUp_doesNotEndAGateway_thatIsStillReadingItsSettings() throws Exception {
        Path settings = world.config().resolve("tedge.toml");
        byte[] content = Files.exists(settings) ? Files.readAllBytes(settings) : new byte[0];
        Files.deleteIfExists(settings);
        assertThat(new ProcessBuilder("mkfifo", settings.toString()).start().waitFor())
                .isZero();
        levels("warn");
        TedgeProcess gateway = world.begin(tedge.start("run", "aws"));

        try (OutputStream pipe =
                CompletableFuture.supplyAsync(() -> openedByBoth(settings)).get(30, TimeUnit.SECONDS)) {
            hangUp(gateway);
            gateway.awaitLine("SIGHUP: the log level is warn");
            Files.delete(settings);
            Files.write(settings, content);
            levels("info");
            hangUp(gateway);
            gateway.awaitLine("SIGHUP: the log level is info");
            pipe.write(content);
        }

        gateway.awaitLine("aws: connected");
        assertThat(gateway.terminate()).isZero();
    }

    /** Returns when somebody reads. */
    private static OutputStream openedByBoth(Path pipe) {
        try {
            return Files.newOutputStream(pipe);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void mapper_isTheSameGateway_byEachOfItsNames() {
        TedgeProcess linked =
                world.begin(tedge.calledAs("/usr/bin/tedge-mapper").start("aws"));
        linked.awaitLine("aws: connected");
        assertThat(linked.terminate()).isZero();

        TedgeProcess spelled = world.begin(tedge.start("run", "tedge-mapper", "--init", "aws"));
        spelled.awaitLine("aws: connected");

        TedgeProgram.Finished second = tedge.run("run", "aws");
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.err()).contains("Another gateway runs with this configuration (process " + spelled.pid());
        assertThat(spelled.terminate()).isZero();
    }

    private void levels(String level) throws IOException {
        Files.writeString(world.config().resolve("system.toml"), "[log]\ntedge-mapper-aws = \"%s\"\n".formatted(level));
    }

    private static void hangUp(TedgeProcess gateway) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-HUP", Long.toString(gateway.pid())).start();
        assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(kill.exitValue()).isZero();
    }
}

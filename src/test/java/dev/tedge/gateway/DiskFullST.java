package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tedge.gateway.TestingLoad.Plan;
import dev.tedge.testing.TcpProxy;
import dev.tedge.testing.process.RequiresMosquitto;
import dev.tedge.testing.process.TedgeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The disk of the outbox is full, or can not be used. */
@RequiresMosquitto
class DiskFullST {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NO_ROOM = "has no room: local messages are not acknowledged until there is";

    @TempDir
    private Path directory;

    private TestingWorld world;
    private TestingCloud.Mosquitto cloud;
    private TcpProxy network;
    private TestingKept kept;
    private Path disk;
    private Path outbox;
    private boolean mounted;

    @BeforeEach
    void begin() throws Exception {
        disk = Files.createDirectory(directory.resolve("disk"));
        outbox = disk.resolve("outbox");
        world = new TestingWorld(Files.createDirectory(directory.resolve("world")));
        world.localMosquitto();
        cloud = world.cloudMosquitto();
        network = world.networkTo(cloud);
        world.set("aws.outbox.path", outbox.toString());
        kept = new TestingKept(world);
    }

    @AfterEach
    void end() throws Exception {
        world.close();
        if (mounted) {
            run("umount", disk.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void fullDisk_holdsLocalMessagesBack_andNothingIsLost(boolean diskGrows) throws Exception {
        mount();
        network.refuse();
        TedgeProcess gateway = world.process();
        gateway.awaitLine("local: connected to");

        // Some 12 MB, which take twice as much, on a disk of 12.
        TestingLoad load =
                TestingLoad.begin(Plan.STANDARD.count(6_000).bytes(2_000).patience(PATIENCE), world.publisher(), cloud);
        gateway.awaitLine(NO_ROOM);
        load.awaitPublished();
        assertThat(kept.statusText()).contains(NO_ROOM);
        long stored = kept.status().at("/outbox/depth").asLong();
        assertThat(stored).isBetween(1_000L, 5_500L);
        assertThat(kept.status().at("/outbox/trouble").asText()).contains(NO_ROOM);

        if (diskGrows) {
            assertThat(run("mount", "-o", "remount,size=64m", disk.toString())).isZero();
            gateway.awaitLine("has room again");
            await("all on disk")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(
                            () -> assertThat(kept.status().at("/outbox/depth").asLong())
                                    .isGreaterThanOrEqualTo(6_000));
            assertThat(kept.status().at("/outbox/trouble").isNull()).isTrue();
        }
        network.accept();

        load.awaitAll("Disk full, then " + (diskGrows ? "larger" : "drained"));
        gateway.awaitLine("has room again");
        assertThat(gateway.err()).noneMatch(line -> line.contains("Unexpected failure"));
        assertThat(gateway.terminate()).isZero();
    }

    @Test
    void unusableOutbox_keepsTheGatewayFromStarting() throws Exception {
        Files.createFile(outbox);
        assertRefusedStart("'" + outbox);

        Files.delete(outbox);
        Files.createDirectories(outbox);
        Files.writeString(outbox.resolve("messages.db"), "no database at all".repeat(1_000));
        assertRefusedStart("is no store of messages, or its beginning is damaged");
    }

    @Test
    void readOnlyOutbox_keepsTheGatewayFromStarting() throws Exception {
        mount();
        assertThat(run("mount", "-o", "remount,ro", disk.toString())).isZero();

        assertRefusedStart("writable for this user");
    }

    private void assertRefusedStart(String reason) throws IOException {
        try (TedgeProcess gateway = world.process()) {
            assertThat(gateway.awaitExit(PATIENCE)).isEqualTo(1);
            assertThat(gateway.err()).noneMatch(line -> line.startsWith("\tat ") || line.contains("Exception:"));
            assertThat(String.join("\n", gateway.err())).contains("Error: failed to run the gateway", reason);
            assertThat(gateway.out()).isEmpty();
        }
    }

    private void mount() throws Exception {
        mounted = run("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", disk.toString()) == 0;
        assumeTrue(mounted, "A small file system can't be mounted here: it takes root");
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}

package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tedge.gateway.TestingLoad.Plan;
import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.TcpProxy;
import dev.tedge.testing.process.RequiresMosquitto;
import dev.tedge.testing.process.TedgeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flash wears out: while the link is up and nothing waits, the gateway writes nothing to the disk. */
@RequiresMosquitto
class NoWriteST {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private TestingWorld world;
    private TestingCloud.Mosquitto cloud;
    private TcpProxy network;
    private Path outbox;

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        assumeTrue(Files.isReadable(Path.of("/proc/self/io")), "This system does not count what a process writes");
        world = new TestingWorld(directory);
        world.localMosquitto();
        cloud = world.cloudMosquitto();
        network = world.networkTo(cloud);
        outbox = world.newDirectory("outbox");
        world.set("aws.outbox.path", outbox.toString());
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void liveMessages_writeNothing_andStoredOnesDo() throws Exception {
        TedgeProcess gateway = world.process();
        gateway.awaitLine("aws: connected to");
        gateway.awaitLine("local: connected to");
        // The gateway's own health and the first classes have passed.
        MqttProbe local = world.publisher();
        local.publishMany(100, number -> "aws/td/first", Integer::toString, 20);
        cloud.observer().await("the last one", message -> message.text().equals("99"), PATIENCE);
        awaitQuiet();
        List<String> before = files();
        long written = written(gateway);

        TestingLoad live = TestingLoad.begin(Plan.STANDARD.perSecond(1_000), local, cloud);
        live.awaitArrived(10_000);

        assertThat(new TestingKept(world).status().at("/counters/live").asLong())
                .isGreaterThanOrEqualTo(10_000);
        assertThat(written(gateway) - written).as("bytes written to disk").isZero();
        assertThat(files()).isEqualTo(before);
        live.awaitAll("Live");

        network.refuse();
        network.cut();
        gateway.awaitLine("aws: the connection");
        local.publishMany(100, number -> "aws/td/stored", Integer::toString, 20);
        await("the control: stored messages are seen")
                .atMost(PATIENCE)
                .until(() -> written(gateway) > written && !files().equals(before));
    }

    /** Until nothing is written any more: what the start has left is on disk. */
    private void awaitQuiet() {
        AtomicReference<List<String>> last = new AtomicReference<>(List.of());
        await("nothing is written")
                .during(Duration.ofSeconds(1))
                .atMost(PATIENCE)
                .until(() -> {
                    List<String> now = files();
                    return now.equals(last.getAndSet(now));
                });
    }

    private List<String> files() {
        try (Stream<Path> files = Files.list(outbox)) {
            return files.sorted()
                    .map(file -> {
                        try {
                            return "%s %d %s".formatted(file, Files.size(file), Files.getLastModifiedTime(file));
                        } catch (IOException e) {
                            return file + " has gone";
                        }
                    })
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Bytes that the process has caused to be written to a disk, by the kernel's count. */
    private static long written(TedgeProcess process) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/io")).stream()
                .filter(line -> line.startsWith("write_bytes: "))
                .mapToLong(line -> Long.parseLong(line.substring("write_bytes: ".length())))
                .sum();
    }
}

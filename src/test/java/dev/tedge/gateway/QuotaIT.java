package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.gateway.TestingLoad.Plan;
import dev.tedge.simulator.SimulatorCounters.OverQuota;
import dev.tedge.simulator.quota.Quotas;
import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.process.RequiresMosquitto;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AWS discards what is above its quota of messages per second: nothing is lost all the same. */
@RequiresMosquitto
class QuotaIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private TestingWorld world;
    private TestingCloud.Simulator cloud;

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        world = new TestingWorld(directory);
        world.localMosquitto();
        cloud = world.cloudSimulator(options -> options.quotas(Quotas.AWS));
        world.networkTo(cloud);
        world.set("aws.pacer.enabled", "true");
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void burst_arrives_belowTheQuota_whileCommandsComeIn() throws Exception {
        Gateway gateway = world.connectedGateway();
        MqttProbe local = world.probe();
        int commands = 100;

        long start = System.nanoTime();
        TestingLoad load = TestingLoad.begin(Plan.STANDARD.count(5_000).patience(PATIENCE), world.publisher(), cloud);
        for (int part = 1; part <= commands; part++) {
            load.awaitArrived(part * 5_000 / (commands + 1));
            cloud.publish("thinedge/robot-7/cmd/" + part, "x");
        }
        load.awaitAll("Burst below the quota");

        print(start, 5_000 + commands);
        await("all commands")
                .atMost(PATIENCE)
                .until(() -> IntStream.rangeClosed(1, commands)
                        .allMatch(part -> local.messages().stream()
                                .anyMatch(message -> message.topic().equals("aws/cmd/" + part))));
        assertThat(overQuota()).isEqualTo(new OverQuota(0, 0, 0));
        assertThat(load.duplicates()).isZero();
        assertThat(gateway.aws().lastFailure()).isEmpty();
    }

    @Test
    void burst_arrives_whenThePaceIsAboveTheQuota() throws Exception {
        world.set("aws.pacer.max_publishes_per_second", "150");
        Gateway gateway = world.connectedGateway();

        long start = System.nanoTime();
        TestingLoad load = TestingLoad.begin(Plan.STANDARD.count(1_500).patience(PATIENCE), world.publisher(), cloud);
        load.awaitAll("Burst above the quota");

        print(start, 1_500);
        assertThat(overQuota().publishes()).isPositive();
        // AWS has not seen the 1,500 go by at 150 a second.
        assertThat(overQuota().publishes()).as("it slows down").isLessThan(500);
        assertThat(gateway.aws().lastFailure()).isEmpty();
    }

    private OverQuota overQuota() {
        return cloud.simulator().counters().overQuota();
    }

    private void print(long start, int messages) {
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "%d messages at %.1f/s, %d of them answered with 0x97 first%n",
                messages, messages / seconds, overQuota().publishes());
    }
}

package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.testing.MqttProbe;
import dev.tedge.testing.TcpProxy;
import dev.tedge.testing.process.MosquittoProcess;
import dev.tedge.testing.process.RequiresMosquitto;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs of a simulated AWS for devices at a real local broker. */
@SuppressWarnings("NullAway.Init") // Each test begins its own.
@RequiresMosquitto
class JobsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int JOBS = 200;
    private static final int BROKEN = JOBS / 10;

    private TestingWorld world;
    private TestingJobs jobs;
    private TcpProxy localNetwork;
    private TestingJobDevice device;

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        world = new TestingWorld(directory);
        world.set("aws.jobs.enabled", "true");
        MosquittoProcess local = world.localMosquitto();
        localNetwork = world.begin(TcpProxy.to(local.port()));
        world.localAt("127.0.0.1", localNetwork.port());
        jobs = TestingJobs.in(world);
        device = world.begin(new TestingJobDevice("127.0.0.1", local.port()));
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void eachJob_isExecutedOnce_andEndsInTheRightStatus_withRestartsInTheMiddle() throws Exception {
        jobs.create(JOBS);
        Gateway gateway = world.gateway();
        int troubles = 0;
        for (long ended = 0; ended < JOBS; ended = jobs.ended()) {
            jobs.endOne(device.hanging().poll(5, TimeUnit.MILLISECONDS));
            if (ended / 24 > troubles) {
                troubles++;
                gateway = disturbed(gateway, troubles);
            }
        }

        assertThat(jobs.statuses()).isEqualTo(TestingJobs.expected(JOBS));
        assertThat(device.starts().values()).hasSize(JOBS - BROKEN).containsOnly(1);
        await("all commands are cleared")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(retained()).isEmpty());
        assertThat(device.withdrawn()).hasSize(2 * JOBS / 10);
        assertThat(troubles).isGreaterThan(6);
        assertThat(jobs.refusals()).isEmpty();
    }

    @Test
    void offer_isNotRepeated_whenItsAcknowledgementIsLost() throws Exception {
        Gateway unused = world.gateway();
        jobs.create(1);
        await("the gateway is ready for the next")
                .atMost(PATIENCE)
                .until(() -> jobs.ended() == 1 && retained().isEmpty());

        localNetwork.hold(TcpProxy.Direction.TO_CLIENT);
        jobs.createOne(1);
        await("the device has begun")
                .atMost(PATIENCE)
                .until(() -> device.starts().size() == 2);
        await("the acknowledgement is on its way").atMost(PATIENCE).until(localNetwork::isHolding);
        localNetwork.cut();
        localNetwork.release();

        await("the job has ended").atMost(PATIENCE).until(() -> jobs.ended() == 2);
        assertThat(jobs.statuses()).isEqualTo(TestingJobs.expected(2));
        assertThat(device.starts().values()).containsOnly(1);
    }

    @Test
    void jobThatIsDeletedAndCreatedAnew_isExecutedAgain() throws Exception {
        Gateway unused = world.gateway();
        jobs.create(1);
        await("the first has ended").atMost(PATIENCE).until(() -> jobs.ended() == 1);

        jobs.createAnew(0);

        await("the second has ended").atMost(PATIENCE).until(() -> jobs.ended() == 1);
        assertThat(device.starts()).containsExactly(Map.entry(TestingJobs.command(0), 2));
    }

    /** Either network breaks, or the gateway starts anew. */
    private Gateway disturbed(Gateway gateway, int number) throws Exception {
        switch (number % 4) {
            case 0 -> jobs.network().cut();
            case 1 -> localNetwork.cut();
            default -> {
                gateway.close();
                return world.gateway();
            }
        }
        return gateway;
    }

    /** The topics of commands on which the local broker has something. */
    private List<String> retained() {
        try (MqttProbe probe = MqttProbe.to("127.0.0.1", localNetwork.port()).connect()) {
            probe.subscribe("te/+/+/+/+/cmd/+/+");
            // What is retained comes before it.
            probe.publish("te/device/main///cmd/x/end", "{}");
            probe.await("te/device/main///cmd/x/end");
            return probe.messages().stream()
                    .map(message -> message.topic())
                    .filter(topic -> !topic.endsWith("/end"))
                    .toList();
        }
    }
}

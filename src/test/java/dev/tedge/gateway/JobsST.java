package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.testing.process.MosquittoProcess;
import dev.tedge.testing.process.RequiresMosquitto;
import dev.tedge.testing.process.TedgeProcess;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs while the program is killed again and again. */
@SuppressWarnings("NullAway.Init") // Each test begins its own.
@RequiresMosquitto
class JobsST {

    private static final int JOBS = 20;
    private static final int KILLS = 4;

    private TestingWorld world;
    private TestingJobs jobs;
    private TestingJobDevice device;

    @BeforeEach
    void begin(@TempDir Path directory) throws Exception {
        world = new TestingWorld(directory);
        world.set("aws.jobs.enabled", "true");
        MosquittoProcess local = world.localMosquitto();
        jobs = TestingJobs.in(world);
        device = world.begin(new TestingJobDevice("127.0.0.1", local.port()));
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void eachJob_isExecutedOnce_whenTheProgramIsKilledInTheMiddle() throws Exception {
        jobs.create(JOBS);
        TedgeProcess gateway = world.process();
        for (int kills = 0; kills < KILLS; kills++) {
            int enough = kills * JOBS / KILLS;
            while (jobs.ended() <= enough) {
                jobs.endOne(device.hanging().poll(5, TimeUnit.MILLISECONDS));
            }
            gateway.kill();
            gateway = world.process();
        }
        while (jobs.ended() < JOBS) {
            jobs.endOne(device.hanging().poll(50, TimeUnit.MILLISECONDS));
        }

        assertThat(jobs.statuses()).isEqualTo(TestingJobs.expected(JOBS));
        Map<String, Integer> once = new TreeMap<>();
        Set<Integer> broken = Set.of(7, 17);
        IntStream.range(0, JOBS).filter(i -> !broken.contains(i)).forEach(i -> once.put(TestingJobs.command(i), 1));
        assertThat(device.starts()).isEqualTo(once);
    }
}

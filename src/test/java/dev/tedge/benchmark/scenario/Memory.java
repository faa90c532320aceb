package dev.tedge.benchmark.scenario;

import dev.tedge.benchmark.peer.Peer;
import dev.tedge.benchmark.report.Figure.Measure;
import dev.tedge.benchmark.scenario.Bench.Load;
import java.time.Duration;

/** Resident memory without messages and under 100/s; that under full load is a figure of the throughput. */
final class Memory implements Scenario {

    private static final int PER_SECOND = 100;
    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final int TIMES_LONGER = 4;

    @Override
    public void run(Bench bench) {
        bench.inTurns(bench.peers(), (peer, run) -> measure(bench, peer, run));
    }

    private static void measure(Bench bench, Peer peer, int run) throws Exception {
        bench.withRig(peer, Load.SMALL, rig -> {
            rig.start();
            rig.awaitReady();
            Thread.sleep(IDLE.toMillis());
            bench.add(run, measure("idle"), peer, rig.figures().residentMegabytes());
            long seconds = TIMES_LONGER * bench.options().time().toSeconds();
            double before = rig.figures().processorSeconds();
            rig.generator().publish(PER_SECOND * seconds, PER_SECOND);
            bench.add(run, measure(PER_SECOND + "/s"), peer, rig.figures().residentMegabytes());
            double each = (rig.figures().processorSeconds() - before) / (PER_SECOND * seconds);
            bench.add(run, new Measure("memory", PER_SECOND + "/s", "processor", "µs each"), peer, 1e6 * each);
        });
    }

    private static Measure measure(String setting) {
        return new Measure("memory", setting, "resident", "MB");
    }
}

package dev.tedge.benchmark.scenario;

import dev.tedge.benchmark.peer.Peer;
import dev.tedge.benchmark.peer.Rig;
import dev.tedge.benchmark.report.Figure.Measure;
import dev.tedge.benchmark.report.Statistics;
import dev.tedge.benchmark.scenario.Bench.Load;
import java.time.Duration;
import java.util.List;

/** How long a message takes from when it is due until the receiver has it: at 100/s, and at half of the most that the peer can do. */
final class Latency implements Scenario {

    private static final int PER_SECOND = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Override
    public void run(Bench bench) {
        for (int millis : List.of(0, 50)) {
            Load load = Load.SMALL.roundTrip(Duration.ofMillis(millis));
            String way = millis == 0 ? "loopback" : millis + " ms";
            bench.inTurns(bench.peers(), (peer, run) -> atFixedRate(bench, peer, load, way, run));
        }
        bench.inTurns(bench.peers(), (peer, run) -> atHalf(bench, peer, run));
    }

    private static void atFixedRate(Bench bench, Peer peer, Load load, String way, int run) throws Exception {
        bench.withRig(peer, load, rig -> {
            rig.start();
            rig.awaitReady();
            // Warm, as a gateway is that has run for some minutes.
            rig.generator().publish(PER_SECOND * 10L, PER_SECOND * 10.0);
            rig.traffic().awaitReceived(rig.traffic().sent(), PATIENCE);
            measure(bench, peer, rig, PER_SECOND, way + ", " + PER_SECOND + "/s", run);
        });
    }

    private static void atHalf(Bench bench, Peer peer, int run) throws Exception {
        bench.withRig(peer, Load.SMALL, rig -> {
            rig.start();
            rig.awaitReady();
            long begin = System.nanoTime();
            long count = 5_000 * bench.options().time().toSeconds();
            rig.generator().publish(count);
            rig.traffic().awaitReceived(rig.traffic().sent(), PATIENCE);
            double half = count / ((System.nanoTime() - begin) / 1e9) / 2;
            bench.add(run, new Measure("latency", "half of the most", "rate", "1/s"), peer, half);
            measure(bench, peer, rig, half, "half of the most", run);
        });
    }

    private static void measure(Bench bench, Peer peer, Rig rig, double perSecond, String setting, int run)
            throws Exception {
        rig.traffic().startRecording();
        rig.generator().publish(Math.round(perSecond * bench.options().time().toSeconds()), perSecond);
        rig.traffic().awaitReceived(rig.traffic().sent(), PATIENCE);
        long[] nanos = rig.traffic().stopRecording();
        for (double percent : List.of(50.0, 95.0, 99.0, 100.0)) {
            String name = percent == 100 ? "max" : "p" + Math.round(percent);
            double millis = Statistics.percentile(nanos, percent) / 1e6;
            bench.add(run, new Measure("latency", setting, name, "ms"), peer, millis);
        }
    }
}

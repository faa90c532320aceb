package dev.tedge.benchmark.scenario;

import dev.tedge.benchmark.scenario.Bench.Load;
import dev.tedge.benchmark.scenario.Throughput.Case;
import java.util.List;

/** Messages per second, and what each costs, by the count of devices, each with a topic of its own. */
final class Topics implements Scenario {

    private static final List<Integer> DEVICES = List.of(10, 1_000, 10_000);

    @Override
    public void run(Bench bench) {
        for (int devices : DEVICES) {
            Load load = Load.SMALL.devices(devices);
            bench.inTurns(
                    bench.peers(),
                    (peer, run) ->
                            Throughput.measure(bench, peer, load, new Case("topics", devices + " devices", run)));
        }
    }
}

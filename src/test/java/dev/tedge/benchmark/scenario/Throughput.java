package dev.tedge.benchmark.scenario;

import dev.tedge.benchmark.peer.Peer;
import dev.tedge.benchmark.peer.Peers;
import dev.tedge.benchmark.report.Figure.Measure;
import dev.tedge.benchmark.scenario.Bench.Load;
import java.util.ArrayList;
import java.util.List;

/** Messages per second with QoS 1 over loopback, with what each costs of processor and memory, by the size of payloads. */
final class Throughput implements Scenario {

    private static final String NAME = "throughput";
    private static final List<Integer> SIZES = List.of(64, 1 << 10, 16 << 10);

    @Override
    public void run(Bench bench) {
        List<Peer> peers = new ArrayList<>(bench.peers());
        peers.add(Peers.alone());
        for (int size : SIZES) {
            String setting = size < 1 << 10 ? size + " B" : (size >> 10) + " KiB";
            Load load = Load.SMALL.size(size);
            bench.inTurns(peers, (peer, run) -> measure(bench, peer, load, new Case(NAME, setting, run)));
        }
    }

    /**
     * Where figures go.
     *
     * @param scenario its name
     * @param setting what is special
     * @param run its number
     */
    record Case(String scenario, String setting, int run) {

        Measure measure(String name, String unit) {
            return new Measure(scenario, setting, name, unit);
        }
    }

    static void measure(Bench bench, Peer peer, Load load, Case where) throws Exception {
        bench.withRig(peer, load, rig -> {
            rig.start();
            rig.awaitReady();
            FullSpeed speed = FullSpeed.of(rig, bench.options().time());
            int run = where.run();
            bench.add(run, where.measure("rate", "1/s"), peer, speed.perSecond());
            bench.add(run, where.measure("processor", "µs each"), peer, speed.processorMicros());
            bench.add(run, where.measure("memory", "MB"), peer, speed.megabytes());
            if (speed.lost() > 0) {
                bench.add(run, where.measure("lost", "messages"), peer, (double) speed.lost());
            }
            if (speed.doubles() > 0) {
                bench.add(run, where.measure("doubles", "messages"), peer, (double) speed.doubles());
            }
        });
    }
}

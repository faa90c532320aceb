package dev.tedge.benchmark.scenario;

import dev.tedge.benchmark.peer.Peer;
import dev.tedge.benchmark.report.Figure.Measure;
import dev.tedge.benchmark.scenario.Bench.Load;
import java.time.Duration;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What waits while the cloud is away is drained: messages per second from the first to the last, and what each costs. The gateway keeps
 * them on disk, its peers in the memory of the local broker. Left out are the bridge that has no room for them, and the bare loop, which
 * ends with its connection.
 */
final class Backlog implements Scenario {

    private static final Duration ROUND_TRIP = Duration.ofMillis(2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Set<String> OTHERS = Set.of("mosquitto bridge", "bare loop");
    private static final int MOST = 2_000_000;
    private static final long SETTLED_MILLIS = 1_000;
    private static final double QUIET_SECONDS = 0.05;

    @Override
    public void run(Bench bench) {
        IntStream.of(1_000, 100_000, 1_000_000)
                .filter(count -> count <= bench.options().backlog())
                .forEach(count -> bench.inTurns(
                        bench.peers().stream()
                                .filter(peer -> !OTHERS.contains(peer.name()))
                                .toList(),
                        (peer, run) -> measure(bench, peer, count, run)));
    }

    private static void measure(Bench bench, Peer peer, int count, int run) throws Exception {
        Load load = Load.SMALL.roundTrip(ROUND_TRIP).outstanding(MOST);
        bench.withRig(peer, load, rig -> {
            rig.start();
            rig.awaitReady();
            rig.network().down();
            rig.generator().publish(count);
            double before = settled(rig.figures()::processorSeconds);
            rig.network().up();
            rig.traffic().awaitReceived(1, PATIENCE);
            long begin = System.nanoTime();
            rig.traffic().awaitReceived(count, PATIENCE);
            double seconds = (System.nanoTime() - begin) / 1e9;
            double processor = rig.figures().processorSeconds() - before;
            String setting = "%,d stored".formatted(count);
            bench.add(run, new Measure("backlog", setting, "rate", "1/s"), peer, count / seconds);
            bench.add(run, new Measure("backlog", setting, "processor", "µs each"), peer, 1e6 * processor / count);
            bench.add(run, new Measure("backlog", setting, "doubles", "messages"), peer, (double)
                    rig.traffic().doubles());
        });
    }

    private interface Reading {
        double take() throws Exception;
    }

    /** The processor time when it hardly grows any more: everything is stored. */
    private static double settled(Reading processor) throws Exception {
        double before;
        double now = processor.take();
        do {
            before = now;
            Thread.sleep(SETTLED_MILLIS);
            now = processor.take();
        } while (now - before > QUIET_SECONDS);
        return now;
    }
}

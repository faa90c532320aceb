package dev.tedge.benchmark.scenario;

import dev.tedge.benchmark.peer.Peer;
import dev.tedge.benchmark.peer.Peers;
import dev.tedge.benchmark.report.Figure.Measure;
import dev.tedge.benchmark.scenario.Bench.Load;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Seconds from the start of the process until the cloud has its first message, of its own or of a device. The cloud acknowledges a
 * message as it hands it to the receiver.
 */
final class Start implements Scenario {

    private static final long PROBE_MILLIS = 10;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    @Override
    public void run(Bench bench) {
        List<Peer> peers = new ArrayList<>(bench.peers());
        peers.removeIf(peer -> peer.name().startsWith("mosquitto"));
        bench.otherJdks().forEach(gateway -> peers.add(Peers.gateway(gateway)));
        bench.inTurns(peers, (peer, run) -> measure(bench, peer, run));
    }

    private static void measure(Bench bench, Peer peer, int run) throws Exception {
        bench.withRig(peer, Load.SMALL, rig -> {
            long begin = System.nanoTime();
            rig.start();
            do {
                rig.generator().probe();
                if (System.nanoTime() - begin > PATIENCE) {
                    throw new IOException("Nothing has come to the cloud for a minute");
                }
            } while (!rig.receiver().anything().await(PROBE_MILLIS, TimeUnit.MILLISECONDS));
            double seconds = (rig.receiver().firstAt() - begin) / 1e9;
            bench.add(run, new Measure("start", "to the first message", "time", "s"), peer, seconds);
        });
    }
}

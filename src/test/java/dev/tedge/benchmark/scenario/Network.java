package dev.tedge.benchmark.scenario;

import dev.tedge.benchmark.peer.Peers;
import dev.tedge.benchmark.scenario.Bench.Load;
import dev.tedge.benchmark.scenario.Throughput.Case;
import java.time.Duration;
import java.util.List;

/**
 * Messages per second with QoS 1 over a round trip. The gateway has AWS's window of 100 first, then one of 1,000; its peers have none of
 * their own. The local broker is told 2,000 in flight; mosquitto 2.0.11 was seen to let the bare loop have several times that.
 */
final class Network implements Scenario {

    private static final List<Integer> ROUND_TRIPS = List.of(50, 200);
    private static final int AWS_WINDOW = 100;

    @Override
    public void run(Bench bench) {
        for (int millis : ROUND_TRIPS) {
            Load load = Load.SMALL.roundTrip(Duration.ofMillis(millis));
            bench.inTurns(
                    List.of(Peers.gateway(bench.gateway())),
                    (peer, run) -> Throughput.measure(
                            bench,
                            peer,
                            load.window(AWS_WINDOW),
                            new Case("network", millis + " ms, window 100", run)));
            bench.inTurns(
                    bench.peers(),
                    (peer, run) -> Throughput.measure(bench, peer, load, new Case("network", millis + " ms", run)));
        }
    }
}

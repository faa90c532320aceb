package dev.tedge.benchmark.scenario;

import dev.tedge.benchmark.peer.ProcessFigures;
import dev.tedge.benchmark.peer.Rig;
import dev.tedge.benchmark.wire.Traffic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * What a peer does when the generator sends as much as it takes.
 *
 * @param perSecond messages at the receiver
 * @param processorMicros of the peer's process for each of them
 * @param megabytes resident at the end
 * @param lost messages that have never come
 * @param doubles messages that have come once more
 */
record FullSpeed(double perSecond, double processorMicros, double megabytes, long lost, long doubles) {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Runs it warm for half of the time, then measures. All that is on the way comes before this ends. */
    static FullSpeed of(Rig rig, Duration time) throws Exception {
        CompletableFuture<Void> publishing = CompletableFuture.runAsync(() -> {
            try {
                rig.generator().publish(Long.MAX_VALUE / 2);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        Traffic traffic = rig.traffic();
        ProcessFigures process = rig.figures();
        Thread.sleep(time.toMillis() / 2);
        long receivedBefore = traffic.received();
        double processorBefore = process.processorSeconds();
        long begin = System.nanoTime();
        Thread.sleep(time.toMillis());
        double seconds = (System.nanoTime() - begin) / 1e9;
        long received = traffic.received() - receivedBefore;
        double processor = process.processorSeconds() - processorBefore;
        double megabytes = process.residentMegabytes();
        rig.generator().stop();
        publishing.join();
        long lost = awaitRest(traffic);
        return new FullSpeed(
                received / seconds, 1e6 * processor / Math.max(1, received), megabytes, lost, traffic.doubles());
    }

    private static long awaitRest(Traffic traffic) {
        try {
            traffic.awaitReceived(traffic.sent(), PATIENCE);
            return 0;
        } catch (java.util.concurrent.TimeoutException lost) {
            return traffic.sent() - traffic.received();
        }
    }
}

package dev.tedge.benchmark.scenario;

import java.time.Duration;
import java.util.List;

/**
 * How much is measured.
 *
 * @param runs of each peer, in turns
 * @param time that a rate is measured for
 * @param peers the names of those that are measured; empty for all
 * @param backlog the most messages that are stored
 */
public record Options(int runs, Duration time, List<String> peers, int backlog) {

    /** Copies the names. */
    public Options {
        if (runs < 1 || time.isNegative() || time.isZero() || backlog < 1) {
            throw new IllegalArgumentException("Runs, seconds and backlog of a benchmark must be 1 or more");
        }
        peers = List.copyOf(peers);
    }

    /** From the system properties {@code benchmark.runs}, {@code .seconds}, {@code .peers} and {@code .backlog}. */
    public static Options fromProperties() {
        return new Options(
                Integer.getInteger("benchmark.runs", 5),
                Duration.ofSeconds(Integer.getInteger("benchmark.seconds", 5)),
                listed("benchmark.peers"),
                Integer.getInteger("benchmark.backlog", 100_000));
    }

    /** What a system property lists, separated by commas; nothing when it is empty. */
    public static List<String> listed(String property) {
        return List.of(System.getProperty(property, "").split(",", -1)).stream()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** Whether this peer is measured; a part of its name is enough to choose it. */
    boolean wants(String peer) {
        return peers.isEmpty() || peers.stream().anyMatch(peer::contains);
    }
}

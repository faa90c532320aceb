package dev.tedge.benchmark.peer;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What takes messages from a local mosquitto to the cloud. */
public interface Peer {

    /** As in tables. */
    String name();

    /** Lines for the configuration of the local mosquitto, beside those that each one has. */
    default List<String> brokerOptions(Site site) throws IOException {
        // As deploy/mosquitto/tedge.conf has it; more in flight than the window, so that it is the window that limits.
        return List.of("max_queued_messages 1000000", "max_inflight_messages " + Math.max(200, 2 * site.window()));
    }

    /** The process; empty when the local mosquitto does it itself. */
    Optional<ProcessBuilder> command(Site site, int localPort) throws IOException;

    /** Where a device publishes measurements, so that they come to the cloud. */
    default String topic(String device) {
        return "te/device/" + device + "///m/load";
    }

    /** How many messages may be on the way without any of them being lost. */
    default int outstanding() {
        return 5_000;
    }

    /** Whether messages reach the local mosquitto only: nothing is measured but generator and broker. */
    default boolean isAlone() {
        return false;
    }
}

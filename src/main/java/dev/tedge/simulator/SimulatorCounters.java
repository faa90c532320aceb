package dev.tedge.simulator;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a simulator has done since its start.
 *
 * @param connections MQTT connections accepted
 * @param disconnects connections that the simulator has ended, by the reason code that an MQTT 5 device got in
 *     DISCONNECT
 * @param hangUps connections that a script has closed without a word
 * @param overQuota what was too much
 * @param faults how often it has misbehaved, by the name of the fault such as {@code delay}
 */
public record SimulatorCounters(
        long connections, Map<Integer, Long> disconnects, long hangUps, OverQuota overQuota, Map<String, Long> faults) {

    /**
     * What a quota has kept out.
     *
     * @param connects refused CONNECT packets
     * @param publishes discarded messages from devices
     * @param deliveries discarded messages to devices
     */
    public record OverQuota(long connects, long publishes, long deliveries) {}

    public SimulatorCounters {
        disconnects = Map.copyOf(disconnects);
        faults = Map.copyOf(faults);
    }

    /** Counts. Thread-safe. */
    static final class Tally {

        final LongAdder connections = new LongAdder();
        final LongAdder hangUps = new LongAdder();
        final LongAdder connectsOverQuota = new LongAdder();
        final LongAdder publishesOverQuota = new LongAdder();
        final LongAdder deliveriesOverQuota = new LongAdder();
        private final Map<Integer, LongAdder> disconnects = new ConcurrentSkipListMap<>();

        void disconnect(int reasonCode) {
            disconnects.computeIfAbsent(reasonCode, first -> new LongAdder()).increment();
        }

        SimulatorCounters now(Map<String, Long> faults) {
            Map<Integer, Long> byCode = new TreeMap<>();
            disconnects.forEach((code, count) -> byCode.put(code, count.sum()));
            return new SimulatorCounters(
                    connections.sum(),
                    byCode,
                    hangUps.sum(),
                    new OverQuota(connectsOverQuota.sum(), publishesOverQuota.sum(), deliveriesOverQuota.sum()),
                    faults);
        }
    }
}

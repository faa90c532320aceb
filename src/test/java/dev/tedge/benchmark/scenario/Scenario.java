package dev.tedge.benchmark.scenario;

import java.util.LinkedHashMap;
import java.util.Map;

/** A part of the benchmark that can be chosen. */
@FunctionalInterface
public interface Scenario {

    /** Measures all peers in turns. */
    void run(Bench bench) throws Exception;

    /** By name, in the order in which they run. */
    static Map<String, Scenario> all() {
        Map<String, Scenario> scenarios = new LinkedHashMap<>();
        scenarios.put("throughput", new Throughput());
        return scenarios;
    }
}

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
        scenarios.put("network", new Network());
        scenarios.put("latency", new Latency());
        scenarios.put("memory", new Memory());
        scenarios.put("start", new Start());
        scenarios.put("cli", new CliStart());
        scenarios.put("backlog", new Backlog());
        scenarios.put("topics", new Topics());
        return scenarios;
    }
}

package dev.tedge.benchmark.report;

/**
 * One measured value of one run.
 *
 * @param run from 1
 * @param measure what was measured
 * @param peer on whom
 * @param value in the unit of the measure
 */
public record Figure(int run, Measure measure, String peer, double value) {

    /**
     * What is measured; the values of all peers can be compared.
     *
     * @param scenario which part of the benchmark
     * @param setting such as the size of payloads
     * @param name such as throughput
     * @param unit of the value, as printed
     */
    public record Measure(String scenario, String setting, String name, String unit) {}
}

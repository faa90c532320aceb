package dev.tedge.benchmark.report;

import java.util.Arrays;
import java.util.Collection;

/** Order statistics. */
public final class Statistics {

    private Statistics() {}

    /** The middle one; of an even count the mean of the two in the middle. */
    public static double median(Collection<Double> values) {
        double[] sorted = sorted(values);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The largest distance between two of them, in percent of the median; 0 for a median of 0. */
    public static double spread(Collection<Double> values) {
        double[] sorted = sorted(values);
        double median = median(values);
        return median == 0 ? 0 : 100 * (sorted[sorted.length - 1] - sorted[0]) / median;
    }

    /**
     * The least value that so many percent do not exceed (nearest rank).
     *
     * @param sorted at least one, the least first
     * @param percent above 0 and up to 100
     */
    public static long percentile(long[] sorted, double percent) {
        if (sorted.length == 0 || percent <= 0 || percent > 100) {
            throw new IllegalArgumentException(percent + " % of " + sorted.length + " values is none of them");
        }
        return sorted[(int) Math.ceil(percent / 100 * sorted.length) - 1];
    }

    private static double[] sorted(Collection<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("There is nothing to take a median of");
        }
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }
}

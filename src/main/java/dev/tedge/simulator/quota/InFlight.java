package dev.tedge.simulator.quota;

import java.util.HashMap;
import java.util.Map;

/**
 * Counts what is under way for each of many, up to the same limit. For one thread.
 *
 * @param <K> for whom
 */
public final class InFlight<K> {

    private final int most;
    private final Map<K, Integer> counts = new HashMap<>();

    /** @param most that are under way at a time for one */
    public InFlight(int most) {
        this.most = most;
    }

    /** Counts one; false when it is one too many, and is not counted. */
    public boolean begin(K key) {
        int count = counts.getOrDefault(key, 0);
        if (count >= most) {
            return false;
        }
        counts.put(key, count + 1);
        return true;
    }

    /** One that was counted is under way no more. */
    public void end(K key) {
        counts.computeIfPresent(key, (same, count) -> count > 1 ? count - 1 : null);
    }
}

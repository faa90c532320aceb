package dev.tedge.mapping;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Remembers which topics had which faults, so that each is told once until the topic is good again. Safe for use by
 * several threads.
 *
 * <p>It knows {@value #MOST_TOPICS} topics, and {@value #MOST_REASONS} reasons of each. A topic beyond that takes the
 * place of the one that had its last fault before all others, which is then told of anew; a reason beyond that is not
 * told.
 */
final class KnownFaults {

    static final int MOST_TOPICS = 1_000;
    static final int MOST_REASONS = 20;

    // Guarded by this.
    private final Map<String, Set<String>> reasons = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Set<String>> eldest) {
            return size() > MOST_TOPICS;
        }
    };

    /**
     * Whether this is to be told.
     *
     * @param reason the same for faults that are alike
     */
    synchronized boolean isNew(String topic, String reason) {
        Set<String> known = reasons.computeIfAbsent(topic, unknown -> new LinkedHashSet<>());
        return known.size() < MOST_REASONS && known.add(reason);
    }

    /** Forgets the faults of a topic: it is good, or nobody could be told. */
    synchronized void forget(String topic) {
        reasons.remove(topic);
    }
}

package dev.tedge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

/** The counters of a delivery, which must add up. */
record TestingBalance(Map<String, Long> counters) {

    static TestingBalance of(Map<String, Long> counters) {
        return new TestingBalance(counters);
    }

    /** How many messages of the outbox are gone without having been sent. */
    long dropped() {
        return sum("dropped.");
    }

    /**
     * Checks that everything is somewhere.
     *
     * @param before how much was on disk at the beginning
     * @param after how much is at the end
     * @param givenBack how much was neither kept nor sent, and is again with its route
     * @return {@link #dropped}
     */
    long check(long before, long after, long givenBack) {
        assertThat(sum("acknowledged")).isEqualTo(sum("live") + sum("drained"));
        assertThat(sum("accepted") + sum("replayed") + before)
                .as("accepted, replayed and there before; %s, %d on disk, %d given back", counters, after, givenBack)
                .isEqualTo(sum("acknowledged") + sum("parked.") + dropped() + after + givenBack);
        return dropped();
    }

    private long sum(String prefix) {
        return counters.entrySet().stream()
                .filter(counter -> counter.getKey().startsWith(prefix))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}

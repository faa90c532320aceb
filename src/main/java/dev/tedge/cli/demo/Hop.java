package dev.tedge.cli.demo;

import java.time.Duration;
import java.util.Objects;

/**
 * A message that was seen on one side and then on the other.
 *
 * @param from the topic that it had at first
 * @param arrival as it was on the other side
 * @param time between the two
 */
record Hop(String from, Sighting arrival, Duration time) {

    private static final long NANOS_PER_MILLI = 1_000_000;

    Hop {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(arrival, "arrival");
        Objects.requireNonNull(time, "time");
    }

    static Hop between(Sighting departure, Sighting arrival) {
        // Two threads may look at their watches in the wrong order.
        long nanos = Math.max(0, arrival.nanos() - departure.nanos());
        return new Hop(departure.topic(), arrival, Duration.ofNanos(nanos));
    }

    /** One line, with the first topic padded to a width. */
    String text(int width) {
        String padding = " ".repeat(Math.max(0, width - from.codePointCount(0, from.length())));
        long millis = Math.round((double) time.toNanos() / NANOS_PER_MILLI);
        return from + padding + " → " + arrival.text() + "   " + (millis == 0 ? "< 1" : millis) + " ms";
    }
}

package dev.tedge.cli.demo;

import java.util.Objects;

/**
 * A message that was seen somewhere.
 *
 * @param place where
 * @param message its topic and payload
 * @param nanos when, by {@link System#nanoTime()}
 */
record Sighting(Place place, MessageLine message, long nanos) {

    private static final int LONGEST = 200;

    Sighting {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(message, "message");
    }

    /** Seen now. */
    static Sighting now(Place place, MessageLine message) {
        return new Sighting(place, message, System.nanoTime());
    }

    String topic() {
        return message.topic();
    }

    /** Topic and payload for a line of a terminal, a long payload shortened. */
    String text() {
        String payload = message.payload();
        String shown = payload.length() <= LONGEST
                ? payload
                : payload.substring(0, payload.offsetByCodePoints(0, LONGEST / 2)) + "… (" + payload.length()
                        + " characters)";
        return shown.isEmpty() ? topic() : topic() + " " + shown;
    }
}

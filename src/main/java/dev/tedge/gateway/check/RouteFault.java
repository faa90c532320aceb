package dev.tedge.gateway.check;

import java.util.Objects;
import java.util.Optional;

/**
 * What is wrong with a route file.
 *
 * @param file its name, without directory
 * @param place where in it; empty when it is about the whole
 * @param reason what is wrong and what to do, on one line
 */
public record RouteFault(String file, Optional<Place> place, String reason) {

    /**
     * A place in a file.
     *
     * @param line from 1 on
     * @param column from 1 on
     */
    public record Place(int line, int column) {}

    public RouteFault {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(reason, "reason");
    }

    /** {@code telemetry.camel.yaml:12:7: the reason}, a form that editors know. */
    @Override
    public String toString() {
        return file
                + place.map(at -> ":%d:%d".formatted(at.line(), at.column())).orElse("") + ": " + reason;
    }
}

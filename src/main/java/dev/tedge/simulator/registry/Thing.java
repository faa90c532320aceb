package dev.tedge.simulator.registry;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A device as AWS's thing registry knows it.
 *
 * @param name unique
 * @param type its thing type, if it has one
 * @param attributes names and values, such as a serial number
 */
public record Thing(String name, Optional<String> type, Map<String, String> attributes) {

    public Thing {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        attributes = Map.copyOf(attributes);
    }

    /** Without type and attributes. */
    public static Thing named(String name) {
        return new Thing(name, Optional.empty(), Map.of());
    }
}

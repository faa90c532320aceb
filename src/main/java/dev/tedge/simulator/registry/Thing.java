package dev.tedge.simulator.registry;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A device as AWS's thing registry knows it.
 *
 * @param name unique
 * @param type its thing type, if it has one
 * @param attributes names and values, such as a serial number
 */
public record Thing(String name, Optional<String> type, Map<String, String> attributes) {

    /** What AWS takes as the name of a thing. */
    public static final Pattern NAME = Pattern.compile("[a-zA-Z0-9:_-]{1,128}");

    public Thing {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        attributes = Map.copyOf(attributes);
    }

    /** Whether a thing can be called so. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** Without type and attributes. */
    public static Thing named(String name) {
        return new Thing(name, Optional.empty(), Map.of());
    }
}

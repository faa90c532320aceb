package dev.tedge.gateway.source;

import java.util.Objects;
import java.util.Optional;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;

/**
 * A file with routes, as it was when it was read.
 *
 * @param name the file name without directory, such as {@code telemetry.camel.yaml}
 * @param origin whose it is
 * @param location where it was read, as a URI: {@code file:…} or {@code classpath:…}
 * @param text what is in it; empty when it is {@link Origin#DISABLED}, or can't be read
 * @param trouble why it can't be read, for people
 */
public record RouteFile(String name, Origin origin, String location, Optional<String> text, Optional<String> trouble) {

    /** The end of the names of files with routes. */
    public static final String SUFFIX = ".camel.yaml";

    /** What follows {@link #SUFFIX} in the name of a file that switches another one off. */
    public static final String SWITCHED_OFF = ".disabled";

    /** No file of routes is larger. */
    public static final int MOST_BYTES = 1_000_000;

    /** Whose file it is. */
    public enum Origin {
        /** It is in the jar. */
        BUILT_IN,
        /** The user's, instead of the built-in one of its name. */
        OVERRIDDEN,
        /** The user's, beside the others. */
        ADDED,
        /** Switched off by the user. */
        DISABLED
    }

    public RouteFile {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(location, "location");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(trouble, "trouble");
    }

    /** A file that could be read, or is switched off. */
    public RouteFile(String name, Origin origin, String location, Optional<String> text) {
        this(name, origin, location, text, Optional.empty());
    }

    /** Whether its routes are to run, and can be read. */
    public boolean inForce() {
        return origin != Origin.DISABLED && trouble.isEmpty();
    }

    /** For Camel's loader, which tells the language by the end of the name. */
    public Resource resource() {
        return ResourceHelper.fromString(location, text.orElse(""));
    }
}

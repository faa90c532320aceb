package dev.tedge.gateway.listing;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A file with routes, or the code of a jar.
 *
 * @param state what has become of it
 * @param name of the file; for code, where it comes from
 * @param routes that are in force by it; none when it is disabled or failed
 * @param fault the first thing that is wrong, when it failed
 */
public record ListedFile(State state, String name, List<ListedRoute> routes, Optional<String> fault) {

    /** What has become of a file. */
    public enum State {
        /** Is in the jar, and in force. */
        BUILT_IN("built-in"),
        /** The user's, in the place of the built-in one. */
        OVERRIDDEN("overridden"),
        /** The user's, beside the others. */
        ADDED("added"),
        /** Switched off by the user. */
        DISABLED("disabled"),
        /** The user's, and can't run. */
        FAILED("failed");

        private final String word;

        State(String word) {
            this.word = word;
        }

        /** As people read it. */
        @Override
        public String toString() {
            return word;
        }
    }

    public ListedFile {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(name, "name");
        routes = List.copyOf(routes);
        Objects.requireNonNull(fault, "fault");
    }
}

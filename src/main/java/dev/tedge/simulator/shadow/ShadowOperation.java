package dev.tedge.simulator.shadow;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What can be asked of a shadow. */
public enum ShadowOperation {
    /** The whole document. */
    GET,
    /** Merges into the document, or begins it. */
    UPDATE,
    /** Forgets the document, but not its version. */
    DELETE;

    /** As it stands in topics. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<ShadowOperation> of(String word) {
        return Stream.of(values())
                .filter(operation -> operation.word().equals(word))
                .findFirst();
    }
}

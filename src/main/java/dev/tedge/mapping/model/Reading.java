package dev.tedge.mapping.model;

import java.util.Objects;

/** What comes of reading a payload by the rules of its channel. */
public sealed interface Reading {

    /** It keeps them. */
    record Valid(Content content) implements Reading {

        public Valid {
            Objects.requireNonNull(content, "content");
        }
    }

    /**
     * It breaks one.
     *
     * @param reason names the member, on one line; holds no value of the payload
     */
    record Invalid(String reason) implements Reading {

        public Invalid {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** The channel has no rules, such as health status and commands. */
    record Free() implements Reading {}
}

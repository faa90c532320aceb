package dev.tedge.mapping.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;

/** What comes of reading a payload by the rules of its channel. */
public sealed interface Reading {

    /**
     * It keeps them.
     *
     * @param content what it says
     * @param json all of it, with every digit of its numbers; missing when the payload is empty; not to be changed
     */
    record Valid(Content content, JsonNode json) implements Reading {

        public Valid {
            Objects.requireNonNull(content, "content");
            Objects.requireNonNull(json, "json");
        }

        /** Without the payload. */
        @Override
        public String toString() {
            return "Valid[%s]".formatted(content);
        }
    }

    /**
     * It breaks one.
     *
     * @param rule which one, without the place where: the same for payloads that are wrong alike
     * @param reason names the member or the place, on one line; holds no value of the payload
     */
    record Invalid(String rule, String reason) implements Reading {

        public Invalid {
            Objects.requireNonNull(rule, "rule");
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** The channel has no rules, such as health status and commands. */
    record Free() implements Reading {}
}

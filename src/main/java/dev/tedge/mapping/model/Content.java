package dev.tedge.mapping.model;

import dev.tedge.message.EntityId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the payload of a message says, by the rules of thin-edge.io's data model. Members that it has beside those are
 * in the JSON of {@link Reading.Valid}. What is missing is null, since routes read this by Simple, which knows no
 * {@code Optional}. Maps keep the order of the members. The texts of values name no content: what customers send stays
 * out of logs.
 */
public sealed interface Content {

    /**
     * Of {@code m/<type>}: numbers, and groups of numbers.
     *
     * @param values the members that are numbers
     * @param groups the members that are objects of numbers
     * @param time the member {@code time}
     */
    record Measurement(
            Map<String, BigDecimal> values,
            Map<String, Map<String, BigDecimal>> groups,
            @Nullable Instant time) implements Content {

        public Measurement {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
            Map<String, Map<String, BigDecimal>> copies = new LinkedHashMap<>();
            groups.forEach((name, group) -> copies.put(name, Collections.unmodifiableMap(new LinkedHashMap<>(group))));
            groups = Collections.unmodifiableMap(copies);
        }

        @Override
        public String toString() {
            return "Measurement[%d values, %d groups]".formatted(values.size(), groups.size());
        }
    }

    /**
     * Of {@code e/<type>}.
     *
     * @param text what happened
     * @param time the member {@code time}
     */
    record Event(@Nullable String text, @Nullable Instant time) implements Content {

        @Override
        public String toString() {
            return "Event[]";
        }
    }

    /**
     * Of {@code a/<type>}, when it is raised.
     *
     * @param severity how bad it is
     * @param text what is wrong
     * @param time the member {@code time}
     */
    record Alarm(
            @Nullable Severity severity,
            @Nullable String text,
            @Nullable Instant time) implements Content {

        @Override
        public String toString() {
            return "Alarm[]";
        }
    }

    /** Of {@code twin/<key>}: any JSON. */
    record Twin() implements Content {}

    /**
     * Of an entity without channel.
     *
     * @param kind the member {@code @type}
     * @param parent the member {@code @parent}
     * @param id the member {@code @id}
     * @param name the member {@code name}
     * @param type the member {@code type}
     */
    record Registration(
            EntityKind kind,
            @Nullable EntityId parent,
            @Nullable String id,
            @Nullable String name,
            @Nullable String type)
            implements Content {

        public Registration {
            Objects.requireNonNull(kind, "kind");
        }

        @Override
        public String toString() {
            return "Registration[%s]".formatted(kind);
        }
    }

    /** An empty payload where something is retained: the alarm, the twin data or the entity is gone. */
    record Cleared() implements Content {}
}

package dev.tedge.mapping.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tedge.message.EntityId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the payload of a message says, by the rules of thin-edge.io's data model. Maps keep the order of the members. The texts
 * of values name no content: what customers send stays out of logs.
 */
public sealed interface Content {

    /**
     * Of {@code m/<type>}: numbers, and groups of numbers.
     *
     * @param values the members that are numbers
     * @param groups the members that are objects of numbers
     * @param time the member {@code time}
     * @param properties the members of {@code properties}
     */
    record Measurement(
            Map<String, BigDecimal> values,
            Map<String, Map<String, BigDecimal>> groups,
            Optional<Instant> time,
            Map<String, JsonNode> properties)
            implements Content {

        public Measurement {
            values = copy(values);
            groups = copy(groups);
            groups.replaceAll((name, group) -> Collections.unmodifiableMap(copy(group)));
            values = Collections.unmodifiableMap(values);
            groups = Collections.unmodifiableMap(groups);
            Objects.requireNonNull(time, "time");
            properties = Collections.unmodifiableMap(copy(properties));
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
     * @param others all further members
     */
    record Event(Optional<String> text, Optional<Instant> time, Map<String, JsonNode> others) implements Content {

        public Event {
            Objects.requireNonNull(text, "text");
            Objects.requireNonNull(time, "time");
            others = Collections.unmodifiableMap(copy(others));
        }

        @Override
        public String toString() {
            return "Event[%d other members]".formatted(others.size());
        }
    }

    /**
     * Of {@code a/<type>}, when it is raised.
     *
     * @param severity how bad it is
     * @param text what is wrong
     * @param time the member {@code time}
     * @param others all further members
     */
    record Alarm(
            Optional<Severity> severity, Optional<String> text, Optional<Instant> time, Map<String, JsonNode> others)
            implements Content {

        public Alarm {
            Objects.requireNonNull(severity, "severity");
            Objects.requireNonNull(text, "text");
            Objects.requireNonNull(time, "time");
            others = Collections.unmodifiableMap(copy(others));
        }

        @Override
        public String toString() {
            return "Alarm[%d other members]".formatted(others.size());
        }
    }

    /**
     * Of {@code twin/<key>}.
     *
     * @param value any JSON; not to be changed
     */
    record Twin(JsonNode value) implements Content {

        public Twin {
            Objects.requireNonNull(value, "value");
        }

        @Override
        public String toString() {
            return "Twin[]";
        }
    }

    /**
     * Of an entity without channel.
     *
     * @param kind the member {@code @type}
     * @param parent the member {@code @parent}
     * @param id the member {@code @id}
     * @param name the member {@code name}
     * @param type the member {@code type}
     * @param others all further members
     */
    record Registration(
            EntityKind kind,
            Optional<EntityId> parent,
            Optional<String> id,
            Optional<String> name,
            Optional<String> type,
            Map<String, JsonNode> others)
            implements Content {

        public Registration {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(parent, "parent");
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(type, "type");
            others = Collections.unmodifiableMap(copy(others));
        }

        @Override
        public String toString() {
            return "Registration[%s]".formatted(kind);
        }
    }

    /** An empty payload where something is retained: the alarm, the twin data or the entity is gone. */
    record Cleared() implements Content {}

    private static <V> Map<String, V> copy(Map<String, V> map) {
        return new LinkedHashMap<>(map);
    }
}

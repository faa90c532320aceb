package dev.tedge.simulator.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;

/**
 * The desired or the reported part of a shadow. Nobody changes the two trees of a section that is made.
 *
 * <p>It holds no nulls and no empty objects, for which there would be no timestamp: an object that loses its last value
 * goes too. AWS does not say what it does with empty objects.
 *
 * @param values what is desired or reported
 * @param metadata the same tree with {@code {"timestamp": seconds}} in the place of each value, elements of arrays too
 */
record ShadowSection(ObjectNode values, ObjectNode metadata) {

    static final ShadowSection EMPTY =
            new ShadowSection(JsonNodeFactory.instance.objectNode(), JsonNodeFactory.instance.objectNode());

    /** Of two numbers the value counts, not how it is written: 1 is 1.0. */
    private static final Comparator<JsonNode> BY_VALUE = (one, other) -> {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
    };

    ShadowSection {
        Objects.requireNonNull(values, "values");
        Objects.requireNonNull(metadata, "metadata");
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    /** With a patch merged into it: null removes, objects merge, all else, arrays too, replaces. */
    ShadowSection merge(ObjectNode patch, long seconds) {
        ShadowSection merged = copy(values, metadata);
        merged.apply(patch, stamp(seconds));
        return merged;
    }

    /** Of the objects, which a merge changes; arrays and timestamps are shared. */
    private static ShadowSection copy(ObjectNode values, ObjectNode metadata) {
        ShadowSection copy = new ShadowSection(values.objectNode(), values.objectNode());
        for (Map.Entry<String, JsonNode> field : values.properties()) {
            String key = field.getKey();
            JsonNode stamps = metadata.path(key);
            if (field.getValue() instanceof ObjectNode inner && stamps instanceof ObjectNode innerStamps) {
                ShadowSection below = copy(inner, innerStamps);
                copy.values.set(key, below.values);
                copy.metadata.set(key, below.metadata);
            } else {
                copy.values.set(key, field.getValue());
                copy.metadata.set(key, stamps);
            }
        }
        return copy;
    }

    /** For sections that nobody else has yet. */
    private void apply(ObjectNode patch, ObjectNode stamp) {
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            String key = field.getKey();
            JsonNode wanted = field.getValue();
            if (wanted instanceof ObjectNode inner) {
                ShadowSection below = below(key);
                below.apply(inner, stamp);
                set(key, below.values, below.metadata);
            } else {
                set(key, wanted.deepCopy(), stamps(wanted, stamp));
            }
        }
    }

    private void set(String key, JsonNode value, JsonNode stamps) {
        if (value.isNull() || (value.isObject() && value.isEmpty())) {
            values.remove(key);
            metadata.remove(key);
        } else {
            values.set(key, value);
            metadata.set(key, stamps);
        }
    }

    /** What is in an object of this section; empty where there is none. */
    private ShadowSection below(String key) {
        return values.get(key) instanceof ObjectNode inner && metadata.get(key) instanceof ObjectNode stamps
                ? new ShadowSection(inner, stamps)
                : new ShadowSection(values.objectNode(), values.objectNode());
    }

    /** What of this section is missing in the other, or is something else there: arrays as a whole. */
    ShadowSection minus(ObjectNode other) {
        ShadowSection rest = new ShadowSection(values.objectNode(), values.objectNode());
        for (Map.Entry<String, JsonNode> field : values.properties()) {
            String key = field.getKey();
            JsonNode counterpart = other.get(key);
            if (field.getValue().isObject() && counterpart instanceof ObjectNode inner) {
                ShadowSection below = below(key).minus(inner);
                rest.set(key, below.values, below.metadata);
            } else if (counterpart == null || !field.getValue().equals(BY_VALUE, counterpart)) {
                rest.set(key, field.getValue(), metadata.path(key));
            }
        }
        return rest;
    }

    /** The tree of timestamps for a tree of values; a removal has one, too. */
    static JsonNode stamps(JsonNode values, long seconds) {
        return stamps(values, stamp(seconds));
    }

    /** @param stamp one for all values: a node of its own for each element of an array costs a hundred times the array */
    private static JsonNode stamps(JsonNode values, ObjectNode stamp) {
        if (values instanceof ObjectNode object) {
            ObjectNode stamps = object.objectNode();
            object.properties().forEach(field -> stamps.set(field.getKey(), stamps(field.getValue(), stamp)));
            return stamps;
        }
        if (values instanceof ArrayNode array) {
            ArrayNode stamps = array.arrayNode();
            array.forEach(element -> stamps.add(stamps(element, stamp)));
            return stamps;
        }
        return stamp;
    }

    private static ObjectNode stamp(long seconds) {
        return JsonNodeFactory.instance.objectNode().put("timestamp", seconds);
    }
}

package dev.tedge.shadow.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.Map;

/**
 * How the Device Shadow service merges and compares: null removes, objects merge, all else, arrays too, replaces (developer guide,
 * "Device Shadow service documents").
 *
 * <p>All but {@link #normal} takes normal values only. What is not there is a missing node.
 */
public final class ShadowMerge {

    private static final JsonNode NOTHING = MissingNode.getInstance();

    /** Of two numbers the value counts, not how it is written: 1 is 1.0. */
    private static final Comparator<JsonNode> BY_VALUE = (one, other) -> {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
    };

    private ShadowMerge() {}

    /**
     * What a shadow can hold of a value: without nulls, and without objects that have nothing in them. Arrays are as they are.
     *
     * @return missing if nothing is left
     */
    public static JsonNode normal(JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return NOTHING;
        }
        if (!(value instanceof ObjectNode object)) {
            return value;
        }
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            JsonNode inner = normal(member.getValue());
            if (!inner.isMissingNode()) {
                kept.set(member.getKey(), inner);
            }
        }
        return kept.isEmpty() ? NOTHING : kept;
    }

    /** Whether both are the same, as AWS sees it. */
    public static boolean same(JsonNode one, JsonNode other) {
        return one.equals(BY_VALUE, other);
    }

    /**
     * What has to be merged into a value to make it another.
     *
     * @return missing if they are the same, null if nothing shall be there
     */
    public static JsonNode patch(JsonNode from, JsonNode to) {
        if (from.isMissingNode() || to.isMissingNode()) {
            return to.isMissingNode() && !from.isMissingNode() ? NullNode.getInstance() : to;
        }
        if (from instanceof ObjectNode before && to instanceof ObjectNode after) {
            return patchOfObject(before, after);
        }
        return same(from, to) ? NOTHING : to;
    }

    private static JsonNode patchOfObject(ObjectNode from, ObjectNode to) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        for (String gone : names(from)) {
            if (!to.has(gone)) {
                patch.putNull(gone);
            }
        }
        for (Map.Entry<String, JsonNode> member : to.properties()) {
            JsonNode inner = patch(from.path(member.getKey()), member.getValue());
            if (!inner.isMissingNode()) {
                patch.set(member.getKey(), inner);
            }
        }
        return patch.isEmpty() ? NOTHING : patch;
    }

    /** Merges a patch into a value. */
    public static JsonNode merge(JsonNode value, JsonNode patch) {
        if (patch.isMissingNode()) {
            return value;
        }
        if (!(patch instanceof ObjectNode changes)) {
            return normal(patch);
        }
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        if (value instanceof ObjectNode before) {
            merged.setAll(before);
        }
        for (Map.Entry<String, JsonNode> change : changes.properties()) {
            JsonNode inner = merge(merged.path(change.getKey()), change.getValue());
            if (inner.isMissingNode()) {
                merged.remove(change.getKey());
            } else {
                merged.set(change.getKey(), inner);
            }
        }
        return merged.isEmpty() ? NOTHING : merged;
    }

    /** What of the desired is not reported, or is something else there: arrays as a whole. Missing if there is nothing. */
    public static JsonNode delta(JsonNode desired, JsonNode reported) {
        if (!(desired instanceof ObjectNode wanted && reported instanceof ObjectNode present)) {
            return same(desired, reported) ? NOTHING : desired;
        }
        ObjectNode delta = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> member : wanted.properties()) {
            JsonNode inner = delta(member.getValue(), present.path(member.getKey()));
            if (!inner.isMissingNode()) {
                delta.set(member.getKey(), inner);
            }
        }
        return delta.isEmpty() ? NOTHING : delta;
    }

    private static Iterable<String> names(ObjectNode object) {
        return object::fieldNames;
    }
}

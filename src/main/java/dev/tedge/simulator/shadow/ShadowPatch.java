package dev.tedge.simulator.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/**
 * The state of an update request, found good.
 *
 * @param state as it came
 */
record ShadowPatch(JsonNode state, Change desired, Change reported) {

    /** 8 KB: AWS General Reference, "AWS IoT Core endpoints and quotas", "Maximum size of a JSON state document". */
    static final int MAX_STATE_BYTES = 8_192;

    /**
     * The error message of AWS says 6. Its quotas have said that a section has 5 levels below it, which is the same,
     * and say 8 of late: here the smaller number holds.
     */
    private static final int MAX_LEVELS = 6;

    /**
     * What becomes of a section.
     *
     * @param values merged into it; empty to leave it as it is
     * @param clear forgets the section instead
     */
    record Change(Optional<ObjectNode> values, boolean clear) {

        private static final Change NONE = new Change(Optional.empty(), false);
        private static final Change CLEAR = new Change(Optional.empty(), true);

        ShadowSection applyTo(ShadowSection section, long seconds) {
            if (clear) {
                return ShadowSection.EMPTY;
            }
            return values.map(patch -> section.merge(patch, seconds)).orElse(section);
        }
    }

    /**
     * Checks the request's {@code state}; null clears both sections.
     *
     * @throws ShadowException if AWS would refuse it
     */
    static ShadowPatch of(JsonNode state) throws ShadowException {
        if (state.isMissingNode()) {
            throw ShadowException.badRequest("Missing required node: state");
        }
        if (state.isNull()) {
            return new ShadowPatch(state, Change.CLEAR, Change.CLEAR);
        }
        if (!state.isObject()) {
            throw ShadowException.badRequest("State node must be an object");
        }
        for (Map.Entry<String, JsonNode> field : state.properties()) {
            if (!field.getKey().equals("desired") && !field.getKey().equals("reported")) {
                throw invalidNode(field.getKey());
            }
        }
        Change desired = change(state.path("desired"), "Desired");
        Change reported = change(state.path("reported"), "Reported");
        return new ShadowPatch(state, desired, reported);
    }

    private static Change change(JsonNode section, String title) throws ShadowException {
        if (section.isMissingNode()) {
            return Change.NONE;
        }
        if (section.isNull()) {
            return Change.CLEAR;
        }
        if (!(section instanceof ObjectNode values)) {
            throw ShadowException.badRequest(title + " node must be an object");
        }
        check(values, 1, "");
        return new Change(Optional.of(values), false);
    }

    /** @param array the name of an array that the node is in, where no null may be; else empty */
    private static void check(JsonNode node, int level, String array) throws ShadowException {
        if (level > MAX_LEVELS && node.isContainerNode()) {
            throw ShadowException.badRequest("JSON contains too many levels of nesting; maximum is " + MAX_LEVELS);
        }
        if (node.isArray()) {
            for (JsonNode element : node) {
                checkBelow(element, level, array);
            }
        } else {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                boolean newArray = array.isEmpty() && field.getValue().isArray();
                checkBelow(field.getValue(), level, newArray ? field.getKey() : array);
            }
        }
    }

    private static void checkBelow(JsonNode node, int level, String array) throws ShadowException {
        if (node.isNull() && !array.isEmpty()) {
            throw invalidNode(array);
        }
        check(node, level + 1, array);
    }

    private static ShadowException invalidNode(String name) {
        return ShadowException.badRequest("State contains an invalid node: '" + name + "'");
    }

    /** The part of an answer that tells when this was applied: the tree of the state with timestamps. */
    JsonNode metadata(long seconds) {
        return state.isNull() ? JsonNodeFactory.instance.objectNode() : ShadowSection.stamps(state, seconds);
    }
}

package dev.tedge.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.shadow.document.ExactJson;
import dev.tedge.shadow.document.ShadowMerge;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What local devices say of one entity, by fragment; a fragment that was removed is known until AWS has it no more. What AWS would
 * not take is left out: AWS is then to have nothing in its place, since what it has is not true any more.
 */
final class Twins {

    /** Of the state of a shadow: AWS General Reference, "AWS IoT Core endpoints and quotas", Device Shadow service. */
    static final int MOST_BYTES = 8_192;

    /** The same page: levels within the reported section. */
    static final int MOST_LEVELS = 8;

    /** Removed ones among them, which AWS does not limit. */
    static final int MOST_FRAGMENTS = 500;

    /** As for names of desired ones. */
    static final int MOST_NAME = 1_000;

    private static final JsonNode NOTHING = MissingNode.getInstance();

    private final Map<String, JsonNode> values = new TreeMap<>();

    /** What AWS has refused as it is. */
    private final Set<String> refused = new HashSet<>();

    /** Removed, or refused, and AWS has refused to remove them. */
    private final Set<String> stuck = new HashSet<>();

    /** What has been told of each fragment since it was last good. */
    private final Map<String, String> told = new HashMap<>();

    /**
     * What has become of a message.
     *
     * @param changed whether there is something to keep and to report
     * @param problem why it is left out, as the end of a sentence; not again if it was the same the last time
     */
    record Change(boolean changed, Optional<String> problem) {}

    /**
     * Takes the content of a message; none removes the fragment.
     *
     * @param reported what AWS has, if it is known: what is nowhere need not be removed
     */
    Change set(String fragment, byte[] payload, Optional<ObjectNode> reported) {
        boolean nowhere = !values.containsKey(fragment)
                && reported.filter(known -> !known.has(fragment)).isPresent();
        if (payload.length == 0) {
            boolean tooMany = !nowhere && fragment.length() <= MOST_NAME && !fits(fragment);
            return new Change(
                    !nowhere && fits(fragment) && put(fragment, NOTHING),
                    tooMany ? news(fragment, "there are too many fragments") : Optional.empty());
        }
        Optional<JsonNode> value = ExactJson.read(payload);
        Optional<String> problem =
                value.isEmpty() ? Optional.of("it is no JSON") : value.flatMap(json -> problem(fragment, json));
        if (!fits(fragment)) {
            return new Change(false, news(fragment, problem.orElse("there are too many fragments")));
        }
        if (problem.isPresent()) {
            return new Change(!nowhere && put(fragment, NOTHING), news(fragment, problem.get()));
        }
        told.remove(fragment);
        return new Change(put(fragment, ShadowMerge.normal(value.orElseThrow())), Optional.empty());
    }

    /** Whether the fragment can be kept, whatever its value. */
    private boolean fits(String fragment) {
        return !fragment.isEmpty()
                && fragment.length() <= MOST_NAME
                && (values.size() < MOST_FRAGMENTS || values.containsKey(fragment));
    }

    private Optional<String> news(String fragment, String problem) {
        String name = fragment.length() > MOST_NAME ? fragment.substring(0, MOST_NAME) : fragment;
        if (problem.equals(told.get(name))) {
            return Optional.empty();
        }
        if (told.size() < MOST_FRAGMENTS || told.containsKey(name)) {
            told.put(name, problem);
        }
        return Optional.of(problem);
    }

    private boolean put(String fragment, JsonNode value) {
        boolean again = refused.remove(fragment);
        again |= stuck.remove(fragment);
        JsonNode before = values.put(fragment, value);
        return before == null || again || !before.equals(value);
    }

    private Optional<String> problem(String fragment, JsonNode value) {
        if (fragment.isEmpty()) {
            return Optional.of("it has no name");
        }
        if (fragment.length() > MOST_NAME) {
            return Optional.of("its name has more than %d characters".formatted(MOST_NAME));
        }
        if (levels(value) > MOST_LEVELS) {
            return Optional.of("it has more than the %d levels that AWS takes".formatted(MOST_LEVELS));
        }
        if (hasNullInArray(value, false)) {
            return Optional.of("AWS takes no null in an array");
        }
        int others = values.entrySet().stream()
                .filter(other -> !other.getKey().equals(fragment))
                .mapToInt(other -> bytes(other.getKey(), other.getValue()))
                .sum();
        return others + bytes(fragment, value) > MOST_BYTES
                ? Optional.of("with it the fragments have more than the %d bytes that AWS takes".formatted(MOST_BYTES))
                : Optional.empty();
    }

    /** How many levels a member with the value has. */
    private static int levels(JsonNode value) {
        int most = 0;
        for (JsonNode inner : value) {
            most = Math.max(most, levels(inner));
        }
        return most + 1;
    }

    private static boolean hasNullInArray(JsonNode value, boolean inArray) {
        if (value.isNull()) {
            return inArray;
        }
        for (JsonNode inner : value) {
            if (hasNullInArray(inner, inArray || value.isArray())) {
                return true;
            }
        }
        return false;
    }

    private static int bytes(String fragment, JsonNode value) {
        return value.isMissingNode()
                ? 0
                : fragment.getBytes(StandardCharsets.UTF_8).length + ExactJson.write(value).length + "\"\":,".length();
    }

    /** Whether there is no fragment, not even a removed one. */
    boolean isEmpty() {
        return values.isEmpty();
    }

    /** The fragments, with a missing node where one was removed. */
    Map<String, JsonNode> values() {
        return values;
    }

    /** Takes over what an earlier process has written. */
    void restore(String fragment, JsonNode value) {
        values.put(fragment, ShadowMerge.normal(value));
    }

    /** AWS does not take the fragment as it is. */
    void refuse(String fragment) {
        refused.add(fragment);
    }

    /**
     * AWS does not remove the fragment: the others go on without it, until {@link #tryAgain}.
     *
     * @return the problem, unless it was the same the last time
     */
    Optional<String> refuseRemoval(String fragment, String problem) {
        stuck.add(fragment);
        return news(fragment, problem);
    }

    /** AWS may have changed its mind about what it does not remove. */
    void tryAgain() {
        stuck.clear();
    }

    /**
     * What has to be merged into the reported state; the fragments of others are left alone.
     *
     * @param singly one fragment only, those first that make room
     */
    ObjectNode patch(ObjectNode reported, boolean singly) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        values.forEach((fragment, value) -> {
            JsonNode change = ShadowMerge.patch(reported.path(fragment), refused.contains(fragment) ? NOTHING : value);
            if (!change.isMissingNode() && !stuck.contains(fragment)) {
                patch.set(fragment, change);
            }
        });
        if (!singly || patch.isEmpty()) {
            return patch;
        }
        String first = patch.properties().stream()
                .filter(change -> change.getValue().isNull())
                .findFirst()
                .orElseGet(() -> patch.properties().iterator().next())
                .getKey();
        return patch.retain(first);
    }

    /** Whether AWS has the fragment as it is here. */
    boolean isReported(String fragment, ObjectNode reported) {
        return ShadowMerge.same(values.getOrDefault(fragment, NOTHING), reported.path(fragment));
    }

    /** Forgets removed fragments that AWS does not have; says whether there were any. */
    boolean forgetRemoved(ObjectNode reported) {
        return values.entrySet()
                .removeIf(twin -> twin.getValue().isMissingNode()
                        && reported.path(twin.getKey()).isMissingNode());
    }
}

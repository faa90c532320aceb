package dev.tedge.shadow.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import java.util.Optional;

/**
 * What AWS keeps of a shadow. Nobody changes the trees.
 *
 * @param desired what applications want, {@linkplain ShadowMerge#normal normal}; empty if there is nothing
 * @param reported what devices have said, the same
 * @param version one more with each update; 0 of a shadow that does not exist
 */
public record ShadowDocument(ObjectNode desired, ObjectNode reported, long version) {

    /** The one of a shadow that does not exist. */
    public static final ShadowDocument ABSENT =
            new ShadowDocument(JsonNodeFactory.instance.objectNode(), JsonNodeFactory.instance.objectNode(), 0);

    public ShadowDocument {
        Objects.requireNonNull(desired, "desired");
        Objects.requireNonNull(reported, "reported");
    }

    /**
     * Reads what AWS sends as the answer to {@code get}, and within {@code update/documents}.
     *
     * @return empty if it has no version
     */
    public static Optional<ShadowDocument> of(JsonNode answer) {
        long version = answer.path("version").asLong(0);
        if (version <= 0) {
            return Optional.empty();
        }
        JsonNode state = answer.path("state");
        return Optional.of(
                new ShadowDocument(section(state.path("desired")), section(state.path("reported")), version));
    }

    /** As it is after an update of the reported state. */
    public ShadowDocument reporting(ObjectNode patch, long newVersion) {
        return new ShadowDocument(desired, section(ShadowMerge.merge(reported, patch)), newVersion);
    }

    /** Whether AWS has it. */
    public boolean exists() {
        return version > 0;
    }

    /** What is desired, but not reported, by fragment. */
    public ObjectNode delta() {
        return section(ShadowMerge.delta(desired, reported));
    }

    private static ObjectNode section(JsonNode value) {
        return ShadowMerge.normal(value) instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    }

    /** The version only: what customers keep there stays out of logs. */
    @Override
    public String toString() {
        return "ShadowDocument[version " + version + "]";
    }
}

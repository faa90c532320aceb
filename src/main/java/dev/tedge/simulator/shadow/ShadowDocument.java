package dev.tedge.simulator.shadow;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;

/**
 * What AWS keeps of a shadow. Source: AWS IoT Developer Guide, "Device Shadow service documents".
 *
 * @param version 1 or more, one more with each update
 */
record ShadowDocument(ShadowSection desired, ShadowSection reported, long version) {

    ShadowDocument {
        Objects.requireNonNull(desired, "desired");
        Objects.requireNonNull(reported, "reported");
    }

    /** A shadow before its first update. */
    static ShadowDocument after(long lastVersion) {
        return new ShadowDocument(ShadowSection.EMPTY, ShadowSection.EMPTY, lastVersion);
    }

    ShadowDocument update(ShadowPatch patch, long seconds) {
        return new ShadowDocument(
                patch.desired().applyTo(desired, seconds), patch.reported().applyTo(reported, seconds), version + 1);
    }

    /** What is desired, but not reported. */
    ShadowSection delta() {
        return desired.minus(reported.values());
    }

    /** The sections that are not empty. */
    ObjectNode state() {
        return sections(desired.values(), reported.values());
    }

    /** The timestamps of the sections that are not empty. */
    ObjectNode metadata() {
        return sections(desired.metadata(), reported.metadata());
    }

    private static ObjectNode sections(ObjectNode desired, ObjectNode reported) {
        ObjectNode sections = JsonNodeFactory.instance.objectNode();
        if (!desired.isEmpty()) {
            sections.set("desired", desired);
        }
        if (!reported.isEmpty()) {
            sections.set("reported", reported);
        }
        return sections;
    }
}

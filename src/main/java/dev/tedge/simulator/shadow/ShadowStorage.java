package dev.tedge.simulator.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** A {@link ShadowStore} as JSON, to outlast the simulator: shadows, and the versions of deleted ones. */
final class ShadowStorage {

    private static final String SHADOWS = "shadows";

    private ShadowStorage() {}

    /** The trees of documents never change, and so are not copied. */
    static void save(ShadowStore store, ObjectNode state) {
        var list = state.putArray(SHADOWS);
        store.shadows().forEach((shadow, document) -> {
            ObjectNode entry = entry(list.addObject(), shadow, document.version());
            entry.set("state", document.state());
            entry.set("metadata", document.metadata());
        });
        store.deleted()
                .forEach((shadow, left) -> entry(list.addObject(), shadow, left.version())
                        .put("deletedAt", left.at().toString()));
    }

    private static ObjectNode entry(ObjectNode entry, ShadowId shadow, long version) {
        entry.put("thing", shadow.thing());
        shadow.name().ifPresent(name -> entry.put("name", name));
        return entry.put("version", version);
    }

    /** @throws IllegalArgumentException if it is none that was saved; the message names the field */
    static void restore(ShadowStore store, ObjectNode state) {
        for (JsonNode entry : state.path(SHADOWS)) {
            String thing = text(entry, "thing");
            Optional<String> name = entry.has("name") ? Optional.of(text(entry, "name")) : Optional.empty();
            ShadowId shadow = new ShadowId(thing, name);
            JsonNode version = entry.path("version");
            if (!version.isIntegralNumber() || version.longValue() < 1) {
                throw new IllegalArgumentException("'version' of the shadow of '" + thing + "' must be 1 or more");
            }
            if (entry.has("deletedAt")) {
                store.deleted().put(shadow, new ShadowStore.Deleted(version.longValue(), time(entry)));
            } else {
                ShadowDocument document =
                        new ShadowDocument(section(entry, "desired"), section(entry, "reported"), version.longValue());
                store.shadows().put(shadow, document);
            }
        }
    }

    private static String text(JsonNode entry, String field) {
        JsonNode value = entry.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("'" + field + "' of a shadow must be a text, but is '" + value + "'");
        }
        return value.textValue();
    }

    private static Instant time(JsonNode entry) {
        try {
            return Instant.parse(text(entry, "deletedAt"));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'deletedAt' of a shadow must be a time: " + e.getMessage(), e);
        }
    }

    private static ShadowSection section(JsonNode entry, String name) {
        JsonNode values = entry.path("state").path(name);
        JsonNode metadata = entry.path("metadata").path(name);
        if (values.isMissingNode() && metadata.isMissingNode()) {
            return ShadowSection.EMPTY;
        }
        if (values instanceof ObjectNode known && metadata instanceof ObjectNode stamps) {
            return new ShadowSection(known, stamps);
        }
        throw new IllegalArgumentException("'" + name + "' of a shadow must be an object in 'state' and 'metadata'");
    }
}

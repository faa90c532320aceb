package dev.tedge.gateway.check.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a place in a file can have, all alternatives of its schema taken together. */
final class Shape {

    private final Map<String, List<JsonNode>> properties = new TreeMap<>();
    private final Set<String> required = new LinkedHashSet<>();
    private final Set<String> values = new LinkedHashSet<>();
    private final Set<String> types = new HashSet<>();
    private JsonNode items = MissingNode.getInstance();
    private boolean closed;
    private boolean single;

    private Shape() {}

    /** @param root has the definitions that others name */
    static Shape of(List<JsonNode> schemas, JsonNode root) {
        Shape shape = new Shape();
        schemas.forEach(schema -> shape.add(schema, root, schemas.size() == 1));
        return shape;
    }

    private void add(JsonNode schema, JsonNode root, boolean certain) {
        String ref = schema.path("$ref").asText();
        if (!ref.isEmpty()) {
            add(root.path("definitions").path(ref.substring(ref.lastIndexOf('/') + 1)), root, certain);
        }
        if (schema.has("type")) {
            types.add(schema.path("type").asText());
        }
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            if (!property.getValue().isEmpty()) {
                properties
                        .computeIfAbsent(property.getKey(), key -> new ArrayList<>())
                        .add(property.getValue());
            }
        }
        schema.path("enum").forEach(value -> values.add(value.asText()));
        if (certain) {
            schema.path("required").forEach(name -> required.add(name.asText()));
        }
        if (schema.has("items")) {
            items = schema.path("items");
        }
        closed |= schema.has("additionalProperties")
                && !schema.path("additionalProperties").asBoolean();
        boolean choice = schema.has("anyOf") && schema.has("type");
        closed |= choice && !schema.has("additionalProperties");
        single |= schema.path("maxProperties").asInt() == 1;
        schema.path("oneOf").forEach(one -> add(one, root, false));
        schema.path("anyOf").forEach(one -> add(one, root, false));
    }

    Map<String, List<JsonNode>> properties() {
        return properties;
    }

    Set<String> required() {
        return required;
    }

    /** The texts that it can be; empty when others are, too. */
    Set<String> values() {
        return values;
    }

    /** What each item of a list is; missing when it can't be a list. */
    JsonNode items() {
        return items;
    }

    /** Whether it has no other properties. */
    boolean closed() {
        return closed;
    }

    /** Whether it has one of these only. */
    boolean single() {
        return single;
    }

    boolean takesMapping() {
        return types.contains("object") || !properties.isEmpty();
    }

    boolean takesText() {
        return types.isEmpty() || types.contains("string") || types.contains("number") || types.contains("boolean");
    }

    /** The type of its text, when there is one only. */
    String type() {
        return types.size() == 1 ? types.iterator().next() : "";
    }

    /** In words. */
    String kind() {
        if (!items.isMissingNode()) {
            return "a list ('- ' before each)";
        }
        return takesMapping() ? "a mapping (its keys on lines of their own, indented)" : "a text";
    }
}

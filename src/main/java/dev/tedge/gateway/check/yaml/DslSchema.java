package dev.tedge.gateway.check.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Camel's schema of its YAML DSL, which is in its jar. It has better words and more places than Camel's loader; that one decides
 * whether a file runs, since it takes things that the schema does not know.
 */
public final class DslSchema {

    private static final String FILE = "schema/camelYamlDsl.json";

    /** It takes long to read, and most files are good. */
    private static final class Holder {
        static final JsonNode ITEMS = read().path("items");
    }

    private final List<Trouble> troubles = new ArrayList<>();

    private DslSchema() {}

    /** What is wrong with an item of a file. */
    public static List<Trouble> troubles(Entry item) {
        DslSchema schema = new DslSchema();
        JsonNode known = Holder.ITEMS.path("properties");
        JsonNode own = known.path(item.key());
        if (own.isMissingNode()) {
            schema.trouble(
                    item.keySpot(),
                    "a file has no items '%s'%s: routes begin with 'route'"
                            .formatted(item.key(), NearMiss.hint(item.key(), names(known))));
        } else {
            schema.check(item.key(), item.keyNode(), item.node(), List.of(own));
        }
        return schema.troubles;
    }

    private void check(String name, Node key, Node node, List<JsonNode> schemas) {
        Shape shape = Shape.of(schemas, Holder.ITEMS);
        if (node instanceof MappingNode mapping) {
            mapping(name, key, mapping, shape);
        } else if (node instanceof SequenceNode list) {
            if (shape.items().isMissingNode()) {
                trouble(Spot.of(node), "'%s' takes no list here: take the '- ' away".formatted(name));
            } else {
                list.getValue().forEach(item -> check(name, item, item, List.of(shape.items())));
            }
        } else if (node instanceof ScalarNode scalar) {
            scalar(name, key, scalar, shape);
        }
    }

    private void mapping(String name, Node key, MappingNode mapping, Shape shape) {
        if (!shape.takesMapping()) {
            trouble(Spot.of(mapping), "'%s' takes %s here, not a mapping".formatted(name, shape.kind()));
            return;
        }
        if (shape.single() && mapping.getValue().size() > 1) {
            Node second = mapping.getValue().get(1).getKeyNode();
            trouble(
                    Spot.of(second),
                    "a step has one key, but %s is a second one: indent it below the first, or begin another step with '- '"
                            .formatted(YamlWords.quoted(second)));
            return;
        }
        Set<String> present = new HashSet<>();
        for (NodeTuple tuple : mapping.getValue()) {
            present.add(property(name, tuple, shape));
        }
        for (String required : shape.required()) {
            if (!present.contains(required)) {
                trouble(Spot.of(key), "'%s' needs '%s', which is missing".formatted(name, required));
            }
        }
    }

    private String property(String name, NodeTuple tuple, Shape shape) {
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
            return "";
        }
        String word = camelCase(key.getValue());
        List<JsonNode> known = shape.properties().get(word);
        if (known != null) {
            check(key.getValue(), key, tuple.getValueNode(), known);
        } else if (shape.closed()) {
            trouble(Spot.of(key), unknown(name, key.getValue(), shape));
        }
        return word;
    }

    private static String unknown(String name, String word, Shape shape) {
        Set<String> known = shape.properties().keySet();
        String hint = NearMiss.hint(word, known);
        if (shape.single()) {
            return "there is no step '%s'%s".formatted(word, hint);
        }
        if (hint.isEmpty() && steps().contains(word)) {
            return "the step '%s' can't be in '%s': begin it with '- ' in a list of steps, or indent it as its neighbours"
                    .formatted(word, name);
        }
        if (hint.isEmpty() && word.equals("steps")) {
            return "'%s' has no steps of its own: indent 'steps' as the step that they belong to".formatted(name);
        }
        return hint.isEmpty() && known.size() <= 12
                ? "'%s' has no '%s', only %s"
                        .formatted(name, word, known.stream().sorted().collect(Collectors.joining(", ")))
                : "'%s' has no '%s'%s".formatted(name, word, hint);
    }

    private void scalar(String name, Node key, ScalarNode scalar, Shape shape) {
        String text = scalar.getValue();
        if (!shape.takesText()) {
            boolean nothing = text.isEmpty();
            boolean needed = !shape.items().isMissingNode() || !shape.required().isEmpty();
            if (!nothing || needed) {
                trouble(
                        nothing ? Spot.of(key) : Spot.of(scalar),
                        "'%s' takes %s here, but is %s".formatted(name, shape.kind(), YamlWords.kind(scalar)));
            }
        } else if (!text.contains("{{") && !text.startsWith("#")) {
            value(name, scalar, shape);
        }
    }

    private void value(String name, ScalarNode scalar, Shape shape) {
        String text = scalar.getValue();
        if (!shape.values().isEmpty() && shape.values().stream().noneMatch(text::equalsIgnoreCase)) {
            trouble(
                    Spot.of(scalar),
                    "'%s' can't be %s, only one of %s"
                            .formatted(name, YamlWords.quoted(text), String.join(", ", shape.values())));
        } else if (shape.type().equals("number") && !text.matches("-?[0-9]+([.][0-9]+)?")) {
            trouble(Spot.of(scalar), "'%s' must be a number, but is %s".formatted(name, YamlWords.quoted(text)));
        } else if (shape.type().equals("boolean") && !text.matches("(?i)true|false")) {
            trouble(Spot.of(scalar), "'%s' must be true or false, but is %s".formatted(name, YamlWords.quoted(text)));
        }
    }

    private void trouble(Spot spot, String reason) {
        troubles.add(new Trouble(spot, reason));
    }

    /** All names of steps. */
    static Set<String> steps() {
        return names(Holder.ITEMS
                .path("definitions")
                .path("org.apache.camel.model.ProcessorDefinition")
                .path("properties"));
    }

    private static Set<String> names(JsonNode properties) {
        Set<String> names = new HashSet<>();
        properties.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** {@code set-body} is an older way to write {@code setBody}. */
    private static String camelCase(String key) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < key.length(); i++) {
            boolean dash = key.charAt(i) == '-' && i + 1 < key.length();
            word.append(dash ? Character.toUpperCase(key.charAt(++i)) : key.charAt(i));
        }
        return word.toString();
    }

    private static JsonNode read() {
        try (InputStream file = DslSchema.class.getClassLoader().getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException("'%s' is missing in the jar".formatted(FILE));
            }
            return new ObjectMapper().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

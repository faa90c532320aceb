package dev.tedge.gateway.check.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A route file as YAML: a list of items, each a mapping with one key. */
public final class YamlText {

    /** Far more than a file has that people write; less than it takes to fill the memory by aliases of aliases. */
    private static final int MOST_NODES = 100_000;

    private static final int DEEPEST = 200;

    private final List<Trouble> troubles = new ArrayList<>();
    private final List<Entry> items = new ArrayList<>();
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private int nodes;

    private YamlText() {}

    /** Reads a text; what is wrong with it is in {@link #troubles}. */
    public static YamlText of(String text) {
        YamlText yaml = new YamlText();
        yaml.read(text);
        return yaml;
    }

    /** Why it can't be used, if so. */
    public List<Trouble> troubles() {
        return List.copyOf(troubles);
    }

    /** The items of the list, as far as they can be read. */
    public List<Entry> items() {
        return List.copyOf(items);
    }

    /** All keys in it with their values. */
    public Stream<Entry> entries() {
        return items.stream().flatMap(Entry::all);
    }

    private void read(String text) {
        int strange = text.indexOf('\uFFFD');
        if (strange >= 0 || text.indexOf('\0') >= 0) {
            trouble(Spot.BEGIN, "the file is not text in UTF-8: save it as such");
            return;
        }
        try {
            LoadSettings settings = LoadSettings.builder().setLabel("routes").build();
            Optional<Node> root = new Compose(settings).composeString(text);
            root.ifPresentOrElse(this::list, () -> trouble(Spot.BEGIN, YamlWords.EMPTY));
        } catch (YamlEngineException e) {
            troubles.add(YamlWords.of(e, text));
        } catch (StackOverflowError deep) {
            trouble(Spot.BEGIN, "the file is nested too deeply");
        }
    }

    private void list(Node root) {
        if (root instanceof ScalarNode nothing && nothing.getValue().isEmpty()) {
            trouble(Spot.BEGIN, YamlWords.EMPTY);
        } else if (root instanceof SequenceNode list) {
            for (Node item : list.getValue()) {
                if (item instanceof MappingNode mapping && mapping.getValue().size() == 1) {
                    mapping(Optional.empty(), mapping, 1);
                } else {
                    item(item);
                }
            }
        } else if (root instanceof MappingNode map && isDocumentOfCamel(map)) {
            mapping(Optional.empty(), map, 1);
        } else {
            trouble(
                    Spot.of(root),
                    "the file must be a list: begin each item with '- ', as in '- route:' with 'id' and 'from' below it");
        }
    }

    /** Such as a Kamelet or a Pipe, which are mappings. */
    private static boolean isDocumentOfCamel(MappingNode map) {
        return map.getValue().stream()
                .anyMatch(tuple -> tuple.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals("apiVersion"));
    }

    private void item(Node item) {
        if (item instanceof MappingNode mapping && !mapping.getValue().isEmpty()) {
            Node second = mapping.getValue().get(1).getKeyNode();
            trouble(
                    Spot.of(second),
                    "an item has one key, but %s is a second one: indent it below the first, or begin another item with '- '"
                            .formatted(YamlWords.quoted(second)));
            mapping(Optional.empty(), mapping, 1);
        } else {
            trouble(
                    Spot.of(item),
                    "an item must be a mapping such as 'route:', but is %s".formatted(YamlWords.kind(item)));
        }
    }

    private void mapping(Optional<Entry> parent, MappingNode mapping, int depth) {
        Set<String> seen = new HashSet<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                trouble(Spot.of(tuple.getKeyNode()), "a key must be a word: put text with '{' or '[' in quotes");
                continue;
            }
            if (!seen.add(key.getValue())) {
                trouble(
                        Spot.of(key),
                        "the key %s is here twice: only the last one would hold".formatted(YamlWords.quoted(key)));
            }
            Entry entry = new Entry(parent, mapping, key, tuple.getValueNode());
            parent.ifPresentOrElse(above -> above.add(entry), () -> items.add(entry));
            below(entry, tuple.getValueNode(), depth + 1);
        }
    }

    private void below(Entry entry, Node node, int depth) {
        nodes++;
        if (nodes > MOST_NODES || depth > DEEPEST || !open.add(node)) {
            if (troubles.stream().noneMatch(trouble -> trouble.reason().equals(YamlWords.ALIASES))) {
                trouble(entry.keySpot(), YamlWords.ALIASES);
            }
            return;
        }
        if (node instanceof MappingNode mapping) {
            mapping(Optional.of(entry), mapping, depth);
        } else if (node instanceof SequenceNode list) {
            list.getValue().forEach(item -> below(entry, item, depth + 1));
        }
        open.remove(node);
    }

    private void trouble(Spot spot, String reason) {
        troubles.add(new Trouble(spot, reason));
    }
}

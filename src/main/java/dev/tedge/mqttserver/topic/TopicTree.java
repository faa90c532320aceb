package dev.tedge.mqttserver.topic;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Values by topic name, found by filter: the counterpart of {@link SubscriptionTree}, for retained
 * messages. Not for more than one thread.
 *
 * @param <V> what is kept for a topic
 */
public final class TopicTree<V> {

    private final boolean parentMatchesMultiLevel;
    private final Node<V> root = new Node<>();
    private int size;

    /**
     * An empty tree.
     *
     * @param parentMatchesMultiLevel whether {@code a/#} matches {@code a}, as MQTT says
     */
    public TopicTree(boolean parentMatchesMultiLevel) {
        this.parentMatchesMultiLevel = parentMatchesMultiLevel;
    }

    private static final class Node<V> {
        private final Map<String, Node<V>> children = new HashMap<>();
        private @Nullable V value;
    }

    /** Number of topics that have a value. */
    public int size() {
        return size;
    }

    /** The value of a topic. */
    public Optional<V> get(String topic) {
        Node<V> node = root;
        for (String level : TopicName.levels(topic)) {
            node = node.children.get(level);
            if (node == null) {
                return Optional.empty();
            }
        }
        return Optional.ofNullable(node.value);
    }

    /** Sets or replaces the value of a topic. */
    public void put(String topic, V value) {
        Node<V> node = root;
        for (String level : TopicName.levels(topic)) {
            node = node.children.computeIfAbsent(level, absent -> new Node<>());
        }
        size += node.value == null ? 1 : 0;
        node.value = value;
    }

    /** Removes the value of a topic, if there is one. */
    public void remove(String topic) {
        remove(root, TopicName.levels(topic), 0);
    }

    private void remove(Node<V> node, List<String> levels, int depth) {
        if (depth == levels.size()) {
            size -= node.value == null ? 0 : 1;
            node.value = null;
            return;
        }
        Node<V> child = node.children.get(levels.get(depth));
        if (child != null) {
            remove(child, levels, depth + 1);
            if (child.value == null && child.children.isEmpty()) {
                node.children.remove(levels.get(depth));
            }
        }
    }

    /** Calls for each value, in no order; not to be changed meanwhile. */
    public void forEach(Consumer<V> found) {
        reportAll(root, found);
    }

    /** Calls for each value whose topic the filter matches; not to be changed meanwhile. */
    public void match(TopicFilter filter, Consumer<V> found) {
        visit(root, filter.levels(), 0, found);
    }

    private void visit(Node<V> node, List<String> levels, int depth, Consumer<V> found) {
        if (depth == levels.size()) {
            report(node, found);
            return;
        }
        switch (levels.get(depth)) {
            case "#" -> {
                if (parentMatchesMultiLevel) {
                    report(node, found);
                }
                wildcardChildren(node, depth).forEach(child -> reportAll(child, found));
            }
            case "+" -> wildcardChildren(node, depth).forEach(child -> visit(child, levels, depth + 1, found));
            default -> {
                Node<V> child = node.children.get(levels.get(depth));
                if (child != null) {
                    visit(child, levels, depth + 1, found);
                }
            }
        }
    }

    /** A wildcard in the first level does not match topics that begin with {@code $} (MQTT 5, 4.7.2). */
    private static <V> List<Node<V>> wildcardChildren(Node<V> node, int depth) {
        return node.children.entrySet().stream()
                .filter(child -> depth > 0 || !child.getKey().startsWith("$"))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static <V> void report(Node<V> node, Consumer<V> found) {
        if (node.value != null) {
            found.accept(node.value);
        }
    }

    private static <V> void reportAll(Node<V> node, Consumer<V> found) {
        report(node, found);
        node.children.values().forEach(child -> reportAll(child, found));
    }
}

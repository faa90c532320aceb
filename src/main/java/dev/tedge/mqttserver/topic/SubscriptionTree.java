package dev.tedge.mqttserver.topic;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Subscriptions by filter, as a tree of levels: finding those of a topic costs the depth of the topic,
 * not the number of subscriptions. Not for more than one thread.
 *
 * @param <K> who subscribes; a subscriber has at most one subscription per filter text
 * @param <S> the subscription
 */
public final class SubscriptionTree<K, S> {

    private final boolean parentMatchesMultiLevel;
    private final Node<K, S> root = new Node<>();

    /**
     * An empty tree.
     *
     * @param parentMatchesMultiLevel whether {@code a/#} matches {@code a}, as MQTT says
     */
    public SubscriptionTree(boolean parentMatchesMultiLevel) {
        this.parentMatchesMultiLevel = parentMatchesMultiLevel;
    }

    private static final class Node<K, S> {
        private final Map<String, Node<K, S>> children = new HashMap<>();
        private final Map<K, S> single = new LinkedHashMap<>();
        private final Map<String, SharedGroup<K, S>> shared = new HashMap<>();

        boolean isEmpty() {
            return children.isEmpty() && single.isEmpty() && shared.isEmpty();
        }
    }

    /** Adds a subscription, or replaces the one of the same subscriber and filter. */
    public void put(TopicFilter filter, K subscriber, S subscription) {
        Node<K, S> node = root;
        for (String level : filter.levels()) {
            node = node.children.computeIfAbsent(level, absent -> new Node<>());
        }
        Optional<String> group = filter.group();
        if (group.isPresent()) {
            node.shared
                    .computeIfAbsent(group.get(), absent -> new SharedGroup<>())
                    .put(subscriber, subscription);
        } else {
            node.single.put(subscriber, subscription);
        }
    }

    /** Removes a subscription, if there is one. */
    public void remove(TopicFilter filter, K subscriber) {
        remove(root, filter, 0, subscriber);
    }

    private void remove(Node<K, S> node, TopicFilter filter, int depth, K subscriber) {
        List<String> levels = filter.levels();
        if (depth == levels.size()) {
            if (filter.group().isPresent()) {
                node.shared.computeIfPresent(
                        filter.group().get(), (name, group) -> group.removeAndIsEmpty(subscriber) ? null : group);
            } else {
                node.single.remove(subscriber);
            }
            return;
        }
        Node<K, S> child = node.children.get(levels.get(depth));
        if (child != null) {
            remove(child, filter, depth + 1, subscriber);
            if (child.isEmpty()) {
                node.children.remove(levels.get(depth));
            }
        }
    }

    /**
     * Finds all subscriptions of a topic. A wildcard in the first level does not match topics that begin
     * with {@code $} (MQTT 5, 4.7.2).
     *
     * @param single called for each subscription that is not shared
     * @param shared called for each group
     */
    public void match(String topic, Consumer<S> single, Consumer<SharedGroup<K, S>> shared) {
        new Match<>(TopicName.levels(topic), topic.startsWith("$"), parentMatchesMultiLevel, single, shared)
                .visit(root, 0);
    }

    private record Match<K, S>(
            List<String> levels,
            boolean reserved,
            boolean parentMatchesMultiLevel,
            Consumer<S> single,
            Consumer<SharedGroup<K, S>> shared) {

        void visit(Node<K, S> node, int depth) {
            boolean atEnd = depth == levels.size();
            boolean wildcardsMatch = depth > 0 || !reserved;
            Node<K, S> rest = node.children.get("#");
            if (rest != null && wildcardsMatch && (!atEnd || parentMatchesMultiLevel)) {
                report(rest);
            }
            if (atEnd) {
                report(node);
                return;
            }
            Node<K, S> exact = node.children.get(levels.get(depth));
            if (exact != null) {
                visit(exact, depth + 1);
            }
            Node<K, S> any = node.children.get("+");
            if (any != null && wildcardsMatch) {
                visit(any, depth + 1);
            }
        }

        private void report(Node<K, S> node) {
            node.single.values().forEach(single);
            node.shared.values().forEach(shared);
        }
    }
}

package dev.tedge.gateway.check.yaml;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A key of a mapping with its value, and the entries within that; those of a list in it one after the other. */
public final class Entry {

    private final Optional<Entry> parent;
    private final Node holder;
    private final String key;
    private final Node keyNode;
    private final Node value;
    private final List<Entry> children = new ArrayList<>();

    Entry(Optional<Entry> parent, Node holder, ScalarNode keyNode, Node value) {
        this.parent = parent;
        this.holder = holder;
        this.key = keyNode.getValue();
        this.keyNode = keyNode;
        this.value = value;
    }

    void add(Entry child) {
        children.add(child);
    }

    /** Its key. */
    public String key() {
        return key;
    }

    /** What it is in; empty for an item of the file. */
    public Optional<Entry> parent() {
        return parent;
    }

    /** The key of what it is in; empty text for an item of the file. */
    public String parentKey() {
        return parent.map(Entry::key).orElse("");
    }

    /** The item of the file that it is in, or that it is. */
    public Entry top() {
        return parent.map(Entry::top).orElse(this);
    }

    /** Whether it is in an entry of one of these keys. */
    public boolean isWithin(Collection<String> keys) {
        return parent.filter(above -> keys.contains(above.key) || above.isWithin(keys))
                .isPresent();
    }

    /** All that is in it. */
    public List<Entry> children() {
        return List.copyOf(children);
    }

    /** What is in it under a key, the first of them. */
    public Optional<Entry> child(String name) {
        return children.stream().filter(child -> child.key.equals(name)).findFirst();
    }

    /** What is beside it in the same mapping, itself included. */
    public Stream<Entry> siblings() {
        return parent.stream().flatMap(above -> above.children.stream()).filter(child -> child.holder.equals(holder));
    }

    /** What is beside it under a key. */
    public Optional<Entry> sibling(String name) {
        return siblings().filter(entry -> entry.key.equals(name)).findFirst();
    }

    /** It, and all that is below it. */
    public Stream<Entry> all() {
        return Stream.concat(Stream.of(this), children.stream().flatMap(Entry::all));
    }

    /** Its value when that is text, or a number, or nothing at all. */
    public Optional<String> text() {
        return value instanceof ScalarNode scalar ? Optional.of(scalar.getValue()) : Optional.empty();
    }

    /** The texts of a list that is its value. */
    public List<String> texts() {
        return value instanceof SequenceNode list
                ? list.getValue().stream()
                        .filter(ScalarNode.class::isInstance)
                        .map(item -> ((ScalarNode) item).getValue())
                        .toList()
                : text().stream().toList();
    }

    /** Where its key is. */
    public Spot keySpot() {
        return Spot.of(keyNode);
    }

    /** Where its value is; of text in quotes, within these. */
    public Spot valueSpot() {
        return spot(0);
    }

    /** Whether a place is in its value. */
    boolean contains(Spot spot) {
        Spot begin = Spot.of(value);
        Spot end = Spot.of(value.getEndMark());
        return Spot.ORDER.compare(spot, begin) >= 0 && Spot.ORDER.compare(spot, end) <= 0;
    }

    /** Where a part of its text is, as well as that can be told. */
    public Spot spot(int index) {
        if (!(value instanceof ScalarNode scalar)
                || scalar.getScalarStyle() == ScalarStyle.LITERAL
                || scalar.getScalarStyle() == ScalarStyle.FOLDED
                || isOnSeveralLines()) {
            return Spot.of(value);
        }
        return Spot.of(value).right(index + (scalar.isPlain() ? 0 : 1));
    }

    /** The last line that it takes. */
    public int lastLine() {
        return value.getEndMark()
                .map(end -> end.getColumn() == 0 ? end.getLine() : end.getLine() + 1)
                .orElse(keySpot().line());
    }

    Node node() {
        return value;
    }

    Node keyNode() {
        return keyNode;
    }

    private boolean isOnSeveralLines() {
        return value.getStartMark().isEmpty()
                || value.getEndMark().isEmpty()
                || value.getStartMark().get().getLine()
                        != value.getEndMark().get().getLine();
    }
}

package dev.tedge.gateway.check.yaml;

import java.util.Comparator;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A place in a text.
 *
 * @param line from 1 on
 * @param column from 1 on
 */
public record Spot(int line, int column) {

    /** From the first line on. */
    static final Comparator<Spot> ORDER = Comparator.comparingInt(Spot::line).thenComparingInt(Spot::column);

    /** Where a text begins. */
    public static final Spot BEGIN = new Spot(1, 1);

    /** The engine counts from 0. */
    public static Spot of(Mark mark) {
        return new Spot(mark.getLine() + 1, mark.getColumn() + 1);
    }

    static Spot of(Optional<Mark> mark) {
        return mark.map(Spot::of).orElse(BEGIN);
    }

    static Spot of(Node node) {
        return of(node.getStartMark());
    }

    Spot right(int columns) {
        return new Spot(line, column + columns);
    }
}

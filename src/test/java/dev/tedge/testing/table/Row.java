package dev.tedge.testing.table;

import java.util.List;

/**
 * A row of a table of command lines.
 *
 * @param title says what it shows; no two rows have the same
 * @param place file and line of the title
 */
public record Row(String title, String place, List<Step> steps) {

    public Row {
        steps = List.copyOf(steps);
    }

    /** The program that a command names. */
    static String program(Step command) {
        return command.argument().split(" ", 2)[0];
    }

    @Override
    public String toString() {
        return title;
    }
}

package dev.tedge.testing.table;

import java.util.List;

/**
 * One line of a row.
 *
 * @param place file and line, for messages
 * @param argument what follows the word, stripped
 * @param text the lines with {@code |} below it, without that mark
 */
record Step(String place, Word word, String argument, List<String> text) {

    Step {
        text = List.copyOf(text);
    }

    @Override
    public String toString() {
        return "%s: %s %s".formatted(place, word, argument).stripTrailing();
    }
}

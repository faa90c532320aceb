package dev.tedge.testing.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;

/**
 * What a text is to be.
 *
 * <ul>
 *   <li>{@code is TEXT}, or {@code is} and lines: these lines and no others; {@code is empty}: nothing at all
 *   <li>{@code has TEXT}, or {@code has} and lines: each occurs somewhere
 *   <li>{@code lacks TEXT}: does not occur
 *   <li>{@code matches} and lines: as many lines, each matches its regular expression
 *   <li>{@code any}: whatever it is
 * </ul>
 */
final class TextCheck {

    private static final Set<String> WITH_TEXT = Set.of("is", "has", "lacks", "matches");

    private TextCheck() {}

    /** Whether it can be understood. */
    static boolean isOne(String argument, List<String> lines) {
        String[] parts = argument.split(" ", 2);
        if (parts[0].equals("any")) {
            return parts.length == 1 && lines.isEmpty();
        }
        // Either text beside it or text below it; a check for nothing can't fail.
        boolean one = (parts.length == 2) != !lines.isEmpty();
        return WITH_TEXT.contains(parts[0])
                && one
                && (lines.isEmpty()
                        || lines.stream().noneMatch(String::isEmpty)
                        || parts[0].equals("is")
                        || parts[0].equals("matches"));
    }

    /**
     * Throws an {@link AssertionError} when the text is something else.
     *
     * @param argument as in the table, variables replaced
     * @param what for the message
     */
    static void verify(String argument, List<String> lines, String actual, String what) {
        String[] parts = argument.split(" ", 2);
        List<String> expected = parts.length == 2 ? List.of(parts[1]) : lines;
        switch (parts[0]) {
            case "is" -> assertThat(actual).as(what).isEqualTo(whole(expected));
            case "has" -> assertThat(actual).as(what).contains(expected);
            case "lacks" -> assertThat(actual).as(what).doesNotContain(expected);
            case "matches" -> matches(expected, actual.lines().toList(), what);
            default -> assertThat(actual).as(what).isNotNull();
        }
    }

    private static String whole(List<String> lines) {
        return lines.equals(List.of("empty")) ? "" : String.join("\n", lines) + "\n";
    }

    private static void matches(List<String> patterns, List<String> lines, String what) {
        assertThat(lines).as(what).hasSameSizeAs(patterns);
        for (int i = 0; i < patterns.size(); i++) {
            assertThat(lines.get(i)).as(what).matches(patterns.get(i));
        }
    }
}

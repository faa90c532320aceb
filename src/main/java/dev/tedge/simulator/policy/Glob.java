package dev.tedge.simulator.policy;

import java.util.stream.IntStream;

/**
 * A text with wildcards, letter by letter. However many wildcards it has, a match takes at most as many steps as the
 * product of both lengths: devices choose what is matched, on the event loop.
 */
final class Glob {

    /** In the place of a letter: any run of letters. */
    static final int ANY_RUN = -1;

    /** In the place of a letter: any one letter. */
    static final int ANY_ONE = -2;

    private static final int NONE = -1;

    private final int[] elements;
    private final boolean ignoringCase;

    /** @param elements code points, {@link #ANY_RUN} and {@link #ANY_ONE} */
    Glob(IntStream elements, boolean ignoringCase) {
        this.ignoringCase = ignoringCase;
        this.elements = elements.map(this::folded).toArray();
    }

    /** What a letter of a pattern means. */
    static int element(int letter) {
        return switch (letter) {
            case '*' -> ANY_RUN;
            case '?' -> ANY_ONE;
            default -> letter;
        };
    }

    /** Whether it is this whole text. */
    boolean matches(String text) {
        int[] letters = text.codePoints().map(this::folded).toArray();
        int element = 0;
        int letter = 0;
        // Only the last run may have to grow: what the runs before it took can stay as it is.
        int lastRun = NONE;
        int endOfLastRun = NONE;
        while (letter < letters.length) {
            if (isAt(element, ANY_RUN)) {
                lastRun = element++;
                endOfLastRun = letter;
            } else if (isAt(element, ANY_ONE) || isAt(element, letters[letter])) {
                element++;
                letter++;
            } else if (lastRun == NONE) {
                return false;
            } else {
                element = lastRun + 1;
                letter = ++endOfLastRun;
            }
        }
        while (isAt(element, ANY_RUN)) {
            element++;
        }
        return element == elements.length;
    }

    private boolean isAt(int position, int element) {
        return position < elements.length && elements[position] == element;
    }

    /** Upper case first: letters that differ in lower case only are the same, too. */
    private int folded(int letter) {
        return ignoringCase && letter >= 0 ? Character.toLowerCase(Character.toUpperCase(letter)) : letter;
    }
}

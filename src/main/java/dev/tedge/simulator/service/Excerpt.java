package dev.tedge.simulator.service;

/** Long text that a device has chosen, as messages to people show it. */
public final class Excerpt {

    /** More than any topic within AWS's limits has. */
    private static final int MAX_CHARACTERS = 512;

    private static final int SHOWN_CHARACTERS = 64;

    private Excerpt() {}

    /** The text; of one with more than 512 characters the beginning and how many it has. */
    public static String of(String text) {
        if (text.length() <= MAX_CHARACTERS) {
            return text;
        }
        // Not between the halves of one letter.
        int end =
                Character.isHighSurrogate(text.charAt(SHOWN_CHARACTERS - 1)) ? SHOWN_CHARACTERS - 1 : SHOWN_CHARACTERS;
        return text.substring(0, end) + "... (" + text.length() + " characters)";
    }
}

package dev.tedge.simulator;

/** Text that devices choose, such as client ids and topics, for the lines of a log. */
final class OneLine {

    private OneLine() {}

    /** On one line and harmless to a terminal: control characters and ends of lines as {@code \}{@code u000a}. */
    static String of(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().forEach(c -> line.append(isHarmless(c) ? Character.toString(c) : "\\u%04x".formatted(c)));
        return line.toString();
    }

    private static boolean isHarmless(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.FORMAT -> false;
            default -> true;
        };
    }
}

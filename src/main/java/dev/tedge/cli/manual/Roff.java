package dev.tedge.cli.manual;

import java.util.stream.Collectors;

/** Text in the language of {@code man}, piece by piece. Whatever is given is plain text: nothing in it is taken for a request. */
final class Roff {

    private static final String MACROS = ".'";

    private final StringBuilder page = new StringBuilder();

    Roff title(String name, String source) {
        page.append(".TH \"").append(escaped(name)).append("\" 1 \"\" \"");
        page.append(escaped(source)).append("\" \"tedge\"\n");
        // Hyphenated options and broken topics can't be copied; letters in different distances are hard to read.
        page.append(".nh\n.ad l\n");
        return this;
    }

    Roff section(String heading) {
        page.append(".SH ").append(heading).append('\n');
        return this;
    }

    /** Lines that are filled up; an empty one ends a paragraph. */
    Roff text(String text) {
        text.lines()
                .forEach(line -> page.append(line.isBlank() ? ".PP" : guarded(line.strip()))
                        .append('\n'));
        return this;
    }

    /** Lines that stay as they are. */
    Roff verbatim(String text) {
        page.append(".nf\n");
        text.lines().forEach(line -> page.append(guarded(line)).append('\n'));
        page.append(".fi\n");
        return this;
    }

    /** A term, in bold, and what it means. */
    Roff item(String term, String meaning) {
        page.append(".TP\n\\fB").append(escaped(term)).append("\\fR\n");
        return text(meaning);
    }

    @Override
    public String toString() {
        return page.toString();
    }

    private static String guarded(String line) {
        boolean request = !line.isEmpty() && MACROS.indexOf(line.charAt(0)) >= 0;
        return (request ? "\\&" : "") + escaped(line);
    }

    /** Letters that {@code man} would print as typographic ones, which a shell does not take. */
    private static String escaped(String text) {
        return text.chars().mapToObj(letter -> escaped((char) letter)).collect(Collectors.joining());
    }

    private static String escaped(char letter) {
        return switch (letter) {
            case '\\' -> "\\e";
            case '-' -> "\\-";
            case '\'' -> "\\(aq";
            case '"' -> "\\(dq";
            case '`' -> "\\(ga";
            case '^' -> "\\(ha";
            case '~' -> "\\(ti";
            default -> String.valueOf(letter);
        };
    }
}

package dev.tedge.testing.table;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits a command line as a shell does, with both kinds of quotes and nothing else of a shell. */
final class CommandWords {

    private static final Pattern PIECE = Pattern.compile("'([^']*)'|\"([^\"]*)\"|([^\\s'\"]+)|(\\s+)");

    private CommandWords() {}

    static List<String> split(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = PIECE.matcher(line);
        StringBuilder word = new StringBuilder();
        boolean open = false;
        int end = 0;
        while (matcher.lookingAt()) {
            boolean space = matcher.group(4) != null;
            if (space && open) {
                words.add(word.toString());
                word.setLength(0);
            }
            open = !space;
            if (open) {
                word.append(content(matcher));
            }
            end = matcher.end();
            matcher.region(end, line.length());
        }
        if (end < line.length()) {
            throw new IllegalArgumentException("A quote is not closed: " + line);
        }
        if (open) {
            words.add(word.toString());
        }
        return words;
    }

    private static String content(Matcher matcher) {
        for (int group = 1; group <= 3; group++) {
            if (matcher.group(group) != null) {
                return matcher.group(group);
            }
        }
        return "";
    }
}

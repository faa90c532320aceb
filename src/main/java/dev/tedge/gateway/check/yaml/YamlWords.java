package dev.tedge.gateway.check.yaml;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** What the YAML engine finds, in words for people who write route files. */
final class YamlWords {

    static final String EMPTY = "the file is empty: write a list of routes, or rename it to end in '.disabled'";
    static final String ALIASES = "aliases make this too large or endless: write it out";

    private static final int LONGEST = 60;

    /** By what the engine's own words contain; the first that fits. */
    private static final Map<String, String> WORDS = new LinkedHashMap<>();

    static {
        WORDS.put("TAB", "a tab is used here: YAML is indented with spaces only");
        WORDS.put("'\\t'", "a tab is used here: YAML is indented with spaces only");
        WORDS.put(
                "mapping values are not allowed",
                "a ':' is not expected here: indent the line as its neighbours, or put text"
                        + " that has ': ' in it in quotes");
        WORDS.put("could not find expected ':'", "this line is no 'key: value': is the ':' missing, or a quote?");
        WORDS.put("expected <block end>", "the indentation fits no line above: align it with its neighbours");
        WORDS.put(
                "block sequence entries are not allowed",
                "a '- ' is not expected here: begin it on a line of its own, and" + " indent it as its neighbours");
        WORDS.put("found unexpected end of stream", "a quote is opened and never closed");
        WORDS.put("found unexpected document separator", "a quote is opened and never closed");
        WORDS.put("expected ',' or", "a '[' or '{' is opened and never closed");
        WORDS.put("found undefined alias", "an alias (*) is used, but no anchor (&) of its name stands before it");
        WORDS.put("but found another document", "the file has a second document ('---'): put all items into one list");
        WORDS.put("expected a single document", "the file has a second document ('---'): put all items into one list");
        WORDS.put("Number of aliases", ALIASES);
        WORDS.put("cannot start any token", "text that begins with this character must be in quotes");
        WORDS.put(
                "found unknown escape",
                "no such escape in double quotes: write '\\\\' for a backslash, or use single quotes");
    }

    private YamlWords() {}

    static Trouble of(YamlEngineException failure, String text) {
        if (failure instanceof ReaderException strange) {
            return new Trouble(
                    spot(text, strange.getPosition()),
                    "the character U+%04X can't be in YAML: the file is not plain text"
                            .formatted(strange.getCodePoint()));
        }
        if (failure instanceof MarkedYamlEngineException marked) {
            boolean begun = String.valueOf(marked.getProblem()).contains("could not find expected ':'");
            Spot spot = Spot.of(
                    begun ? marked.getContextMark() : marked.getProblemMark().or(marked::getContextMark));
            return new Trouble(spot, words(marked, text));
        }
        return new Trouble(Spot.BEGIN, words(String.valueOf(failure.getMessage())));
    }

    private static String words(MarkedYamlEngineException marked, String text) {
        String problem = String.valueOf(marked.getProblem());
        boolean tab = marked.getProblemMark().filter(mark -> isTab(mark, text)).isPresent();
        return words(tab ? "TAB" : problem + " " + marked.getContext());
    }

    private static boolean isTab(Mark mark, String text) {
        String[] lines = text.split("\n", -1);
        return mark.getLine() < lines.length
                && lines[mark.getLine()].strip().length() > 0
                && lines[mark.getLine()]
                        .substring(0, lines[mark.getLine()].indexOf(lines[mark.getLine()].strip()))
                        .contains("\t");
    }

    private static String words(String problem) {
        return WORDS.entrySet().stream()
                .filter(entry -> problem.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(() -> "this is no YAML: "
                        + problem.lines().findFirst().orElse("").toLowerCase(Locale.ROOT));
    }

    private static Spot spot(String text, int position) {
        String before = text.substring(0, Math.min(Math.max(position, 0), text.length()));
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        return new Spot(line, before.length() - before.lastIndexOf('\n'));
    }

    /** A text in single quotes, cut when it is long. */
    static String quoted(Node node) {
        return node instanceof ScalarNode scalar ? quoted(scalar.getValue()) : kind(node);
    }

    static String quoted(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return "'" + (line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line) + "'";
    }

    /** What sort of YAML it is. */
    static String kind(Node node) {
        if (node instanceof MappingNode mapping) {
            return mapping.getValue().isEmpty() ? "empty" : "a mapping";
        }
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue().isEmpty() ? "empty" : "the text " + quoted(scalar.getValue());
        }
        return "a list";
    }
}

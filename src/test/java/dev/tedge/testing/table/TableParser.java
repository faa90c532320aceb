package dev.tedge.testing.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads tables. A line {@code # title} begins a row, {@code fixture NAME} steps that rows share by {@code given NAME}; it
 * stands above the rows that use it. Lines that begin with {@code ;} and empty ones mean nothing. Whatever else it does
 * not know is an error: a table in which a slip is overlooked shows nothing.
 */
public final class TableParser {

    private final Map<String, List<Step>> fixtures = new HashMap<>();
    private final List<Row> rows = new ArrayList<>();
    private final Set<String> titles = new HashSet<>();

    /** The steps of what is being read; null before the first title. */
    private List<Step> steps = List.of();

    private String heading = "";
    private String headingPlace = "";

    /** Adds the rows of a file. */
    public TableParser read(Path file) throws IOException {
        return read(file.getFileName().toString(), Files.readAllLines(file));
    }

    /** All rows until now, in the order in which they were read. */
    public List<Row> rows() {
        return List.copyOf(rows);
    }

    TableParser read(String name, List<String> lines) {
        heading = "";
        for (int i = 0; i < lines.size(); i++) {
            line("%s:%d".formatted(name, i + 1), lines.get(i));
        }
        end();
        return this;
    }

    private void line(String place, String line) {
        if (line.isBlank() || line.startsWith(";")) {
            return;
        }
        if (line.startsWith("# ") || line.startsWith("fixture ")) {
            end();
            heading = line;
            headingPlace = place;
            steps = new ArrayList<>();
        } else if (line.startsWith("|")) {
            addText(place, line.startsWith("| ") ? line.substring(2) : line.substring(1));
        } else {
            add(place, line.strip());
        }
    }

    private void add(String place, String line) {
        require(!heading.isEmpty(), place, "a step stands before the first title");
        String[] parts = line.split(" ", 2);
        Word word = Word.of(parts[0])
                .orElseThrow(() -> new IllegalArgumentException("%s: unknown word '%s'".formatted(place, parts[0])));
        String argument = parts.length == 1 ? "" : parts[1].strip();
        if (word == Word.GIVEN) {
            require(fixtures.containsKey(argument), place, "there is no fixture '%s' above".formatted(argument));
            steps.addAll(fixtures.get(argument));
            return;
        }
        boolean early = word.isExpectation()
                && steps.stream().noneMatch(step -> step.word().isCommand());
        require(!early, place, "'%s' stands before the first command".formatted(word));
        steps.add(new Step(place, word, argument, List.of()));
    }

    private void addText(String place, String text) {
        require(!heading.isEmpty() && !steps.isEmpty(), place, "text without a word");
        Step last = steps.remove(steps.size() - 1);
        require(last.word().takesText(), place, "'%s' takes no text".formatted(last.word()));
        List<String> lines = new ArrayList<>(last.text());
        lines.add(text);
        steps.add(new Step(last.place(), last.word(), last.argument(), lines));
    }

    private void end() {
        steps.forEach(StepCheck::requireMeaning);
        if (heading.startsWith("fixture ")) {
            String name = heading.substring("fixture ".length()).strip();
            require(fixtures.put(name, List.copyOf(steps)) == null, headingPlace, "the fixture exists already");
        } else if (!heading.isEmpty()) {
            String title = heading.substring(2).strip();
            require(titles.add(title), headingPlace, "another row has the title '%s'".formatted(title));
            require(steps.stream().anyMatch(TableParser::runsTedge), headingPlace, "the row runs no tedge");
            rows.add(new Row(title, headingPlace, steps));
        }
        heading = "";
        steps = List.of();
    }

    private static boolean runsTedge(Step step) {
        boolean command = step.word() == Word.RUN || step.word() == Word.START;
        return command && Row.program(step).startsWith("tedge");
    }

    private static void require(boolean condition, String place, String problem) {
        if (!condition) {
            throw new IllegalArgumentException(place + ": " + problem);
        }
    }
}

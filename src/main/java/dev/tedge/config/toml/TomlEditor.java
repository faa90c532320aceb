package dev.tedge.config.toml;

import dev.tedge.config.toml.TomlScanner.Header;
import dev.tedge.config.toml.TomlScanner.Layout;
import dev.tedge.config.toml.TomlScanner.Span;
import dev.tedge.config.toml.TomlScanner.Statement;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Changes one key of a TOML document and leaves every other byte as it is: comments, order, layout, line ends. */
public final class TomlEditor {

    private final String text;
    private final Layout layout;
    private final String newline;

    private TomlEditor(String text) {
        this.text = text;
        this.layout = TomlScanner.scan(text);
        this.newline = text.contains("\r\n") ? "\r\n" : "\n";
    }

    /**
     * Gives a key a value.
     *
     * @param text a document without syntax errors
     * @param path the key's segments, each a bare key
     * @param literal the value in TOML's notation
     * @return the new document; not valid when something that is not a table stands in the way
     */
    public static String set(String text, List<String> path, String literal) {
        TomlEditor editor = new TomlEditor(text);
        return editor.find(path)
                .map(statement -> editor.replaced(
                        statement.span().valueStart(), statement.span().end(), literal))
                .orElseGet(() -> editor.inserted(path, literal));
    }

    /** Takes a key out, with its line and the comment on that line; headers and comments above it stay. */
    public static String unset(String text, List<String> path) {
        TomlEditor editor = new TomlEditor(text);
        return editor.find(path).map(editor::removed).orElse(text);
    }

    /** The values in TOML's notation by the paths of their keys, in order; not those within arrays. */
    public static Map<List<String>, String> literals(String text) {
        Map<List<String>, String> literals = new LinkedHashMap<>();
        for (Statement statement : TomlScanner.scan(text).statements()) {
            String literal = text.substring(
                    statement.span().valueStart(), statement.span().end());
            if (!literal.startsWith("{")) {
                literals.put(statement.path(), literal);
            }
        }
        return literals;
    }

    /** Takes a table out with all that is in it, but for comments on lines of their own. */
    public static String unsetTable(String text, String table) {
        String left = text;
        for (Optional<Span> line = lineOf(table, left); line.isPresent(); line = lineOf(table, left)) {
            left = new TomlEditor(left)
                    .withoutLines(line.get().start(), line.get().end());
        }
        return left;
    }

    /** The first statement or header of a table. */
    private static Optional<Span> lineOf(String table, String text) {
        Layout layout = TomlScanner.scan(text);
        Stream<Span> statements = layout.statements().stream()
                .filter(statement ->
                        !statement.inline() && statement.path().get(0).equals(table))
                .map(Statement::span);
        Stream<Span> headers = layout.headers().stream()
                .filter(header -> header.path().get(0).equals(table))
                .map(header -> new Span(header.end() - 1, header.end(), header.end()));
        return Stream.concat(statements, headers).findFirst();
    }

    private Optional<Statement> find(List<String> path) {
        return layout.statements().stream()
                .filter(statement -> statement.path().equals(path))
                .findFirst();
    }

    private String inserted(List<String> path, String literal) {
        if (path.size() == 1) {
            return insertedAtTop(path.get(0) + " = " + literal);
        }
        List<String> parent = path.subList(0, path.size() - 1);
        return insertedIntoInlineTable(path, literal)
                .or(() -> insertedUnderHeader(parent, literal, path))
                .or(() -> insertedBesideDottedKeys(path, literal))
                .orElseGet(() -> appended(parent, path.get(path.size() - 1) + " = " + literal));
    }

    /** Above the first header, where a key belongs to no table. */
    private String insertedAtTop(String pair) {
        return last(statement -> statement.table().isEmpty() && !statement.inline())
                .map(statement -> lineInserted(statement.span().end(), pair))
                .orElseGet(() -> pair + newline + (text.isBlank() ? "" : newline) + text);
    }

    private Optional<String> insertedIntoInlineTable(List<String> path, String literal) {
        return last(statement -> startsWith(path, statement.path())
                        && text.charAt(statement.span().valueStart()) == '{')
                .map(table -> {
                    String pair = pair(path, table.path().size(), literal);
                    int close = table.span().end() - 1;
                    int behindLast = close;
                    while (Character.isWhitespace(text.charAt(behindLast - 1))) {
                        behindLast--;
                    }
                    boolean empty = text.charAt(behindLast - 1) == '{';
                    return replaced(behindLast, close, (empty ? " " : ", ") + pair + " ");
                });
    }

    private Optional<String> insertedUnderHeader(List<String> parent, String literal, List<String> path) {
        Optional<Integer> header = layout.headers().stream()
                .filter(candidate -> candidate.path().equals(parent))
                .map(Header::end)
                .findFirst();
        return header.map(end -> {
            int anchor = last(statement ->
                            !statement.inline() && statement.table().equals(parent))
                    .map(statement -> statement.span().end())
                    .orElse(end);
            return lineInserted(anchor, pair(path, parent.size(), literal));
        });
    }

    /** A table that dotted keys have made can't get a header: TOML 1.0, "Table". */
    private Optional<String> insertedBesideDottedKeys(List<String> path, String literal) {
        return layout.statements().stream()
                .filter(statement -> !statement.inline()
                        && common(statement.path(), path) > statement.table().size())
                .max(Comparator.comparing((Statement statement) -> common(statement.path(), path))
                        .thenComparing(statement -> statement.span().start()))
                .map(statement -> lineInserted(
                        statement.span().end(), pair(path, statement.table().size(), literal)));
    }

    private String appended(List<String> table, String pair) {
        String separator = text.isEmpty() ? "" : text.endsWith("\n") ? newline : newline + newline;
        return text + separator + "[" + String.join(".", table) + "]" + newline + pair + newline;
    }

    private String lineInserted(int anchor, String pair) {
        int lineStart = text.lastIndexOf('\n', lineOf(anchor)) + 1;
        int indented = lineStart;
        while (text.charAt(indented) == ' ' || text.charAt(indented) == '\t') {
            indented++;
        }
        String line = text.substring(lineStart, indented) + pair;
        int lineEnd = text.indexOf('\n', anchor);
        return lineEnd < 0 ? text + newline + line + newline : replaced(lineEnd + 1, lineEnd + 1, line + newline);
    }

    /** Where the statement that ends there begins, as its value may span lines; the same place for a header. */
    private int lineOf(int anchor) {
        return layout.statements().stream()
                        .filter(statement -> statement.span().end() == anchor)
                        .mapToInt(statement -> statement.span().start())
                        .min()
                        .orElse(anchor)
                - 1;
    }

    private String removed(Statement statement) {
        int start = statement.span().start();
        int end = statement.span().end();
        if (!statement.inline()) {
            return withoutLines(start, end);
        }
        int behind = skipSpaces(end);
        if (text.charAt(behind) == ',') {
            return replaced(start, skipSpaces(behind + 1), "");
        }
        int comma = text.lastIndexOf(',', start);
        boolean afterAnother = comma >= 0 && text.substring(comma + 1, start).isBlank();
        return replaced(afterAnother ? comma : start, end, "");
    }

    private String withoutLines(int start, int end) {
        int newlineAt = text.indexOf('\n', end);
        return replaced(text.lastIndexOf('\n', start) + 1, newlineAt < 0 ? text.length() : newlineAt + 1, "");
    }

    private int skipSpaces(int from) {
        int at = from;
        while (Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private Optional<Statement> last(Predicate<Statement> which) {
        return layout.statements().stream()
                .filter(which)
                .max(Comparator.comparing(statement -> statement.span().start()));
    }

    private String replaced(int from, int to, String by) {
        return text.substring(0, from) + by + text.substring(to);
    }

    private static String pair(List<String> path, int tableSize, String literal) {
        return String.join(".", path.subList(tableSize, path.size())) + " = " + literal;
    }

    private static boolean startsWith(List<String> path, List<String> beginning) {
        return path.size() > beginning.size()
                && path.subList(0, beginning.size()).equals(beginning);
    }

    private static int common(List<String> one, List<String> other) {
        int size = 0;
        while (size < Math.min(one.size(), other.size()) && one.get(size).equals(other.get(size))) {
            size++;
        }
        return size;
    }
}

package dev.tedge.config.toml;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.tomlj.Toml;

/**
 * Finds where things stand in a TOML document that the parser has accepted. The parser itself tells where a key
 * begins, but not where its value or its table ends, and that is what an edit needs.
 */
final class TomlScanner {

    private final String text;
    private final List<Header> headers = new ArrayList<>();
    private final List<Statement> statements = new ArrayList<>();
    private int at;

    private TomlScanner(String text) {
        this.text = text;
    }

    /**
     * Scans a document.
     *
     * @param text a document without syntax errors
     */
    static Layout scan(String text) {
        TomlScanner scanner = new TomlScanner(text);
        scanner.document();
        return new Layout(scanner.headers, scanner.statements);
    }

    private void document() {
        List<String> section = List.of();
        for (skipBlank(); at < text.length(); skipBlank()) {
            if (text.charAt(at) == '[') {
                section = header();
            } else {
                statement(section, false, true);
            }
        }
    }

    private List<String> header() {
        int brackets = text.startsWith("[[", at) ? 2 : 1;
        at += brackets;
        List<String> path = key();
        at += brackets;
        headers.add(new Header(path, at));
        return path;
    }

    private void statement(List<String> table, boolean inline, boolean addressable) {
        int start = at;
        List<String> path = Stream.concat(table.stream(), key().stream()).toList();
        at++; // the equals sign
        skipBlank();
        int valueStart = at;
        value(path, addressable);
        if (addressable) {
            statements.add(new Statement(table, path, new Span(start, valueStart, at), inline));
        }
    }

    private List<String> key() {
        int start = at;
        while (text.charAt(at) != '=' && text.charAt(at) != ']') {
            if (atQuote()) {
                string();
            } else {
                at++;
            }
        }
        return Toml.parseDottedKey(text.substring(start, at).strip());
    }

    private void value(List<String> path, boolean addressable) {
        char first = text.charAt(at);
        if (atQuote()) {
            string();
        } else if (first == '[') {
            at++;
            for (skipSeparators(); text.charAt(at) != ']'; skipSeparators()) {
                value(path, false);
            }
            at++;
        } else if (first == '{') {
            at++;
            for (skipSeparators(); text.charAt(at) != '}'; skipSeparators()) {
                statement(path, true, addressable);
            }
            at++;
        } else {
            bare();
        }
    }

    private void bare() {
        while (at < text.length() && ",]}#\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        while (Character.isWhitespace(text.charAt(at - 1))) {
            at--;
        }
    }

    private boolean atQuote() {
        return text.charAt(at) == '"' || text.charAt(at) == '\'';
    }

    private void string() {
        String quote = text.substring(at, at + 1);
        String fence = text.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote;
        at += fence.length();
        while (!text.startsWith(fence, at)) {
            at += text.charAt(at) == '\\' && quote.equals("\"") ? 2 : 1;
        }
        at += fence.length();
        // A multi-line string may end with up to two quotes of its own before the closing three.
        for (int extra = 0; fence.length() == 3 && extra < 2 && text.startsWith(quote, at); extra++) {
            at++;
        }
    }

    private void skipSeparators() {
        for (skipBlank(); text.charAt(at) == ','; skipBlank()) {
            at++;
        }
    }

    private void skipBlank() {
        while (at < text.length() && (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == '#')) {
            if (text.charAt(at) == '#') {
                int newline = text.indexOf('\n', at);
                at = newline < 0 ? text.length() : newline;
            } else {
                at++;
            }
        }
    }

    /** The headers and the key-value pairs of a document, pairs in inline tables included. */
    record Layout(List<Header> headers, List<Statement> statements) {

        Layout {
            headers = List.copyOf(headers);
            statements = List.copyOf(statements);
        }
    }

    /** {@code [a.b]}: its path, and the index behind the closing bracket. */
    record Header(List<String> path, int end) {

        Header {
            path = List.copyOf(path);
        }
    }

    /** Indexes into the document: of the key, of the value, and behind the value. */
    record Span(int start, int valueStart, int end) {}

    /** {@code b.c = 1}: the table that it stands in, its whole path, and whether that table is an inline one. */
    record Statement(List<String> table, List<String> path, Span span, boolean inline) {

        Statement {
            table = List.copyOf(table);
            path = List.copyOf(path);
        }
    }
}

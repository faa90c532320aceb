package dev.tedge.config.toml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tomlj.Toml;

class TomlEditorTest {

    static Stream<Arguments> sets() {
        return Stream.of(
                arguments("empty file", "", "a.b", "[a]\nb = 1\n"),
                arguments("comment and spaces stay", "[a]\n  b   =  7   # why\n", "a.b", "[a]\n  b   =  1   # why\n"),
                arguments("other section untouched", "[a]\nc=2\n\n[z]\nb=3\n", "a.b", "[a]\nc=2\nb = 1\n\n[z]\nb=3\n"),
                arguments("empty section", "[a]\n[z]\n", "a.b", "[a]\nb = 1\n[z]\n"),
                arguments("indentation is taken over", "[a]\n\tc = 2\n", "a.b", "[a]\n\tc = 2\n\tb = 1\n"),
                arguments("no newline at the end", "[a]\nc = 2", "a.b", "[a]\nc = 2\nb = 1\n"),
                arguments("new section after a last line without newline", "x = 2", "a.b", "x = 2\n\n[a]\nb = 1\n"),
                arguments("sub-table gets its own section", "[a]\nc = 2\n", "a.d.b", "[a]\nc = 2\n\n[a.d]\nb = 1\n"),
                arguments("super-table after its sub-table", "[a.d]\nc = 2\n", "a.b", "[a.d]\nc = 2\n\n[a]\nb = 1\n"),
                arguments("dotted key", "a.b = 7\n", "a.b", "a.b = 1\n"),
                arguments("beside dotted keys", "a.c = 2\nx = 3\n", "a.b", "a.c = 2\na.b = 1\nx = 3\n"),
                arguments("dotted keys in a section", "[a]\nd.c = 2\n[z]\n", "a.d.b", "[a]\nd.c = 2\nd.b = 1\n[z]\n"),
                arguments("inline table", "a = { c = 2, b = 7 } # x\n", "a.b", "a = { c = 2, b = 1 } # x\n"),
                arguments("into an inline table", "a = { c = 2 }\n", "a.b", "a = { c = 2, b = 1 }\n"),
                arguments("into an empty inline table", "a = {}\n", "a.b", "a = { b = 1 }\n"),
                arguments(
                        "into a nested inline table",
                        "[x]\na = {d={c=2}}\n",
                        "x.a.d.b",
                        "[x]\na = {d={c=2, b = 1 }}\n"),
                arguments("deep key into an inline table", "a = { c = 2 }\n", "a.d.b", "a = { c = 2, d.b = 1 }\n"),
                arguments(
                        "array over several lines",
                        "[a]\nb = [ # first ]\n  'x', # ] second\n  \"y]\",\n]\nc = 2\n",
                        "a.b",
                        "[a]\nb = 1\nc = 2\n"),
                arguments(
                        "after an array over several lines",
                        "[a]\n  c = [\n'x',\n]\n",
                        "a.b",
                        "[a]\n  c = [\n'x',\n]\n  b = 1\n"),
                arguments(
                        "multi-line string with quotes and brackets",
                        "[a]\nb = \"\"\"\n[z] \\\" \"\" = #\n\"\"\"\"\"\nc = 2\n",
                        "a.b",
                        "[a]\nb = 1\nc = 2\n"),
                arguments("literal multi-line string", "[a]\nb = '''x\\'''\nc = 2\n", "a.b", "[a]\nb = 1\nc = 2\n"),
                arguments("escaped quote", "[a]\nb = \"x\\\" = # y\"# z\n", "a.b", "[a]\nb = 1# z\n"),
                arguments("quoted keys", "['a']\n\"b\" = 7\n", "a.b", "['a']\n\"b\" = 1\n"),
                arguments("header-like text in a string", "t = '[a]'\n[a] # c\n", "a.b", "t = '[a]'\n[a] # c\nb = 1\n"),
                arguments("Windows line ends", "[a]\r\nc = 2\r\n[z]\r\n", "a.b", "[a]\r\nc = 2\r\nb = 1\r\n[z]\r\n"),
                arguments("Windows line ends, new section", "x = 2\r\n", "a.b", "x = 2\r\n\r\n[a]\r\nb = 1\r\n"),
                arguments(
                        "array of tables elsewhere", "[[z]]\nb = 2\n[a]\nb = 7\n", "a.b", "[[z]]\nb = 2\n[a]\nb = 1\n"),
                arguments("key of the document, empty file", "", "b", "b = 1\n"),
                arguments(
                        "key of the document, above a header", "# c\n[a]\nb = 2\n", "b", "b = 1\n\n# c\n[a]\nb = 2\n"),
                arguments("key of the document, after others", "x = 2\n\n[a]\n", "b", "x = 2\nb = 1\n\n[a]\n"),
                arguments("key of the document, replaced", "b = 2\n[a]\nb = 3\n", "b", "b = 1\n[a]\nb = 3\n"),
                arguments("inline tables in arrays", "z = [{ b = 2 }]\na.b = 7\n", "a.b", "z = [{ b = 2 }]\na.b = 1\n"),
                arguments(
                        "dates with a space",
                        "z = 1979-05-27 07:32:00 # d\na.b = 7\n",
                        "a.b",
                        "z = 1979-05-27 07:32:00 # d\na.b = 1\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sets")
    void set_changesNothingElse(String reason, String before, String key, String after) {
        String edited = TomlEditor.set(before, List.of(key.split("\\.")), "1");

        assertThat(edited).isEqualTo(after);
        assertThat(Toml.parse(edited).errors()).isEmpty();
        assertThat(Toml.parse(edited).getLong(key)).isEqualTo(1);
    }

    static Stream<Arguments> unsets() {
        return Stream.of(
                arguments("absent", "[a]\nc = 2\n", "[a]\nc = 2\n"),
                arguments("its line and comment go", "[a]\n# above\nb = 7 # why\nc = 2\n", "[a]\n# above\nc = 2\n"),
                arguments("last line without newline", "[a]\nc = 2\nb = 7", "[a]\nc = 2\n"),
                arguments("only key", "[a]\nb = 7\n", "[a]\n"),
                arguments("value over several lines", "[a]\nb = [\n'x', # y\n]\nc = 2\n", "[a]\nc = 2\n"),
                arguments("dotted", "a.b = 7\na.c = 2\n", "a.c = 2\n"),
                arguments("first of an inline table", "a = { b = 7, c = 2 }\n", "a = { c = 2 }\n"),
                arguments("last of an inline table", "a = { c = 2, b = 7 }\n", "a = { c = 2 }\n"),
                arguments("middle of an inline table", "a = { c = 2, b = 7, d = 3 }\n", "a = { c = 2, d = 3 }\n"),
                arguments("only one of an inline table", "a = { b = 7 }\n", "a = {  }\n"),
                arguments("Windows line ends", "[a]\r\nb = 7\r\nc = 2\r\n", "[a]\r\nc = 2\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unsets")
    void unset_takesOnlyTheKeyOut(String reason, String before, String after) {
        String edited = TomlEditor.unset(before, List.of("a", "b"));

        assertThat(edited).isEqualTo(after);
        assertThat(Toml.parse(edited).errors()).isEmpty();
        assertThat(Toml.parse(edited).contains("a.b")).isFalse();
    }
}

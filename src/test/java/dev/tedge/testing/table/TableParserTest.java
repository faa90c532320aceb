package dev.tedge.testing.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableParserTest {

    @Test
    void row_hasStepsOfItsFixtures_andTheirText() {
        List<Row> rows = parsed("""
                fixture port
                write tedge.toml 0600
                | [mqtt.bind]
                |   port = 1884

                ; a comment
                # title
                given port
                $ tedge config get 'a key'
                exit 2
                stdout is empty
                """);

        assertThat(rows).singleElement().satisfies(row -> {
            assertThat(row.title()).isEqualTo("title");
            assertThat(row.place()).isEqualTo("table:7");
            assertThat(row.steps())
                    .extracting(Step::word)
                    .containsExactly(Word.WRITE, Word.RUN, Word.EXIT, Word.STDOUT);
            assertThat(row.steps().get(0).text()).containsExactly("[mqtt.bind]", "  port = 1884");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            nullValues = "-",
            value = {
                "unknown word                > expect 1                     > unknown word 'expect'",
                "unknown fixture             > given nothing                > no fixture 'nothing'",
                "exit code that is none      > exit zero                    > makes no sense",
                "check that is none          > stdout contains x            > makes no sense",
                "check for nothing           > stderr has                   > makes no sense",
                "empty line that is anywhere > stdout has%|                 > makes no sense",
                "two texts                   > stdout is x%| y              > makes no sense",
                "mode that is none           > file a mode rw               > makes no sense",
                "file without check          > file a                       > makes no sense",
                "text where none belongs     > exit 1%| x                   > takes no text",
                "quote that is open          > $ tedge 'x                   > quote is not closed",
                "stop with an argument       > stop now                     > makes no sense",
                "certificate of no kind      > certificate good x y         > CertificateKind",
                "fixture inside of a file    > fixture f%exit 1             > before the first command"
            })
    void slip_isRefused(String reason, String lines, String message) {
        assertThatThrownBy(() -> parsed("# title\n$ tedge x\n" + lines.strip().replace("%", "\n") + "\n"))
                .as(reason)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "no command of ours    > # a%$ openssl version         > runs no tedge",
                "same title twice      > # a%$ tedge x%# a%$ tedge y   > another row has the title 'a'",
                "step without title    > $ tedge x                     > before the first title",
                "text without a word   > # a%| x                       > text without a word",
                "check without command > # a%exit 1%$ tedge x          > before the first command"
            })
    void table_thatShowsNothing_isRefused(String reason, String lines, String message) {
        assertThatThrownBy(() -> parsed(lines.strip().replace("%", "\n")))
                .as(reason)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void command_isSplitAsByAShell() {
        assertThat(CommandWords.split("tedge  mqtt pub a/b '{\"x\": 1}' '' \"it's\" a'b c'd"))
                .containsExactly("tedge", "mqtt", "pub", "a/b", "{\"x\": 1}", "", "it's", "ab cd");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "is a          > b",
                "has b         > a",
                "lacks a       > a",
                "is empty      > a",
                "matches \\d+  > a"
            })
    void check_fails_whenTheTextIsAnother(String check, String actual) {
        assertThat(TextCheck.isOne(check, List.of())).isTrue();
        assertThatThrownBy(() -> TextCheck.verify(check, List.of(), actual + "\n", "what"))
                .isInstanceOf(AssertionError.class);
    }

    private static List<Row> parsed(String text) {
        return new TableParser().read("table", text.lines().toList()).rows();
    }
}

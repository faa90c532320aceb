package dev.tedge.cli.manual;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

class ManualPagesTest {

    @Command(
            name = "kettle",
            description = "Boil water.",
            subcommands = {Tea.class, Secret.class})
    private static final class Kettle {}

    @Command(
            name = "tea",
            description = {"Make tea.", "", ".sugar isn't in it: 100%% tea"},
            footer = {"%nExamples:", "  kettle tea --minutes 3 cup"})
    @SuppressWarnings("unused")
    private static final class Tea {

        @Option(
                names = {"-m", "--minutes"},
                paramLabel = "<COUNT>",
                description = "How long [default: ${DEFAULT-VALUE}]",
                defaultValue = "4")
        private int minutes;

        @Option(names = "--salt", hidden = true)
        private boolean salt;

        @Parameters(paramLabel = "<VESSEL>", description = "Cup or C:\\pot")
        private String vessel = "";
    }

    @Command(name = "secret", hidden = true, description = "Nobody knows.")
    private static final class Secret {}

    private final Map<String, String> pages = ManualPages.of(new CommandLine(new Kettle()), "1.2");

    @Test
    void everyCommand_hasAPage_unlessItIsHidden() {
        assertThat(pages).containsOnlyKeys("kettle", "kettle-tea");
        assertThat(pages.get("kettle"))
                .startsWith(".TH \"KETTLE\" 1 \"\" \"tedge 1.2\" \"tedge\"\n")
                .contains(".SH COMMANDS\n.TP\n\\fBkettle\\-tea(1)\\fR\nMake tea\n.SH EXIT STATUS\n")
                .doesNotContain("secret");
    }

    @Test
    void page_hasWhatTheHelpHas() {
        assertThat(tea())
                .contains(".SH NAME\nkettle\\-tea \\- Make tea\n")
                .contains("kettle tea [\\-m=<COUNT>] <VESSEL>\n")
                .contains(".SH OPTIONS\n.TP\n\\fB\\-m, \\-\\-minutes=<COUNT>\\fR\nHow long [default: 4]\n")
                .contains(".SH EXAMPLES\n.nf\nkettle tea \\-\\-minutes 3 cup\n.fi\n")
                .endsWith(".SH SEE ALSO\nkettle(1)\n")
                .doesNotContain("salt");
    }

    @Test
    void text_isNoRequest_andCanBeCopied() {
        assertThat(tea())
                .contains("Make tea.\n.PP\n\\&.sugar isn\\(aqt in it: 100% tea\n")
                .contains("\\fB<VESSEL>\\fR\nCup or C:\\epot\n");
    }

    private String tea() {
        return Objects.requireNonNull(pages.get("kettle-tea"));
    }
}

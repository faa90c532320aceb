package dev.tedge.cli.manual;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The manual pages of a tree of commands, one for each; they say what {@code --help} says. */
public final class ManualPages {

    /** What fits beside the margins of a page on a terminal of the usual width. */
    private static final int WIDTH = 72;

    private static final Help.ColorScheme PLAIN = Help.defaultColorScheme(Help.Ansi.OFF);

    private final String version;
    private final Map<String, String> pages = new TreeMap<>();

    private ManualPages(String version) {
        this.version = version;
    }

    /**
     * The pages of section 1.
     *
     * @return name, such as {@code tedge-cert-create}, to the page in roff; hidden commands have none
     */
    public static Map<String, String> of(CommandLine tree, String version) {
        ManualPages manual = new ManualPages(version);
        manual.add(tree);
        return Map.copyOf(manual.pages);
    }

    private void add(CommandLine command) {
        pages.put(nameOf(command), page(command));
        below(command).forEach(this::add);
    }

    private String page(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        String name = nameOf(command);
        List<String> description = lines(spec.usageMessage().description());
        Roff page = new Roff().title(name.toUpperCase(Locale.ROOT), "tedge " + version);
        page.section("NAME").text(name + " - " + summary(command));
        spec.usageMessage().width(WIDTH);
        page.section("SYNOPSIS").verbatim(new Help(spec, PLAIN).synopsis(0));
        page.section("DESCRIPTION").text(String.join("\n", description));
        arguments(page, "ARGUMENTS", spec.positionalParameters());
        arguments(page, "OPTIONS", spec.options());
        commands(page, command);
        String footer = String.join("\n", lines(spec.usageMessage().footer())).strip();
        if (!footer.isEmpty()) {
            page.section("EXAMPLES")
                    .verbatim(footer.replaceFirst("^Examples?:\\s*", "").stripIndent());
        }
        if (spec.parent() == null) {
            RootSections.addTo(page);
        }
        return page.section("SEE ALSO").text(seeAlso(command)).toString();
    }

    private static void arguments(Roff page, String heading, List<? extends ArgSpec> arguments) {
        List<? extends ArgSpec> shown =
                arguments.stream().filter(any -> !any.hidden()).toList();
        if (!shown.isEmpty()) {
            page.section(heading);
            shown.forEach(argument -> page.item(term(argument), String.join("\n", lines(argument.description()))));
        }
    }

    private static String term(ArgSpec argument) {
        String value = Help.createMinimalParamLabelRenderer()
                .renderParameterLabel(argument, Help.Ansi.OFF, List.of())
                .toString();
        if (argument instanceof OptionSpec option) {
            boolean flag = option.arity().max() == 0;
            return String.join(", ", option.names()) + (flag ? "" : "=" + value);
        }
        return value;
    }

    private static void commands(Roff page, CommandLine command) {
        List<CommandLine> below = below(command).toList();
        if (!below.isEmpty()) {
            page.section("COMMANDS");
            below.forEach(each -> page.item(nameOf(each) + "(1)", summary(each)));
        }
    }

    private static String seeAlso(CommandLine command) {
        Stream<CommandLine> beside = command.getParent() == null ? below(command) : Stream.of(command.getParent());
        return beside.map(each -> nameOf(each) + "(1)").collect(Collectors.joining(", "));
    }

    private static Stream<CommandLine> below(CommandLine command) {
        return command.getSubcommands().values().stream()
                .distinct()
                .filter(each -> !each.getCommandSpec().usageMessage().hidden());
    }

    /** The first line of the description, which may have more sentences. */
    private static String summary(CommandLine command) {
        String first =
                lines(command.getCommandSpec().usageMessage().description()).get(0);
        return first.replaceFirst("(:|\\.)$", "");
    }

    private static String nameOf(CommandLine command) {
        return command.getCommandSpec().qualifiedName("-");
    }

    /** picocli writes line breaks and percent signs as {@link java.util.Formatter} does. */
    private static List<String> lines(String... texts) {
        return Stream.of(texts)
                .flatMap(text ->
                        Stream.of(text.replace("%n", "\n").replace("%%", "%").split("\n", -1)))
                .toList();
    }
}

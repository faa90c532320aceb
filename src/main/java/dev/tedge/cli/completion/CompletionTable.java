package dev.tedge.cli.completion;

import dev.tedge.config.Setting;
import dev.tedge.config.Settings;
import dev.tedge.config.value.ValueTypes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What can be completed, as lines {@code command|kind|name|values|description}. Commands are written without
 * {@code tedge}, and {@code *} stands for all of them. Kinds are command, flag (an option without value), option,
 * argument (its name is its index, or {@code more}) and key. Values are {@code file}, {@code directory}, {@code
 * profile}, {@code key}, {@code value} (of the key before it), or words with commas between them.
 */
final class CompletionTable {

    private static final String ALL = "*";

    private final List<String> lines = new ArrayList<>();
    private final Set<String> ofAll;

    private CompletionTable(CommandSpec root) {
        ofAll = root.optionsMap().keySet();
    }

    /** The lines for a whole tree of commands and all settings. */
    static List<String> of(CommandLine tree) {
        CommandSpec root = tree.getCommandSpec();
        CompletionTable table = new CompletionTable(root);
        root.options().forEach(option -> table.addOption(ALL, option));
        table.add("", tree);
        Settings.ALL.forEach(
                setting -> table.addLine(ALL, "key", setting.key(), values(setting), setting.description()));
        return List.copyOf(table.lines);
    }

    private void add(String path, CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        spec.options().stream()
                .filter(option -> !option.hidden() && !ofAll.contains(option.longestName()))
                .forEach(option -> addOption(path, option));
        spec.positionalParameters().forEach(argument -> addArgument(path, argument));
        command.getSubcommands().forEach((name, below) -> {
            if (!below.getCommandSpec().usageMessage().hidden()) {
                addLine(
                        path,
                        "command",
                        name,
                        "",
                        first(below.getCommandSpec().usageMessage().description()));
                add(path.isEmpty() ? name : path + " " + name, below);
            }
        });
    }

    private void addOption(String path, OptionSpec option) {
        String kind = option.arity().max() == 0 ? "flag" : "option";
        for (String name : option.names()) {
            addLine(path, kind, name, values(option), first(option.description()));
        }
    }

    private void addArgument(String path, PositionalParamSpec argument) {
        boolean more = argument.index().isVariable()
                || argument.index().max() > argument.index().min();
        String name = more ? "more" : String.valueOf(argument.index().min());
        addLine(path, "argument", name, values(argument), first(argument.description()));
    }

    private void addLine(String path, String kind, String name, String values, String description) {
        String text = description.replaceAll("\\s*\\[(default|env).*", "").replace('|', '/');
        lines.add(String.join("|", path, kind, name, values, text));
    }

    private static String first(String... description) {
        return description.length == 0 ? "" : description[0];
    }

    private static String values(ArgSpec argument) {
        if (argument.completionCandidates() != null) {
            return StreamSupport.stream(argument.completionCandidates().spliterator(), false)
                    .collect(Collectors.joining(","));
        }
        return switch (argument.paramLabel()) {
            case "<KEY>" -> "key";
            case "<VALUE>" -> "value";
            case "<NAME>" ->
                argument.isOption() && ((OptionSpec) argument).longestName().equals("--profile") ? "profile" : "";
            case "<QOS>" -> "0,1,2";
            case "<DIR>" -> "directory";
            default -> argument.typeInfo().getType() == Path.class ? "file" : "";
        };
    }

    /** The words that the type allows, if it allows few. */
    private static String values(Setting<?> setting) {
        if (setting.type().equals(ValueTypes.FLAG)) {
            return "true,false";
        }
        if (setting.type().equals(ValueTypes.PATH)) {
            return "file";
        }
        boolean words = setting.examples().stream().allMatch(example -> setting.parse(example) instanceof Enum<?>);
        return words ? String.join(",", setting.examples()) : "";
    }
}

package dev.tedge.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine;

/**
 * The commands below {@code tedge}. picocli looks into each class of its tree by reflection, which takes longer than most
 * commands do: only those that a command line names are put into the tree.
 */
final class CommandTree {

    /** In the order of the help text. Each is named as its class, see {@link #name}. */
    static final List<Class<?>> COMMANDS = List.of(
            AwsCommand.class,
            BridgeCommand.class,
            CertCommand.class,
            ConfigCommand.class,
            CompletionsCommand.class,
            ConnectCommand.class,
            DiagCommand.class,
            DisconnectCommand.class,
            DlqCommand.class,
            InitCommand.class,
            MqttCommand.class,
            OutboxCommand.class,
            ReconnectCommand.class,
            RefreshBridgesCommand.class,
            RoutesCommand.class,
            RunCommand.class,
            SimulatorCommand.class,
            DemoCommand.class,
            StatusCommand.class);

    private static final String ENDING = "Command";

    /** The place before each capital but the first. */
    private static final Pattern WORD = Pattern.compile("(?<=.)(?=[A-Z])");

    private CommandTree() {}

    /** The tree for a command line: all of it when no word is a command, as for {@code --help} and misspellings. */
    static CommandLine of(TedgeCommand root, String... args) {
        List<String> words = Arrays.asList(args);
        List<Class<?>> named =
                COMMANDS.stream().filter(type -> words.contains(name(type))).toList();
        CommandLine tree = new CommandLine(root);
        boolean all = named.isEmpty() || isHelpOfRoot(words);
        (all ? COMMANDS : named).forEach(type -> tree.addSubcommand(new CommandLine(type)));
        return tree;
    }

    /** {@code tedge --help cert} prints the help of the root, and it lists everything. */
    private static boolean isHelpOfRoot(List<String> words) {
        return words.get(0).equals("--help") || words.get(0).equals("-h");
    }

    /** {@code refresh-bridges} for {@code RefreshBridgesCommand}; the annotation says the same, but to read it takes time. */
    static String name(Class<?> command) {
        String name = command.getSimpleName();
        String words = name.substring(0, name.length() - ENDING.length());
        return WORD.matcher(words).replaceAll("-").toLowerCase(Locale.ROOT);
    }
}

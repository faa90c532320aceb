package dev.tedge.cli;

import dev.tedge.config.ConfigPlace;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The root of the command line: options that every command has, and the one place where failures are printed. */
@Command(
        name = "tedge",
        description = "Connects a device to AWS IoT Core.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = TedgeCommand.Version.class,
        synopsisSubcommandLabel = "<COMMAND>",
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%nArguments:%n",
        commandListHeading = "%nCommands:%n",
        exitCodeOnExecutionException = TedgeCommand.FAILED,
        exitCodeOnInvalidInput = TedgeCommand.MISUSED)
public final class TedgeCommand {

    static final int FAILED = 1;
    static final int MISUSED = 2;

    private final Console console;

    @Option(
            names = "--config-dir",
            paramLabel = "<DIR>",
            scope = ScopeType.INHERIT,
            description = "Configuration directory [env: " + ConfigPlace.DIRECTORY + ", default: /etc/tedge]")
    private @Nullable Path configDirectory;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Log what happens in detail, and print the stack trace of an error")
    private boolean debug;

    @Option(
            names = "--log-level",
            paramLabel = "<LEVEL>",
            scope = ScopeType.INHERIT,
            description = "Log from this level on: error, warn, info, debug or trace; stronger than --debug")
    private @Nullable LogLevel logLevel;

    TedgeCommand(Console console) {
        this.console = console;
    }

    /**
     * Parses and executes a command line of this process.
     *
     * @param args the words after the name of the program, see {@link ProgramName}
     * @return the exit code: 0 done, 1 failed, 2 wrong usage; a command may define more
     */
    public static int run(String... args) {
        return run(Console.ofProcess(), ProgramName.ofProcess().words(args));
    }

    /** The same on another console; touches nothing that belongs to the whole process. */
    static int run(Console console, String... args) {
        TedgeCommand root = new TedgeCommand(console);
        return CommandTree.of(root, args)
                .setOut(console.out())
                .setErr(console.err())
                .setColorScheme(CommandLine.Help.defaultColorScheme(console.ansi()))
                .setCaseInsensitiveEnumValuesAllowed(true)
                // An option that is given before and after the sub-command: the inner one wins.
                .setOverwrittenOptionsAllowed(true)
                // A payload or a value may well begin with @.
                .setExpandAtFiles(false)
                .setParameterExceptionHandler(new Misuse())
                .setExecutionExceptionHandler(root.new Failure())
                .execute(args);
    }

    Console console() {
        return console;
    }

    /** The configuration directory, absolute. */
    Path configDirectory() {
        return Optional.ofNullable(configDirectory)
                .or(() -> ConfigPlace.directory(console.environment()))
                .orElse(ConfigPlace.DEFAULT)
                .toAbsolutePath()
                .normalize();
    }

    /** Whether it is the one that commands use without being told. */
    boolean hasDefaultConfigDirectory() {
        return configDirectory().equals(ConfigPlace.DEFAULT);
    }

    /** The level that the options ask for, or empty when they leave it to the command. */
    Optional<LogLevel> logLevel() {
        return Optional.ofNullable(logLevel).or(() -> debug ? Optional.of(LogLevel.DEBUG) : Optional.empty());
    }

    // Classes, not lambdas, as start-up is quicker so: picocli's types are too old for a class-data archive to hold
    // lambdas.

    private static final class Misuse implements CommandLine.IParameterExceptionHandler {

        @Override
        public int handleParseException(ParameterException misuse, String[] args) {
            CommandLine command = misuse.getCommandLine();
            PrintWriter err = command.getErr();
            if (args.length == 0) {
                command.usage(err);
            } else {
                err.println("error: " + misuse.getMessage());
                CommandLine.UnmatchedArgumentException.printSuggestions(misuse, err);
                err.println("Try '%s --help'".formatted(command.getCommandSpec().qualifiedName()));
            }
            return MISUSED;
        }
    }

    private final class Failure implements CommandLine.IExecutionExceptionHandler {

        @Override
        public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
            if (debug) {
                failure.printStackTrace(console.err());
            }
            console.err().println(Failures.report(failure));
            return failure instanceof ActionFailure known ? known.exitCode() : FAILED;
        }
    }

    static final class Version implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"tedge " + number()};
        }

        /** Of the jar. */
        static String number() {
            String version = TedgeCommand.class.getPackage().getImplementationVersion();
            return version == null ? "development" : version;
        }
    }
}

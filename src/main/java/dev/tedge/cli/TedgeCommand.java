package dev.tedge.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The root of the command line. */
@Command(
        name = "tedge",
        description = "Connects a device to AWS IoT Core.",
        mixinStandardHelpOptions = true,
        versionProvider = TedgeCommand.Version.class)
public final class TedgeCommand {

    TedgeCommand() {}

    /**
     * Parses and executes a command line.
     *
     * @param args the words after {@code tedge}
     * @return the exit code: 0 done, 1 failed, 2 wrong usage
     */
    public static int run(String... args) {
        return new CommandLine(new TedgeCommand()).execute(args);
    }

    static final class Version implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = TedgeCommand.class.getPackage().getImplementationVersion();
            return new String[] {"tedge " + (version == null ? "development" : version)};
        }
    }
}

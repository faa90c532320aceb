package dev.tedge.cli;

import dev.tedge.certificate.FileOwner;
import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tedge init}: what an installation needs, made once or as often as one likes. */
@Command(
        name = "init",
        description = {
            "Create the directories of tedge and the link 'tedge-mapper' to the program.",
            "",
            "What is there already stays as it is; in the configuration directory, it is given to its owner."
        },
        footer = {"%nExamples:", "  sudo tedge init", "  tedge init --config-dir ~/tedge --user $USER --group $USER"})
final class InitCommand extends ActionCommand {

    /** What others of the machine may look at; what is secret in there has permissions of its own. */
    private static final String PUBLIC = "rwxr-xr-x";

    private static final String PRIVATE = "rwx------";

    @Option(
            names = "--user",
            paramLabel = "<USER>",
            description = "Who shall own the directories [default: user of system.toml, or else tedge]")
    private @Nullable String user;

    @Option(
            names = "--group",
            paramLabel = "<GROUP>",
            description = "The group that shall own the directories [default: group of system.toml, or else tedge]")
    private @Nullable String group;

    @Option(names = "--relative-links", description = "Let the link name the program without its directory")
    private boolean relativeLinks;

    @Option(
            names = "--launcher",
            paramLabel = "<FILE>",
            defaultValue = "${sys:tedge.launcher:-" + Option.NULL_VALUE + "}",
            description = "The program beside which the link is made [default: the one that was called]")
    private @Nullable Path launcher;

    @Override
    Action prepare() throws ActionFailure {
        TedgeConfig config = config();
        Directories directories = new Directories(config.directory(), demanded(), usual(owner(config)));
        return Action.of("initialize tedge", () -> {
            try {
                make(directories, config);
            } catch (IOException | UnsupportedOperationException cause) {
                throw new ActionFailure("Failed to initialize tedge. You have to run tedge with sudo.", cause);
            }
        });
    }

    private void make(Directories directories, TedgeConfig config) throws IOException {
        Path home = config.directory();
        directories.make(home, PUBLIC);
        for (String name : List.of("device-certs", "mappers", "mosquitto-conf", "routes")) {
            directories.make(home.resolve(name), PUBLIC);
        }
        directories.make(config.value(Settings.STATE_PATH), PUBLIC);
        directories.make(config.state(), PRIVATE);
        directories.make(config.value(Settings.LOGS_PATH), PUBLIC);
        directories.make(config.value(Settings.DATA_PATH), PUBLIC);
        if (launcher != null) {
            new MapperLink(launcher.toAbsolutePath().normalize(), relativeLinks).make(console());
        }
    }

    /** The owner on the command line; it has to be possible. */
    private FileOwner demanded() {
        return new FileOwner(named(user), named(group));
    }

    /** The owner of the machine, for what the command line does not say; on a machine without that user it is nobody. */
    private FileOwner usual(FileOwner machine) {
        return new FileOwner(
                user == null ? machine.user() : Optional.empty(), group == null ? machine.group() : Optional.empty());
    }

    private static Optional<String> named(@Nullable String name) {
        return Optional.ofNullable(name).filter(given -> !given.isEmpty());
    }
}

package dev.tedge.cli;

import dev.tedge.config.ConfigException;
import dev.tedge.config.MissingSettingException;
import dev.tedge.config.TedgeConfig;
import dev.tedge.gateway.source.RouteFile;
import dev.tedge.gateway.source.RouteSurroundings;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tedge routes}: the files that say which messages go where. */
@Command(
        name = "routes",
        description = "Look at the routes between the local broker and AWS, change them, and try them out.",
        subcommands = {
            RoutesCheckCommand.class,
            RoutesListCommand.class,
            RoutesEjectCommand.class,
            RoutesTestCommand.class
        })
final class RoutesCommand {

    /** Refuses what the gateway would not read. */
    static void requireRouteFile(ActionCommand command, Path file) {
        if (!String.valueOf(file.getFileName()).endsWith(RouteFile.SUFFIX)) {
            throw command.misused("'%s' is no route file: the gateway reads files that are named <name>%s"
                    .formatted(file, RouteFile.SUFFIX));
        }
    }

    /** A command about the routes of one connection. */
    abstract static class OnRoutes extends ActionCommand {

        /** Stands in for the name of a device that has none yet. */
        private static final String STAND_IN = "my-device";

        @Mixin
        private final ProfileOption profile = new ProfileOption();

        /** What the routes find around them; a newcomer needs no certificate for it. */
        final RouteSurroundings surroundings() throws ActionFailure {
            TedgeConfig config = config(profile.of(console()));
            try {
                return surroundings(config, config.thingName());
            } catch (MissingSettingException newcomer) {
                console().warn("The device has no id yet: {{device.id}} is '%s' here".formatted(STAND_IN));
                return surroundings(config, STAND_IN);
            }
        }

        private static RouteSurroundings surroundings(TedgeConfig config, String thingName) throws ActionFailure {
            try {
                return new RouteSurroundings(config, thingName);
            } catch (ConfigException codeOfOthers) {
                throw new ActionFailure("failed to load the user's jars", codeOfOthers);
            }
        }
    }
}

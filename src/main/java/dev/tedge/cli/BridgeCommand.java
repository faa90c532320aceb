package dev.tedge.cli;

import dev.tedge.config.CloudProfile;
import dev.tedge.config.TedgeConfig;
import dev.tedge.gateway.ActiveRoutes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tedge bridge}: which topics are exchanged with AWS, as the active routes have it. */
@Command(
        name = "bridge",
        description = "Show which local topics are exchanged with the cloud, and how.",
        subcommands = {BridgeCommand.Inspect.class, BridgeCommand.Test.class})
final class BridgeCommand {

    private static final int NO_MATCH = 2;

    /** {@code tedge bridge inspect}. */
    @Command(
            name = "inspect",
            description = "List the topics of all active routes.",
            footer = "%nExample: tedge bridge inspect aws")
    static final class Inspect extends OnRoutes {

        @Option(
                names = "--show-all",
                description = "Name the routes, and what is published to AWS without a local message")
        private boolean all;

        @Override
        Action prepare() throws Exception {
            Optional<CloudProfile> profile = profile();
            TedgeConfig config = config(profile);
            String thingName = config.thingName();
            return Action.of("inspect the bridge to Aws cloud.", () -> {
                console().out().println("Bridge configuration for Aws");
                profile.ifPresent(name -> console().out().println("Profile: " + name));
                console().out().println("Reading from: " + ActiveRoutes.directory(config));
                ActiveRoutes.disabled(config)
                        .forEach(file -> console().out().println("Skipping: " + file + " (disabled)"));
                try (ActiveRoutes routes = ActiveRoutes.of(config, thingName)) {
                    new BridgeTable(routes, all).lines().forEach(console().out()::println);
                    routes.unknown().forEach(console()::warn);
                    routes.leftOut().forEach(console()::warn);
                }
                console().out().flush();
            });
        }
    }

    /** {@code tedge bridge test}. */
    @Command(
            name = "test",
            description = "Say where a message on a topic goes; the exit code is 2 when it goes nowhere.",
            footer = "%nExample: tedge bridge test aws te/device/main///m/temperature")
    static final class Test extends OnRoutes {

        @Parameters(index = "1", paramLabel = "<TOPIC>", description = "A topic, local or on AWS")
        private String topic = "";

        @Override
        Action prepare() throws Exception {
            TedgeConfig config = config(profile());
            String thingName = config.thingName();
            return new Action("test the topic '%s'.".formatted(topic), () -> test(config, thingName));
        }

        private int test(TedgeConfig config, String thingName) {
            if (topic.contains("#") || topic.contains("+")) {
                throw new IllegalArgumentException(
                        "Wildcard characters (#, +) are not supported. Provide a concrete topic to test against.");
            }
            try (ActiveRoutes routes = ActiveRoutes.of(config, thingName)) {
                var lines = BridgeTable.matches(routes, topic);
                routes.leftOut().forEach(console()::warn);
                lines.forEach(console().out()::println);
                if (lines.isEmpty()) {
                    console().out().println("No matching bridge rule found for \"%s\"".formatted(topic));
                }
                console().out().flush();
                return lines.isEmpty() ? NO_MATCH : 0;
            }
        }
    }

    /** A command about the routes of one cloud. */
    abstract static class OnRoutes extends ActionCommand {

        private static final String CLOUD = "aws";

        @Parameters(index = "0", paramLabel = "<CLOUD>", description = "aws, or aws.<profile>")
        private @Nullable String cloud;

        @Mixin
        private ProfileOption profile = new ProfileOption();

        final Optional<CloudProfile> profile() {
            String name = String.valueOf(cloud);
            if (name.equals(CLOUD)) {
                return profile.of(console());
            }
            if (!name.startsWith(CLOUD + ".")) {
                throw misused("'%s' is not a cloud: give aws, or aws.<profile>".formatted(name));
            }
            try {
                return Optional.of(CloudProfile.of(name.substring(CLOUD.length() + 1)));
            } catch (IllegalArgumentException impossible) {
                throw misused("'%s': %s".formatted(name, impossible.getMessage()));
            }
        }
    }
}

package dev.tedge.cli;

import dev.tedge.cli.cloudside.CloudSide;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tedge simulator shadow}. */
@Command(
        name = "shadow",
        description = "Look at the device shadows of a running simulator, and change them.",
        subcommands = {
            SimulatorShadowCommand.Get.class,
            SimulatorShadowCommand.Update.class,
            SimulatorShadowCommand.Delete.class,
            SimulatorShadowCommand.Names.class
        })
final class SimulatorShadowCommand {

    /** A command about one thing. */
    abstract static class OfThing extends CloudSideCommand {

        @Option(
                names = "--thing",
                paramLabel = "<ID>",
                description = "The thing (default: that of the device certificate)")
        private @Nullable String thing;

        final String thing() throws Exception {
            return thing(thing);
        }
    }

    /** A command about one shadow. */
    abstract static class OfShadow extends OfThing {

        @Option(names = "--name", paramLabel = "<NAME>", description = "A named shadow (default: the classic one)")
        private @Nullable String name;

        /** What is done, in words. */
        final String words(String verb) throws Exception {
            return verb + " the shadow" + (name == null ? "" : " '" + name + "'") + " of '" + thing() + "'";
        }

        final String path() throws Exception {
            String query = name == null ? "" : "?name=" + CloudSide.encoded(name);
            return "/things/" + CloudSide.encoded(thing()) + "/shadow" + query;
        }
    }

    /** {@code tedge simulator shadow get}. */
    @Command(
            name = "get",
            description = "Print a shadow.",
            footer = "%nExample: tedge simulator shadow get --thing my-device --name config")
    static final class Get extends OfShadow {
        @Override
        Action prepare() throws Exception {
            return asking(words("get"), "GET", path(), "");
        }
    }

    /** {@code tedge simulator shadow update}. */
    @Command(
            name = "update",
            description = "Change a shadow, or begin one.",
            footer = "%nExample: tedge simulator shadow update '{\"state\":{\"desired\":{\"interval\":60}}}'")
    static final class Update extends OfShadow {

        @Parameters(index = "0", paramLabel = "<JSON>", description = "The request, as devices send it")
        private String json = "";

        @Override
        Action prepare() throws Exception {
            return asking(words("update"), "POST", path(), json);
        }
    }

    /** {@code tedge simulator shadow delete}. */
    @Command(
            name = "delete",
            description = "Delete a shadow; its version goes on.",
            footer = "%nExample: tedge simulator shadow delete --thing my-device")
    static final class Delete extends OfShadow {
        @Override
        Action prepare() throws Exception {
            return asking(words("delete"), "DELETE", path(), "");
        }
    }

    /** {@code tedge simulator shadow list}. */
    @Command(
            name = "list",
            description = "Print the names of the named shadows of a thing.",
            footer = "%nExample: tedge simulator shadow list --thing my-device")
    static final class Names extends OfThing {
        @Override
        Action prepare() throws Exception {
            String path = "/api/things/shadow/ListNamedShadowsForThing/" + CloudSide.encoded(thing()) + "?pageSize=100";
            return asking("list the shadows of '" + thing() + "'", "GET", path, "");
        }
    }
}

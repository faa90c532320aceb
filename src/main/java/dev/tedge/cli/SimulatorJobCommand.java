package dev.tedge.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.cli.cloudside.CloudSide;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tedge simulator job}. */
@Command(
        name = "job",
        description = "Give the devices of a running simulator something to do.",
        subcommands = {
            SimulatorJobCommand.Create.class,
            SimulatorJobCommand.All.class,
            SimulatorJobCommand.Describe.class,
            SimulatorJobCommand.Cancel.class,
            SimulatorJobCommand.Delete.class
        })
final class SimulatorJobCommand {

    private static final String JOBS = "/simulator/jobs";

    /** A command about one job. */
    abstract static class OfJob extends CloudSideCommand {

        @Parameters(index = "0", paramLabel = "<ID>", description = "The id of the job")
        private String id = "";

        final String words(String verb) {
            return verb + " the job '" + id + "'";
        }

        final String path() {
            return JOBS + "/" + CloudSide.encoded(id);
        }
    }

    /** {@code tedge simulator job create}. */
    @Command(
            name = "create",
            description = "Create a job.",
            footer = "%nExample: tedge simulator job create update-1 '{\"operation\":\"restart\"}' --thing my-device")
    static final class Create extends OfJob {

        @Parameters(index = "1", paramLabel = "<DOCUMENT>", description = "What is to be done: a JSON object")
        private String document = "";

        @Option(
                names = "--thing",
                paramLabel = "<ID>",
                description = "A target; may be given more than once (default: the thing of the device certificate)")
        private List<String> things = List.of();

        @Option(
                names = "--timeout",
                paramLabel = "<MINUTES>",
                description = "How long it may be in progress: 1 to 10080 (default: for ever)")
        private @Nullable Integer timeout;

        @Override
        Action prepare() throws Exception {
            ObjectNode job = JsonNodeFactory.instance.objectNode().put("document", document);
            (things.isEmpty() ? List.of(thing(null)) : things).forEach(job.putArray("things")::add);
            if (timeout != null) {
                job.put("timeoutInMinutes", timeout);
            }
            return telling(words("create"), "PUT", path(), job.toString());
        }
    }

    /** {@code tedge simulator job list}. */
    @Command(
            name = "list",
            description = "Print all jobs, the oldest first.",
            footer = "%nExample: tedge simulator job list")
    static final class All extends CloudSideCommand {
        @Override
        Action prepare() {
            return asking("list the jobs", "GET", JOBS, "");
        }
    }

    /** {@code tedge simulator job describe}. */
    @Command(
            name = "describe",
            description = "Print a job and what has become of it.",
            footer = "%nExample: tedge simulator job describe update-1")
    static final class Describe extends OfJob {
        @Override
        Action prepare() {
            return asking(words("describe"), "GET", path(), "");
        }
    }

    /** {@code tedge simulator job cancel}. */
    @Command(
            name = "cancel",
            description = "Call a job off.",
            footer = "%nExample: tedge simulator job cancel update-1 --force")
    static final class Cancel extends OfJob {

        @Option(names = "--force", description = "Cancel what is in progress, too")
        private boolean force;

        @Override
        Action prepare() {
            return telling(words("cancel"), "POST", path() + "/cancel?force=" + force, "");
        }
    }

    /** {@code tedge simulator job delete}. */
    @Command(
            name = "delete",
            description = "Forget a job that has ended.",
            footer = "%nExample: tedge simulator job delete update-1")
    static final class Delete extends OfJob {

        @Option(names = "--force", description = "Also if it has not ended")
        private boolean force;

        @Override
        Action prepare() {
            return telling(words("delete"), "DELETE", path() + "?force=" + force, "");
        }
    }
}

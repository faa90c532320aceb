package dev.tedge.job.machine;

import dev.tedge.job.execution.ExecutionId;
import dev.tedge.job.execution.Ledger;
import java.util.List;
import java.util.Objects;

/**
 * Whose jobs they are, and where their commands are.
 *
 * @param thing the name on AWS
 * @param root the first level of local topics
 * @param prefix what the ids of commands begin with, different for each gateway of a device
 */
public record JobsOf(String thing, String root, String prefix) {

    public JobsOf {
        Objects.requireNonNull(thing, "thing");
        Objects.requireNonNull(root, "root");
        Objects.requireNonNull(prefix, "prefix");
    }

    /** The id of the command of an execution. */
    public String commandId(ExecutionId id) {
        return id.command(prefix);
    }

    /** Whether a topic may be that of a command of a job. */
    public boolean isCommand(String topic) {
        return topic.startsWith(prefix + '-', topic.lastIndexOf('/') + 1);
    }

    boolean isOfOneOf(List<Ledger.Finished> finished, String topic) {
        return finished.stream().anyMatch(one -> topic.endsWith('/' + commandId(one.id())));
    }
}

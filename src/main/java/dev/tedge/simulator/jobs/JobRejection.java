package dev.tedge.simulator.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import java.util.Optional;

/** A device's request that cannot be granted. The message is for people and names the field or the job. */
public final class JobRejection extends Exception {

    private static final long serialVersionUID = 1L;

    private final JobError error;
    private final transient Optional<ObjectNode> executionState;

    JobRejection(JobError error, String message) {
        this(error, message, Optional.empty());
    }

    JobRejection(JobError error, String message, Optional<ObjectNode> executionState) {
        super(message);
        this.error = Objects.requireNonNull(error, "error");
        this.executionState = executionState;
    }

    static JobRejection invalid(String message) {
        return new JobRejection(JobError.INVALID_REQUEST, message);
    }

    /** The kind of fault. */
    public JobError error() {
        return error;
    }

    /** Where the execution stands, if the device seems to have missed it. */
    public Optional<ObjectNode> executionState() {
        return executionState;
    }
}

package dev.tedge.job.execution;

import java.util.Map;
import java.util.Objects;

/**
 * What has become of an execution.
 *
 * @param details what AWS is told of it
 */
public record Outcome(Status status, Map<String, String> details) {

    public Outcome {
        Objects.requireNonNull(status, "status");
        details = Map.copyOf(details);
    }

    /** Those with which devices end an execution, in AWS's words. */
    public enum Status {
        SUCCEEDED,
        FAILED,
        REJECTED
    }

    /** With a reason alone. */
    public static Outcome of(Status status, String reason) {
        return new Outcome(status, StatusDetails.ofReason(reason));
    }

    /** Why, if there is a reason. */
    public String reason() {
        return details.getOrDefault(StatusDetails.REASON, "");
    }

    /** Without the details, which are the customer's. */
    @Override
    public String toString() {
        return status.name();
    }
}

package dev.tedge.job.execution;

import java.util.Objects;

/**
 * One execution of a job.
 *
 * @param jobId as AWS allows it: 1 to 64 of a-z, A-Z, 0-9, _ and -
 * @param number AWS counts how often a job has come to the same thing
 */
public record ExecutionId(String jobId, long number) {

    public ExecutionId {
        Objects.requireNonNull(jobId, "jobId");
    }

    /** The id of its command: always the same, so that whatever comes twice is recognized. */
    public String command(String prefix) {
        return prefix + '-' + jobId + '-' + number;
    }

    @Override
    public String toString() {
        return "'" + jobId + "' (execution " + number + ")";
    }
}

package dev.tedge.job.execution;

import java.util.Objects;

/**
 * One execution of a job.
 *
 * @param jobId as AWS allows it: 1 to 64 of a-z, A-Z, 0-9, _ and -
 * @param number AWS counts how often a job has come to the same thing, and begins anew when the job was deleted
 * @param queuedAt when AWS queued it, in seconds since 1970; 0 when that is not known
 */
public record ExecutionId(String jobId, long number, long queuedAt) {

    public ExecutionId {
        Objects.requireNonNull(jobId, "jobId");
    }

    /** Whether this is the other one; a time that is not known is like any. */
    public boolean matches(ExecutionId other) {
        return isNamedLike(other) && (queuedAt == other.queuedAt || queuedAt == 0 || other.queuedAt == 0);
    }

    /** Whether it has the other's command id: it is the other one, or a job was deleted and created anew. */
    boolean isNamedLike(ExecutionId other) {
        return jobId.equals(other.jobId) && number == other.number;
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

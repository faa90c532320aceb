package dev.tedge.simulator.jobs;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Where a job execution stands (AWS IoT Developer Guide, "Jobs and job execution states"). */
public enum JobStatus {
    /** Waits for its device. */
    QUEUED,
    /** The device works on it. */
    IN_PROGRESS,
    /** The device has done it. */
    SUCCEEDED,
    /** The device could not do it. */
    FAILED,
    /** The device did not want to. */
    REJECTED,
    /** The device took too long. */
    TIMED_OUT,
    /** The thing is no longer a target of the job. */
    REMOVED,
    /** Somebody has called the job off. */
    CANCELED;

    private static final Set<JobStatus> PENDING = Set.of(QUEUED, IN_PROGRESS);
    private static final Set<JobStatus> FOR_DEVICES = Set.of(IN_PROGRESS, SUCCEEDED, FAILED, REJECTED);

    /** Whether nothing can change any more. */
    public boolean isTerminal() {
        return !PENDING.contains(this);
    }

    /** Whether a device may set it. */
    boolean isForDevices() {
        return FOR_DEVICES.contains(this);
    }

    static Optional<JobStatus> of(String name) {
        return Stream.of(values()).filter(status -> status.name().equals(name)).findFirst();
    }
}

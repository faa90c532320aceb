package dev.tedge.simulator.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A job on one thing. */
final class Execution {

    /** A thing executes a job once; AWS counts on when a job reaches a thing again. */
    static final long NUMBER = 1;

    private final Job job;
    private final String thing;
    private final Instant queuedAt;

    private JobStatus status = JobStatus.QUEUED;
    private Map<String, String> details = Map.of();
    private long version = 1;
    private Instant updatedAt;
    private Optional<Instant> startedAt = Optional.empty();
    private Optional<Instant> stepDeadline = Optional.empty();

    Execution(Job job, String thing, Instant queuedAt) {
        this.job = job;
        this.thing = thing;
        this.queuedAt = queuedAt;
        this.updatedAt = queuedAt;
    }

    /** Where an execution stands when it is restored. */
    record Saved(JobStatus status, Map<String, String> details, long version, Instant updatedAt) {}

    void restore(Saved saved, Optional<Instant> started, Optional<Instant> deadline) {
        status = saved.status();
        details = Map.copyOf(saved.details());
        version = saved.version();
        updatedAt = saved.updatedAt();
        startedAt = started;
        stepDeadline = deadline;
    }

    /** @param newDetails in the place of all that there are, if given */
    void move(JobStatus next, Optional<Map<String, String>> newDetails, Instant now) {
        if (next == JobStatus.IN_PROGRESS && startedAt.isEmpty()) {
            startedAt = Optional.of(now);
        }
        status = next;
        newDetails.ifPresent(given -> details = Map.copyOf(given));
        version++;
        updatedAt = now;
        if (status.isTerminal()) {
            stepDeadline = Optional.empty();
        }
    }

    /** @param step empty for no step timer */
    void step(Optional<Duration> step, Instant now) {
        stepDeadline = step.filter(length -> status == JobStatus.IN_PROGRESS).map(now::plus);
    }

    /** When it times out, if nothing happens: the step or the whole, whichever is sooner. */
    Optional<Instant> deadline() {
        return status == JobStatus.IN_PROGRESS
                ? Stream.concat(whole().stream(), stepDeadline.stream()).min(Instant::compareTo)
                : Optional.empty();
    }

    private Optional<Instant> whole() {
        return startedAt.flatMap(start -> job.timeout().map(start::plus));
    }

    Job job() {
        return job;
    }

    String thing() {
        return thing;
    }

    JobStatus status() {
        return status;
    }

    Map<String, String> details() {
        return details;
    }

    long version() {
        return version;
    }

    Instant queuedAt() {
        return queuedAt;
    }

    Instant updatedAt() {
        return updatedAt;
    }

    Optional<Instant> startedAt() {
        return startedAt;
    }

    Optional<Instant> stepDeadline() {
        return stepDeadline;
    }
}

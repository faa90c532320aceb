package dev.tedge.simulator.jobs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * All jobs and their executions. Pure: the caller brings the time, and tells devices. What changes something gives the
 * things concerned.
 */
final class JobBook {

    /** AWS IoT Device Management: the most executions that a list for a device has. */
    static final int LIST_LIMIT = 10;

    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private final Set<String> canceled = new HashSet<>();

    /** Per thing, by job id, in the order in which they were queued. */
    private final Map<String, Map<String, Execution>> executions = new LinkedHashMap<>();

    /** @throws IllegalArgumentException if there is a job of this id */
    Set<String> create(Job job) {
        if (jobs.putIfAbsent(job.id(), job) != null) {
            throw new IllegalArgumentException("there is a job '" + job.id() + "' already");
        }
        job.targets().forEach(thing -> put(new Execution(job, thing, job.createdAt())));
        return Set.copyOf(job.targets());
    }

    private void put(Execution execution) {
        executions
                .computeIfAbsent(execution.thing(), thing -> new LinkedHashMap<>())
                .put(execution.job().id(), execution);
    }

    /** Takes over what was saved. */
    void restore(Job job, boolean wasCanceled, List<Execution> restored) {
        jobs.put(job.id(), job);
        if (wasCanceled) {
            canceled.add(job.id());
        }
        restored.forEach(this::put);
    }

    /** @param force whether executions in progress end, too */
    Set<String> cancel(String jobId, boolean force, Instant now) {
        Job job = job(jobId);
        canceled.add(job.id());
        return end(job, JobStatus.CANCELED, execution -> force || execution.status() == JobStatus.QUEUED, now);
    }

    /** The thing is no target any more: what it has not ended of this job is removed. */
    Set<String> remove(String jobId, String thing, Instant now) {
        return end(job(jobId), JobStatus.REMOVED, execution -> execution.thing().equals(thing), now);
    }

    private Set<String> end(Job job, JobStatus status, Predicate<Execution> which, Instant now) {
        Set<String> touched = new HashSet<>();
        for (Execution execution : executionsOf(job.id())) {
            if (!execution.status().isTerminal() && which.test(execution)) {
                execution.move(status, Optional.empty(), now);
                touched.add(execution.thing());
            }
        }
        return touched;
    }

    /** @throws IllegalArgumentException if executions have not ended, unless forced */
    Set<String> delete(String jobId, boolean force) {
        Job job = job(jobId);
        if (!force && !isEnded(job.id())) {
            throw new IllegalArgumentException(
                    "the job '" + jobId + "' is still in progress; cancel it first, or force the deletion");
        }
        jobs.remove(jobId);
        canceled.remove(jobId);
        executions.values().forEach(ofThing -> ofThing.remove(jobId));
        executions.values().removeIf(Map::isEmpty);
        return Set.copyOf(job.targets());
    }

    /** Ends what is due. */
    Set<String> expire(Instant now) {
        Set<String> touched = new HashSet<>();
        for (Execution execution : all()) {
            if (execution.deadline().filter(due -> !due.isAfter(now)).isPresent()) {
                execution.move(JobStatus.TIMED_OUT, Optional.empty(), now);
                touched.add(execution.thing());
            }
        }
        return touched;
    }

    /** When the next execution times out. */
    Optional<Instant> nextDeadline() {
        return all().stream()
                .flatMap(execution -> execution.deadline().stream())
                .min(Comparator.naturalOrder());
    }

    /** @throws IllegalArgumentException if there is no such job */
    Job job(String jobId) {
        return Optional.ofNullable(jobs.get(jobId))
                .orElseThrow(() -> new IllegalArgumentException("there is no job '" + jobId + "'"));
    }

    Collection<Job> jobs() {
        return List.copyOf(jobs.values());
    }

    boolean isCanceled(String jobId) {
        return canceled.contains(jobId);
    }

    /** Whether each execution of a job has ended. */
    boolean isEnded(String jobId) {
        return executionsOf(jobId).stream()
                .allMatch(execution -> execution.status().isTerminal());
    }

    List<Execution> executionsOf(String jobId) {
        return all().stream()
                .filter(execution -> execution.job().id().equals(jobId))
                .toList();
    }

    Optional<Execution> execution(String thing, String jobId) {
        return Optional.ofNullable(executions.getOrDefault(thing, Map.of()).get(jobId));
    }

    /** What a device has not ended, those in progress first, else in the order in which they were queued. */
    List<Execution> pending(String thing) {
        return executions.getOrDefault(thing, Map.of()).values().stream()
                .filter(execution -> !execution.status().isTerminal())
                .sorted(Comparator.comparing(execution -> execution.status() == JobStatus.QUEUED))
                .limit(LIST_LIMIT)
                .toList();
    }

    /** What a device is to do next, or goes on with. */
    Optional<Execution> next(String thing) {
        return pending(thing).stream().findFirst();
    }

    private List<Execution> all() {
        List<Execution> all = new ArrayList<>();
        executions.values().forEach(ofThing -> all.addAll(ofThing.values()));
        return all;
    }
}

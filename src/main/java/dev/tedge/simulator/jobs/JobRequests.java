package dev.tedge.simulator.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The four requests of devices, on the book. Answers have no timestamp and no client token.
 *
 * <p>Source: AWS IoT Developer Guide, "Jobs device MQTT API operations". Stricter where it is silent: a status that
 * devices may not set is an invalid request, and nothing follows a status that has ended, not even itself.
 */
final class JobRequests {

    /** In the place of a job id: whatever is next. */
    static final String NEXT = "$next";

    private final JobBook book;

    JobRequests(JobBook book) {
        this.book = book;
    }

    /** GetPendingJobExecutions. */
    ObjectNode pending(String thing) {
        ObjectNode answer = JobJson.object();
        answer.set("inProgressJobs", JobJson.summaries(book.pending(thing), JobStatus.IN_PROGRESS));
        answer.set("queuedJobs", JobJson.summaries(book.pending(thing), JobStatus.QUEUED));
        return answer;
    }

    /** StartNextPendingJobExecution. One that is in progress already is left as it is, except for its step timer. */
    ObjectNode startNext(String thing, JobRequest request, Instant now) throws JobRejection {
        var details = request.statusDetails();
        var step = request.step();
        ObjectNode answer = JobJson.object();
        Optional<Execution> next = book.next(thing);
        if (next.isPresent()) {
            Execution execution = next.get();
            if (execution.status() == JobStatus.QUEUED) {
                execution.move(JobStatus.IN_PROGRESS, details, now);
            }
            if (request.hasStep()) {
                execution.step(step, now);
            }
            answer.set("execution", JobJson.full(execution, true, now));
        }
        return answer;
    }

    /** DescribeJobExecution. Of the next one, if there is none, the answer is empty. */
    ObjectNode describe(String thing, String jobId, JobRequest request, Instant now) throws JobRejection {
        boolean withDocument = request.flag("includeJobDocument", true);
        ObjectNode answer = JobJson.object();
        if (jobId.equals(NEXT)) {
            book.next(thing)
                    .ifPresent(execution -> answer.set("execution", JobJson.full(execution, withDocument, now)));
            return answer;
        }
        Execution execution = find(thing, jobId, request);
        if (execution.status().isTerminal()) {
            throw new JobRejection(
                    JobError.TERMINAL_STATE_REACHED, "The execution of '" + jobId + "' is " + execution.status());
        }
        answer.set("execution", JobJson.full(execution, withDocument, now));
        return answer;
    }

    /** UpdateJobExecution. */
    ObjectNode update(String thing, String jobId, JobRequest request, Instant now) throws JobRejection {
        JobStatus status = request.status();
        var details = request.statusDetails();
        var step = request.step();
        boolean withState = request.flag("includeJobExecutionState", false);
        boolean withDocument = request.flag("includeJobDocument", false);
        Execution execution = find(thing, jobId, request);
        checkVersion(execution, request.number("expectedVersion"));
        if (execution.status().isTerminal()) {
            throw new JobRejection(
                    JobError.INVALID_STATE_TRANSITION,
                    "The execution of '" + jobId + "' cannot go from " + execution.status() + " to " + status,
                    Optional.of(JobJson.state(execution)));
        }
        execution.move(status, details, now);
        if (request.hasStep()) {
            execution.step(step, now);
        }
        ObjectNode answer = JobJson.object();
        if (withState) {
            answer.set("executionState", JobJson.state(execution));
        }
        if (withDocument) {
            answer.set("jobDocument", execution.job().document().deepCopy());
        }
        return answer;
    }

    private Execution find(String thing, String jobId, JobRequest request) throws JobRejection {
        if (!Job.isId(jobId)) {
            throw JobRejection.invalid("'" + jobId + "' is no job id");
        }
        OptionalLong number = request.number("executionNumber");
        return book.execution(thing, jobId)
                .filter(execution -> number.isEmpty() || number.getAsLong() == Execution.NUMBER)
                .orElseThrow(() -> new JobRejection(
                        JobError.RESOURCE_NOT_FOUND,
                        "The thing '" + thing + "' has no such execution of the job '" + jobId + "'"));
    }

    private static void checkVersion(Execution execution, OptionalLong expected) throws JobRejection {
        if (expected.isPresent() && expected.getAsLong() != execution.version()) {
            throw new JobRejection(
                    JobError.VERSION_MISMATCH,
                    "The execution of '" + execution.job().id() + "' has version " + execution.version() + ", but "
                            + expected.getAsLong() + " was expected",
                    Optional.of(JobJson.state(execution)));
        }
    }
}

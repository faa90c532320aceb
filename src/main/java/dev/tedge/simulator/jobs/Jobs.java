package dev.tedge.simulator.jobs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.simulator.service.CloudCalls;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The control side of jobs, for any thread but the simulator's own I/O thread. Each method returns when it is done and
 * throws {@link IllegalArgumentException} for what AWS would refuse, with a message that names the job.
 */
public final class Jobs {

    private final JobsService service;
    private final CloudCalls calls;

    /** The control side of this service. */
    public Jobs(JobsService service, CloudCalls calls) {
        this.service = service;
        this.calls = calls;
    }

    /** Gives things something to do, for as long as they need. See {@link JobsService#create}. */
    public void create(String jobId, List<String> things, String document) {
        create(jobId, things, document, Optional.empty());
    }

    /** Gives things something to do. See {@link JobsService#create}. */
    public void create(String jobId, List<String> things, String document, Optional<Duration> timeout) {
        calls.run(() -> service.create(jobId, things, document, timeout));
    }

    /** Calls a job off. See {@link JobsService#cancel}. */
    public void cancel(String jobId, boolean force) {
        calls.run(() -> service.cancel(jobId, force));
    }

    /** Takes a thing out of the targets of a job. See {@link JobsService#remove}. */
    public void remove(String jobId, String thing) {
        calls.run(() -> service.remove(jobId, thing));
    }

    /** Forgets a job. See {@link JobsService#delete}. */
    public void delete(String jobId, boolean force) {
        calls.run(() -> service.delete(jobId, force));
    }

    /** All of a job. See {@link JobsService#describe}. */
    public ObjectNode describe(String jobId) {
        return calls.get(() -> service.describe(jobId));
    }

    /** All jobs. See {@link JobsService#list}. */
    public ArrayNode list() {
        return calls.get(service::list);
    }
}

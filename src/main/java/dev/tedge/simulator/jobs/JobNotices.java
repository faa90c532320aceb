package dev.tedge.simulator.jobs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.mqttserver.Payload;
import dev.tedge.simulator.service.Cloud;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells subscribers when a thing has something else to do.
 *
 * <p>{@code notify} comes when an execution is added to or removed from the list of what is pending, or goes from
 * queued to in progress; {@code notify-next} when another job is next, not when the details of the next one change
 * (AWS IoT Developer Guide, "JobExecutionsChanged", "NextJobExecutionChanged" and "Job executions limits").
 */
final class JobNotices {

    private record Entry(String jobId, JobStatus status) {}

    private final JobBook book;
    private final Cloud cloud;

    /** What subscribers of each thing know. */
    private final Map<String, List<Entry>> told = new HashMap<>();

    JobNotices(JobBook book, Cloud cloud) {
        this.book = book;
        this.cloud = cloud;
    }

    /** All that there is now is known. */
    void settle() {
        book.jobs().forEach(job -> job.targets().forEach(thing -> told.put(thing, entries(thing))));
    }

    void tell(Set<String> things) {
        things.forEach(this::tell);
    }

    private void tell(String thing) {
        List<Entry> before = told.getOrDefault(thing, List.of());
        List<Entry> now = entries(thing);
        if (now.equals(before)) {
            return;
        }
        if (now.isEmpty()) {
            told.remove(thing);
        } else {
            told.put(thing, now);
        }
        publish(thing, "notify", list(thing));
        if (!next(now).equals(next(before))) {
            publish(thing, "notify-next", next(thing));
        }
    }

    private List<Entry> entries(String thing) {
        List<Entry> entries = new ArrayList<>();
        book.pending(thing)
                .forEach(execution -> entries.add(new Entry(execution.job().id(), execution.status())));
        return List.copyOf(entries);
    }

    private static List<String> next(List<Entry> entries) {
        return entries.stream().limit(1).map(Entry::jobId).toList();
    }

    private ObjectNode list(String thing) {
        ObjectNode message = JobJson.object().put("timestamp", cloud.now().getEpochSecond());
        ObjectNode jobs = message.putObject("jobs");
        for (JobStatus status : List.of(JobStatus.IN_PROGRESS, JobStatus.QUEUED)) {
            ArrayNode summaries = JobJson.summaries(book.pending(thing), status);
            if (!summaries.isEmpty()) {
                jobs.set(status.name(), summaries);
            }
        }
        return message;
    }

    private ObjectNode next(String thing) {
        ObjectNode message = JobJson.object().put("timestamp", cloud.now().getEpochSecond());
        book.next(thing).ifPresent(next -> message.set("execution", JobJson.full(next, true, cloud.now())));
        return message;
    }

    private void publish(String thing, String topic, ObjectNode message) {
        cloud.publish("$aws/things/" + thing + "/jobs/" + topic, Payload.of(message.toString()));
    }
}

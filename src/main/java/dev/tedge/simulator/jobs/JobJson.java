package dev.tedge.simulator.jobs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Jobs in AWS's JSON. Times are seconds since 1970 (AWS IoT Developer Guide, "Jobs device MQTT and HTTPS data types").
 */
final class JobJson {

    private JobJson() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** JobExecutionSummary. */
    static ObjectNode summary(Execution execution) {
        ObjectNode json = object().put("jobId", execution.job().id());
        addTimes(json, execution);
        return addNumbers(json, execution);
    }

    /** JobExecution. */
    static ObjectNode full(Execution execution, boolean withDocument, Instant now) {
        ObjectNode json = object().put("jobId", execution.job().id())
                .put("thingName", execution.thing())
                .put("status", execution.status().name());
        addDetails(json, execution);
        addTimes(json, execution);
        addNumbers(json, execution);
        execution
                .deadline()
                .ifPresent(due -> json.put(
                        "approximateSecondsBeforeTimedOut",
                        Math.max(0, Duration.between(now, due).toSeconds())));
        if (withDocument) {
            json.set("jobDocument", execution.job().document().deepCopy());
        }
        return json;
    }

    /** JobExecutionState. */
    static ObjectNode state(Execution execution) {
        ObjectNode json = object().put("status", execution.status().name());
        addDetails(json, execution);
        return json.put("versionNumber", execution.version());
    }

    /** What the control side is told of a job. */
    static ObjectNode job(Job job, JobBook book, Instant now) {
        ObjectNode json = object().put("jobId", job.id()).put("status", status(job, book));
        json.put("createdAt", job.createdAt().getEpochSecond());
        job.timeout().ifPresent(timeout -> json.put("inProgressTimeoutInMinutes", timeout.toMinutes()));
        ArrayNode targets = json.putArray("targets");
        job.targets().forEach(targets::add);
        json.set("document", job.document().deepCopy());
        ArrayNode executions = json.putArray("executions");
        book.executionsOf(job.id()).forEach(execution -> executions.add(full(execution, false, now)));
        return json;
    }

    private static String status(Job job, JobBook book) {
        if (book.isCanceled(job.id())) {
            return "CANCELED";
        }
        return book.isEnded(job.id()) ? "COMPLETED" : "IN_PROGRESS";
    }

    /** @param status those to show */
    static ArrayNode summaries(List<Execution> executions, JobStatus status) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        executions.stream()
                .filter(execution -> execution.status() == status)
                .forEach(execution -> json.add(summary(execution)));
        return json;
    }

    private static void addDetails(ObjectNode json, Execution execution) {
        if (!execution.details().isEmpty()) {
            ObjectNode details = json.putObject("statusDetails");
            execution.details().forEach(details::put);
        }
    }

    private static void addTimes(ObjectNode json, Execution execution) {
        json.put("queuedAt", execution.queuedAt().getEpochSecond());
        execution.startedAt().ifPresent(start -> json.put("startedAt", start.getEpochSecond()));
        json.put("lastUpdatedAt", execution.updatedAt().getEpochSecond());
    }

    private static ObjectNode addNumbers(ObjectNode json, Execution execution) {
        return json.put("versionNumber", execution.version()).put("executionNumber", Execution.NUMBER);
    }
}

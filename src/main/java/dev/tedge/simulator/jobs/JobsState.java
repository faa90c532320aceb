package dev.tedge.simulator.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The book as JSON. Times are in ISO 8601, so that nothing is rounded. */
final class JobsState {

    private JobsState() {}

    static void write(ObjectNode state, JobBook book) {
        ArrayNode jobs = state.putArray("jobs");
        for (Job job : book.jobs()) {
            ObjectNode node = jobs.addObject()
                    .put("id", job.id())
                    .put("createdAt", job.createdAt().toString())
                    .put("canceled", book.isCanceled(job.id()));
            job.timeout().ifPresent(timeout -> node.put("timeout", timeout.toString()));
            ArrayNode targets = node.putArray("targets");
            job.targets().forEach(targets::add);
            node.set("document", job.document().deepCopy());
            ArrayNode executions = node.putArray("executions");
            book.executionsOf(job.id()).forEach(execution -> write(executions.addObject(), execution));
        }
    }

    private static void write(ObjectNode node, Execution execution) {
        node.put("thing", execution.thing())
                .put("status", execution.status().name())
                .put("version", execution.version())
                .put("queuedAt", execution.queuedAt().toString())
                .put("updatedAt", execution.updatedAt().toString());
        execution.startedAt().ifPresent(time -> node.put("startedAt", time.toString()));
        execution.stepDeadline().ifPresent(time -> node.put("stepDeadline", time.toString()));
        ObjectNode details = node.putObject("details");
        execution.details().forEach(details::put);
    }

    static void read(ObjectNode state, JobBook book) {
        int position = 0;
        for (JsonNode node : state.path("jobs")) {
            position++;
            try {
                Job job = job(node);
                List<Execution> executions = new ArrayList<>();
                node.path("executions").forEach(execution -> executions.add(execution(job, execution)));
                book.restore(job, node.path("canceled").asBoolean(), executions);
            } catch (DateTimeException | IllegalArgumentException broken) {
                throw new IllegalArgumentException("\"jobs\", entry " + position + ": " + broken.getMessage(), broken);
            }
        }
    }

    private static Job job(JsonNode node) {
        if (!(node.path("document") instanceof ObjectNode document)) {
            throw new IllegalArgumentException("\"document\" must be an object");
        }
        List<String> targets = new ArrayList<>();
        node.path("targets").forEach(target -> targets.add(target.asText()));
        return new Job(
                text(node, "id"),
                targets,
                document.deepCopy(),
                optional(node, "timeout").map(Duration::parse),
                Instant.parse(text(node, "createdAt")));
    }

    private static Execution execution(Job job, JsonNode node) {
        Map<String, String> details = new HashMap<>();
        for (Map.Entry<String, JsonNode> detail : node.path("details").properties()) {
            details.put(detail.getKey(), detail.getValue().asText());
        }
        Execution execution = new Execution(job, text(node, "thing"), Instant.parse(text(node, "queuedAt")));
        execution.restore(
                new Execution.Saved(
                        JobStatus.valueOf(text(node, "status")),
                        details,
                        node.path("version").asLong(1),
                        Instant.parse(text(node, "updatedAt"))),
                optional(node, "startedAt").map(Instant::parse),
                optional(node, "stepDeadline").map(Instant::parse));
        return execution;
    }

    private static String text(JsonNode node, String member) {
        return optional(node, member)
                .orElseThrow(() -> new IllegalArgumentException("\"" + member + "\" must be a string"));
    }

    private static Optional<String> optional(JsonNode node, String member) {
        return Optional.ofNullable(node.path(member).textValue());
    }
}

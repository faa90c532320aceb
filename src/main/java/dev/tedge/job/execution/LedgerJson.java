package dev.tedge.job.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.message.Payload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The ledger of a thing as JSON text. */
public final class LedgerJson {

    private static final JsonMapper JSON = new JsonMapper();

    private LedgerJson() {}

    /** @param thing whose jobs these are */
    public static String write(String thing, Ledger ledger) {
        ObjectNode json = JSON.createObjectNode().put("thing", thing);
        ledger.work().ifPresent(work -> write(json.putObject("work"), work));
        var finished = json.putArray("finished");
        ledger.finished().forEach(one -> {
            ObjectNode node = write(finished.addObject(), one.id()).put("topic", one.topic());
            write(node.putObject("outcome"), one.outcome());
        });
        return json.toString();
    }

    private static void write(ObjectNode json, Work work) {
        write(json, work.id())
                .put("version", work.version())
                .put("phase", work.phase().name());
        work.command().ifPresent(command -> {
            ObjectNode node = json.putObject("command").put("topic", command.topic());
            node.put("payload", text(command.payload()));
            command.stepMinutes().ifPresent(minutes -> node.put("stepMinutes", minutes));
        });
        json.put("said", text(work.said()));
        work.outcome().ifPresent(outcome -> write(json.putObject("outcome"), outcome));
    }

    private static ObjectNode write(ObjectNode json, ExecutionId id) {
        return json.put("jobId", id.jobId()).put("executionNumber", id.number()).put("queuedAt", id.queuedAt());
    }

    private static void write(ObjectNode json, Outcome outcome) {
        json.put("status", outcome.status().name());
        ObjectNode details = json.putObject("details");
        outcome.details().forEach(details::put);
    }

    /**
     * Reads what {@link #write} has written.
     *
     * @throws IllegalArgumentException when it is something else, or of another thing; the message says which
     */
    public static Ledger read(String thing, String text) {
        try {
            JsonNode json = JSON.readTree(text);
            if (!json.path("thing").asText().equals(thing)) {
                throw new IllegalArgumentException(
                        "it is of the thing '%s'".formatted(json.path("thing").asText()));
            }
            List<Ledger.Finished> finished = new ArrayList<>();
            json.path("finished")
                    .forEach(one -> finished.add(
                            new Ledger.Finished(id(one), one.path("topic").asText(), outcome(one.path("outcome")))));
            return new Ledger(present(json.path("work")).map(LedgerJson::work), finished);
        } catch (JsonProcessingException e) {
            // Its message quotes what it chokes on.
            throw new IllegalArgumentException("it is not JSON");
        }
    }

    private static Work work(JsonNode json) {
        return new Work(
                id(json),
                json.path("version").asLong(),
                Phase.valueOf(json.path("phase").asText()),
                present(json.path("command")).map(LedgerJson::command),
                Payload.ofText(json.path("said").asText()),
                present(json.path("outcome")).map(LedgerJson::outcome));
    }

    private static Command command(JsonNode json) {
        JsonNode minutes = json.path("stepMinutes");
        return new Command(
                json.path("topic").asText(),
                Payload.ofText(json.path("payload").asText()),
                minutes.isInt() ? OptionalInt.of(minutes.intValue()) : OptionalInt.empty());
    }

    private static ExecutionId id(JsonNode json) {
        return new ExecutionId(
                json.path("jobId").asText(),
                json.path("executionNumber").asLong(),
                json.path("queuedAt").asLong());
    }

    private static Outcome outcome(JsonNode json) {
        Map<String, String> details = new HashMap<>();
        json.path("details")
                .properties()
                .forEach(
                        detail -> details.put(detail.getKey(), detail.getValue().asText()));
        return new Outcome(Outcome.Status.valueOf(json.path("status").asText()), details);
    }

    private static Optional<JsonNode> present(JsonNode json) {
        return json.isMissingNode() ? Optional.empty() : Optional.of(json);
    }

    private static String text(Payload payload) {
        return new String(payload.toByteArray(), StandardCharsets.UTF_8);
    }
}

package dev.tedge.gateway.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.delivery.store.DeadLetter;
import dev.tedge.delivery.store.Priority;
import dev.tedge.delivery.store.Selection;
import dev.tedge.message.TopicFilter;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What is asked of a gateway.
 *
 * @param ask for what
 * @param selection which messages are meant, where it is about messages
 * @param limit how many messages a list has at most; 0 or more
 * @param payloads whether a list has the payloads
 */
public record ControlRequest(Ask ask, Selection selection, int limit, boolean payloads) {

    private static final JsonMapper JSON = new JsonMapper();

    /** What can be asked for. */
    public enum Ask {
        /** {@link GatewayStatus}, as {@link StatusJson} writes it. */
        STATUS,
        /** How much waits: for each priority {@code messages}, {@code bytes}, {@code oldestAgeSeconds} or null. */
        OUTBOX_STATS,
        /** {@link KeptMessage}s, and {@code more}: how many more there are, or -1 when that is not known. */
        OUTBOX_LIST,
        /** {@code dropped} and {@code kept}, and {@code reason} where some were kept. */
        OUTBOX_DROP,
        /** As {@link #OUTBOX_LIST}. */
        DLQ_LIST,
        /** As {@link #OUTBOX_DROP}. */
        DLQ_DROP,
        /** {@code replayed} and {@code kept}, and {@code reason} where some were kept. */
        DLQ_REPLAY
    }

    public ControlRequest {
        Objects.requireNonNull(ask, "ask");
        Objects.requireNonNull(selection, "selection");
        if (limit < 0) {
            throw new IllegalArgumentException("The limit must not be negative, but is " + limit);
        }
    }

    /** A request that needs no list. */
    public ControlRequest(Ask ask, Selection selection) {
        this(ask, selection, 0, false);
    }

    /** The request as JSON. */
    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("ask", ask.name());
        ArrayNode ids = json.putArray("ids");
        selection.ids().forEach(ids::add);
        selection.topic().ifPresent(topic -> json.put("topic", topic.value()));
        selection.priority().ifPresent(priority -> json.put("priority", priority.name()));
        selection.cause().ifPresent(cause -> json.put("cause", cause.name()));
        selection.before().ifPresent(before -> json.put("before", before.toString()));
        return json.put("limit", limit).put("payloads", payloads);
    }

    /**
     * Reads a request.
     *
     * @throws ControlException when it is none
     */
    static ControlRequest parse(String line) throws ControlException {
        try {
            JsonNode json = JSON.readTree(line);
            return new ControlRequest(
                    Ask.valueOf(json.path("ask").asText()),
                    selection(json),
                    json.path("limit").asInt(),
                    json.path("payloads").asBoolean());
        } catch (JsonProcessingException e) {
            // Jackson's message quotes the line.
            throw new ControlException("The request is not JSON", e);
        } catch (RuntimeException e) {
            throw new ControlException("The request is not understood: " + e.getMessage(), e);
        }
    }

    private static Selection selection(JsonNode json) {
        Set<Long> ids = new HashSet<>();
        for (JsonNode id : json.path("ids")) {
            if (!id.canConvertToLong() || !id.isIntegralNumber()) {
                throw new IllegalArgumentException("an id is not a whole number");
            }
            ids.add(id.longValue());
        }
        return new Selection(
                ids,
                text(json, "topic").map(TopicFilter::new),
                text(json, "priority").map(Priority::valueOf),
                text(json, "cause").map(DeadLetter.Cause::valueOf),
                text(json, "before").map(Instant::parse));
    }

    private static Optional<String> text(JsonNode json, String member) {
        return Optional.ofNullable(json.path(member).textValue());
    }
}

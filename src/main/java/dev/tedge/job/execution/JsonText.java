package dev.tedge.job.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.message.Payload;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Payloads that are JSON objects in UTF-8. */
public final class JsonText {

    private static final JsonMapper JSON = new JsonMapper();

    private JsonText() {}

    /** The object, or empty when it is something else. */
    public static Optional<ObjectNode> object(Payload payload) {
        try {
            String text = new String(payload.toByteArray(), StandardCharsets.UTF_8);
            return JSON.readTree(text) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JsonProcessingException none) {
            return Optional.empty();
        }
    }

    /** A new one. */
    public static ObjectNode object() {
        return JSON.createObjectNode();
    }
}

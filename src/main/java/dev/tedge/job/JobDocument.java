package dev.tedge.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.job.execution.JsonText;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * The step {@code jobDocument}: from a document to what a command is made of. The member {@code operation} says what is to be done,
 * {@code entity} (or {@code target}) who is to do it; the others stay as the payload of the command. A document of AWS's managed
 * templates with one step has its handler as the operation and its input as the payload.
 */
final class JobDocument implements Processor {

    private static final String ENDING = ".sh";

    @Override
    public void process(Exchange exchange) {
        ObjectNode document = JsonText.object(JobSteps.payload(exchange))
                .orElseThrow(() -> new IllegalArgumentException("the document is not a JSON object"));
        ObjectNode payload = document.path("operation").isMissingNode() ? ofTemplate(document) : document;
        Message message = exchange.getMessage();
        message.setHeader(JobSteps.OPERATION, text(payload, "operation"));
        String member = payload.has("entity") ? "entity" : "target";
        if (payload.has(member)) {
            message.setHeader(JobSteps.ENTITY, text(payload, member));
        }
        message.setBody(payload.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode ofTemplate(ObjectNode document) {
        JsonNode steps = document.path("steps");
        JsonNode input = steps.path(0).path("action").path("input");
        String handler = input.path("handler").asText();
        if (steps.size() != 1 || handler.isEmpty() || !(input instanceof ObjectNode given)) {
            throw new IllegalArgumentException("the document has no member \"operation\"");
        }
        ObjectNode payload = given.deepCopy();
        payload.remove("handler");
        return payload.put(
                "operation",
                handler.endsWith(ENDING) ? handler.substring(0, handler.length() - ENDING.length()) : handler);
    }

    private static String text(ObjectNode json, String member) {
        JsonNode value = json.remove(member);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("the member \"%s\" of the document is not a text".formatted(member));
        }
        return value.textValue();
    }
}

package dev.tedge.simulator.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.mqttserver.MessageProperties.UserProperty;
import dev.tedge.mqttserver.MqttServer.Retained;
import dev.tedge.mqttserver.ServerMessage;
import dev.tedge.simulator.policy.PolicyAction;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * {@code GET /retainedMessage} and {@code GET /retainedMessage/<topic>}.
 *
 * <p>Source: AWS IoT API Reference, "ListRetainedMessages" and "GetRetainedMessage".
 */
final class RetainedHandler implements Handler {

    private static final int LONGEST_PAGE = 200;

    private final Backend backend;

    RetainedHandler(Backend backend) {
        this.backend = backend;
    }

    @Override
    public Answer handle(Request request) throws HttpError {
        if (!request.method().equals("GET")) {
            throw HttpError.methodNotAllowed(request);
        }
        String topic = request.segmentsFrom(1);
        return topic.isEmpty() ? list(request) : get(request, topic);
    }

    private Answer list(Request request) throws HttpError {
        request.caller().check(PolicyAction.LIST_RETAINED_MESSAGES, "*");
        List<Retained> all = backend.retained();
        Page<Retained> page = Page.of(all, request.number("maxResults", LONGEST_PAGE, LONGEST_PAGE), request);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode topics = answer.putArray("retainedTopics");
        for (Retained retained : page.items()) {
            summary(topics.addObject(), retained)
                    .put("payloadSize", retained.message().payload().size());
        }
        page.nextToken().ifPresent(token -> answer.put("nextToken", token));
        return Answer.json(answer);
    }

    private Answer get(Request request, String topic) throws HttpError {
        request.caller().check(PolicyAction.GET_RETAINED_MESSAGE, topic);
        Retained retained = backend.retained().stream()
                .filter(kept -> kept.message().topic().equals(topic))
                .findFirst()
                .orElseThrow(() -> HttpError.notFound("No retained message exists for the topic '" + topic + "'"));
        ServerMessage message = retained.message();
        ObjectNode answer = summary(JsonNodeFactory.instance.objectNode(), retained)
                .put("payload", message.payload().toByteArray());
        List<UserProperty> properties = message.properties().userProperties();
        if (!properties.isEmpty()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            properties.forEach(property -> array.addObject().put(property.name(), property.value()));
            answer.put(
                    "userProperties",
                    Base64.getEncoder().encodeToString(array.toString().getBytes(StandardCharsets.UTF_8)));
        }
        return Answer.json(answer);
    }

    private static ObjectNode summary(ObjectNode json, Retained retained) {
        return json.put("topic", retained.message().topic())
                .put("qos", retained.message().qos())
                .put("lastModifiedTime", retained.since().toEpochMilli());
    }
}

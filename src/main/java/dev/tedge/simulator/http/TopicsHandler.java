package dev.tedge.simulator.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tedge.mqttserver.MessageProperties;
import dev.tedge.mqttserver.MessageProperties.UserProperty;
import dev.tedge.mqttserver.Payload;
import dev.tedge.mqttserver.ServerMessage;
import dev.tedge.simulator.policy.PolicyAction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * {@code POST /topics/<topic>}: publishes.
 *
 * <p>Source: AWS IoT API Reference, "Publish"; the model of {@code iotdataplane} in the AWS SDKs.
 */
final class TopicsHandler implements Handler {

    private static final int MAX_PAYLOAD_BYTES = 131_072;

    /** As AWS clamps it: 7 days. */
    private static final int MAX_EXPIRY_SECONDS = 604_800;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Backend backend;

    TopicsHandler(Backend backend) {
        this.backend = backend;
    }

    @Override
    public Answer handle(Request request) throws HttpError {
        if (!request.method().equals("POST")) {
            throw HttpError.methodNotAllowed(request);
        }
        String topic = request.segmentsFrom(1);
        request.caller().check(PolicyAction.PUBLISH, topic);
        if (request.flag("retain")) {
            request.caller().check(PolicyAction.RETAIN_PUBLISH, topic);
        }
        if (request.body().size() > MAX_PAYLOAD_BYTES) {
            throw HttpError.tooLarge(
                    "The payload has " + request.body().size() + " bytes, at most " + MAX_PAYLOAD_BYTES);
        }
        try {
            ServerMessage message = new ServerMessage(
                    topic, request.body(), request.number("qos", 1, 0), request.flag("retain"), properties(request));
            backend.publish(request.caller().name(), message, request.caller() instanceof Caller.Control);
        } catch (IllegalArgumentException refused) {
            throw HttpError.invalid(String.valueOf(refused.getMessage()));
        }
        return Answer.ok();
    }

    private static MessageProperties properties(Request request) throws HttpError {
        int expiry = request.number("messageExpiry", Integer.MAX_VALUE, 0);
        return new MessageProperties(
                Optional.of(expiry)
                        .filter(time -> time > 0)
                        .map(time -> Math.min(time, MAX_EXPIRY_SECONDS))
                        .map(Duration::ofSeconds),
                request.headers().apply("x-amz-mqtt5-payload-format-indicator").map(TopicsHandler::format),
                request.parameter("contentType"),
                request.parameter("responseTopic"),
                request.headers()
                        .apply("x-amz-mqtt5-correlation-data")
                        .map(TopicsHandler::decoded)
                        .map(Payload::copyOf),
                userProperties(request));
    }

    private static int format(String name) {
        return switch (name) {
            case "UTF8_DATA" -> 1;
            case "UNSPECIFIED_BYTES" -> 0;
            default ->
                throw new IllegalArgumentException(
                        "x-amz-mqtt5-payload-format-indicator must be UTF8_DATA or UNSPECIFIED_BYTES, but is '" + name
                                + "'");
        };
    }

    private static byte[] decoded(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    /** A JSON array of objects, each a name with a value, in Base64. */
    private static List<UserProperty> userProperties(Request request) throws HttpError {
        Optional<String> header = request.headers().apply("x-amz-mqtt5-user-properties");
        if (header.isEmpty()) {
            return List.of();
        }
        List<UserProperty> properties = new ArrayList<>();
        for (JsonNode object : json(header.get())) {
            object.properties()
                    .forEach(field -> properties.add(
                            new UserProperty(field.getKey(), field.getValue().asText())));
        }
        return properties;
    }

    private static JsonNode json(String base64) throws HttpError {
        try {
            return JSON.readTree(new String(decoded(base64), StandardCharsets.UTF_8));
        } catch (JsonProcessingException | IllegalArgumentException none) {
            throw HttpError.invalid("x-amz-mqtt5-user-properties must be a JSON array of objects in Base64");
        }
    }
}

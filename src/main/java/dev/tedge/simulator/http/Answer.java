package dev.tedge.simulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tedge.mqttserver.Payload;
import java.util.Optional;
import java.util.UUID;

/**
 * What a request is answered.
 *
 * @param errorType the exception of the AWS SDKs, if it is an error
 */
record Answer(int status, Optional<String> errorType, Payload body) {

    private static final int OK = 200;

    static Answer json(JsonNode body) {
        return new Answer(OK, Optional.empty(), Payload.of(body.toString()));
    }

    /** As AWS answers who publishes. */
    static Answer ok() {
        return json(JsonNodeFactory.instance
                .objectNode()
                .put("message", "OK")
                .put("traceId", UUID.randomUUID().toString()));
    }

    static Answer error(HttpError error) {
        return new Answer(
                error.status(),
                Optional.of(error.type()),
                Payload.of(JsonNodeFactory.instance
                        .objectNode()
                        .put("message", error.getMessage())
                        .put("traceId", UUID.randomUUID().toString())
                        .toString()));
    }
}

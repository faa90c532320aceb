package dev.tedge.simulator.shadow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.mqttserver.Payload;
import dev.tedge.simulator.service.ExactJson;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The JSON of a request. Fields that AWS does not know are left alone.
 *
 * @param clientToken to be given back
 */
record ShadowRequest(Optional<String> clientToken, ObjectNode body) {

    private static final int MAX_TOKEN_BYTES = 64;

    /**
     * Reads a payload.
     *
     * @param mayBeEmpty whether no payload is as good as an empty object
     * @throws ShadowException if AWS would refuse it
     */
    static ShadowRequest of(Payload payload, boolean mayBeEmpty) throws ShadowException {
        if (payload.isEmpty() && mayBeEmpty) {
            return new ShadowRequest(Optional.empty(), JsonNodeFactory.instance.objectNode());
        }
        if (!(read(payload) instanceof ObjectNode body)) {
            throw ShadowException.badRequest("Invalid JSON");
        }
        JsonNode token = body.path("clientToken");
        if (token.isMissingNode()) {
            return new ShadowRequest(Optional.empty(), body);
        }
        if (!token.isTextual() || token.textValue().getBytes(StandardCharsets.UTF_8).length > MAX_TOKEN_BYTES) {
            throw ShadowException.badRequest("Invalid clientToken");
        }
        return new ShadowRequest(Optional.of(token.textValue()), body);
    }

    private static JsonNode read(Payload payload) throws ShadowException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(payload.asByteBuffer())
                    .toString();
            return ExactJson.read(text);
        } catch (CharacterCodingException e) {
            throw ShadowException.notUtf8();
        } catch (JsonProcessingException e) {
            throw ShadowException.badRequest("Invalid JSON");
        }
    }

    /**
     * The version that the shadow must have.
     *
     * @throws ShadowException if it is not a whole number, or a negative one
     */
    Optional<Long> version() throws ShadowException {
        JsonNode version = body.path("version");
        if (version.isMissingNode()) {
            return Optional.empty();
        }
        if (!version.isIntegralNumber() || !version.canConvertToLong() || version.longValue() < 0) {
            throw ShadowException.badRequest("Invalid version");
        }
        return Optional.of(version.longValue());
    }

    /** @throws ShadowException if AWS would refuse the state */
    ShadowPatch patch() throws ShadowException {
        return ShadowPatch.of(body.path("state"));
    }
}

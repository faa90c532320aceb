package dev.tedge.shadow;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.link.session.OutboundMessage;
import dev.tedge.shadow.document.ExactJson;
import java.util.Objects;
import java.util.Optional;

/**
 * A request to the Device Shadow service.
 *
 * @param token by which the answer is told from those to others
 * @param patch of the reported state, not to be changed; empty to get the document
 * @param version that the document must have for the update; 0 for any
 */
record ShadowRequest(String token, Optional<ObjectNode> patch, long version) {

    ShadowRequest {
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(patch, "patch");
    }

    /** @param shadow the topic of the shadow, without the operation */
    OutboundMessage message(String shadow) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        patch.ifPresent(changes -> body.putObject("state").set("reported", changes));
        if (version > 0) {
            body.put("version", version);
        }
        body.put("clientToken", token);
        return new OutboundMessage(shadow + (patch.isPresent() ? "/update" : "/get"), ExactJson.write(body), 1, false);
    }
}

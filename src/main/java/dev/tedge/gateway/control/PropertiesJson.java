package dev.tedge.gateway.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.link.session.MessageProperties;
import dev.tedge.link.session.UserProperty;
import dev.tedge.message.Payload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The properties of MQTT 5 as the member {@code properties} of a message; correlation data in Base64. */
final class PropertiesJson {

    private static final String PROPERTIES = "properties";

    private PropertiesJson() {}

    /** Nothing, when there are none. */
    static void write(MessageProperties properties, ObjectNode message) {
        if (properties.isEmpty()) {
            return;
        }
        ObjectNode json = message.putObject(PROPERTIES);
        properties.responseTopic().ifPresent(topic -> json.put("responseTopic", topic));
        properties.correlationData().ifPresent(data -> json.put("correlationData", data.toByteArray()));
        properties.format().contentType().ifPresent(type -> json.put("contentType", type));
        if (properties.format().text()) {
            json.put("payloadFormat", 1);
        }
        properties.expirySeconds().ifPresent(seconds -> json.put("messageExpiry", seconds));
        if (!properties.userProperties().isEmpty()) {
            ArrayNode list = json.putArray("userProperties");
            properties
                    .userProperties()
                    .forEach(each -> list.addObject().put("name", each.name()).put("value", each.value()));
        }
    }

    static MessageProperties read(JsonNode message) throws IOException {
        JsonNode json = message.path(PROPERTIES);
        List<UserProperty> userProperties = new ArrayList<>();
        for (JsonNode each : json.path("userProperties")) {
            userProperties.add(new UserProperty(
                    each.path("name").asText(), each.path("value").asText()));
        }
        JsonNode expiry = json.path("messageExpiry");
        return new MessageProperties(
                Optional.ofNullable(json.path("responseTopic").textValue()),
                Optional.ofNullable(json.path("correlationData").binaryValue()).map(Payload::of),
                new MessageProperties.Format(
                        Optional.ofNullable(json.path("contentType").textValue()),
                        json.path("payloadFormat").asInt() == 1),
                expiry.isNumber() ? OptionalLong.of(expiry.longValue()) : OptionalLong.empty(),
                userProperties);
    }
}

package dev.tedge.gateway.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.gateway.check.RouteFault;
import dev.tedge.gateway.check.RouteFault.Place;
import dev.tedge.gateway.reload.RoutesStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The route files in a status as JSON. */
final class RoutesJson {

    private RoutesJson() {}

    static JsonNode write(RoutesStatus routes) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("inForce", routes.inForce());
        ArrayNode refused = json.putArray("refused");
        for (RouteFault fault : routes.refused()) {
            refused.addObject()
                    .put("file", fault.file())
                    .put("line", fault.place().map(Place::line).orElse(null))
                    .put("column", fault.place().map(Place::column).orElse(null))
                    .put("reason", fault.reason());
        }
        return json;
    }

    /** Empty when there is nothing: earlier releases do not tell. */
    static Optional<RoutesStatus> read(JsonNode json) {
        if (!json.isObject()) {
            return Optional.empty();
        }
        List<RouteFault> refused = new ArrayList<>();
        for (JsonNode fault : json.path("refused")) {
            Optional<Place> place = Optional.of(fault.path("line"))
                    .filter(JsonNode::isNumber)
                    .map(line -> new Place(line.intValue(), fault.path("column").intValue()));
            refused.add(new RouteFault(
                    fault.path("file").asText(), place, fault.path("reason").asText()));
        }
        return Optional.of(new RoutesStatus(json.path("inForce").intValue(), refused));
    }
}

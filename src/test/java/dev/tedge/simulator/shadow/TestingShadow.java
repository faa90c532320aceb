package dev.tedge.simulator.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tedge.mqttserver.Payload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The classic shadow of one thing. The time stands still unless a test lets it pass. */
final class TestingShadow {

    static final ShadowId ID = new ShadowId("robot-7", Optional.empty());

    private static final JsonMapper JSON = new JsonMapper();

    final ShadowStore store = new ShadowStore(thing -> true);
    private Instant now = Instant.ofEpochSecond(1_000);

    void pass(Duration time) {
        now = now.plus(time);
    }

    ShadowOutcome request(ShadowOperation operation, String payload) {
        return store.request(ID, operation, Payload.of(payload), now);
    }

    ShadowOutcome.Accepted accepted(ShadowOperation operation, String payload) {
        if (request(operation, payload) instanceof ShadowOutcome.Accepted accepted) {
            return accepted;
        }
        throw new AssertionError("Rejected: " + payload);
    }

    ShadowOutcome.Rejected rejected(ShadowOperation operation, String payload) {
        if (request(operation, payload) instanceof ShadowOutcome.Rejected rejected) {
            return rejected;
        }
        throw new AssertionError("Accepted: " + payload);
    }

    /** @param state value of the request's field of this name */
    ShadowOutcome.Accepted update(String state) {
        return accepted(ShadowOperation.UPDATE, "{\"state\":" + state + "}");
    }

    JsonNode get() {
        return json(accepted(ShadowOperation.GET, "").answer());
    }

    static JsonNode json(Payload payload) {
        return json(payload.text());
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

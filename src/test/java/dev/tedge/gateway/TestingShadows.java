package dev.tedge.gateway;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tedge.simulator.shadow.ShadowOperation;
import dev.tedge.simulator.shadow.ShadowOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An application in the cloud that reads and changes the shadows of a device. */
final class TestingShadows {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final JsonMapper SORTED = JSON.rebuild()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private final TestingCloud.Simulator cloud;

    TestingShadows(TestingCloud.Simulator cloud) {
        this.cloud = cloud;
    }

    /** What AWS has under {@code state}; missing if there is no shadow. */
    JsonNode state(Optional<String> name) {
        return request(name, ShadowOperation.GET, "") instanceof ShadowOutcome.Accepted accepted
                ? read(StandardCharsets.UTF_8
                                .decode(accepted.answer().asByteBuffer())
                                .toString())
                        .path("state")
                : MissingNode.getInstance();
    }

    /** Updates as the API does; fails when AWS refuses. */
    void update(Optional<String> name, String payload) {
        if (request(name, ShadowOperation.UPDATE, payload) instanceof ShadowOutcome.Rejected rejected) {
            throw new IllegalStateException(rejected.toString());
        }
    }

    void delete(Optional<String> name) {
        request(name, ShadowOperation.DELETE, "");
    }

    private ShadowOutcome request(Optional<String> name, ShadowOperation operation, String payload) {
        try {
            return cloud.simulator()
                    .shadow(TestingWorld.THING, name, operation, payload)
                    .get(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As text, with members in order, so that equal values are equal texts. */
    static String sorted(JsonNode value) {
        try {
            return SORTED.writeValueAsString(SORTED.treeToValue(value, Object.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

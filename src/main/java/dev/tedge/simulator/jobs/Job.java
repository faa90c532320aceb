package dev.tedge.simulator.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.simulator.registry.Thing;
import dev.tedge.simulator.service.ExactJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What devices are to do.
 *
 * @param targets thing names, of things that AWS knows or not
 * @param document what devices read; a JSON object
 * @param timeout for how long an execution may be in progress
 */
record Job(String id, List<String> targets, ObjectNode document, Optional<Duration> timeout, Instant createdAt) {

    /** AWS IoT Device Management quotas: job document length. */
    static final int MAX_DOCUMENT_BYTES = 32_768;

    /** 7 days. */
    static final long MAX_TIMEOUT_MINUTES = 10_080;

    private static final Pattern ID = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

    Job {
        targets = targets.stream().distinct().toList();
        require(isId(id), "the job id '" + id + "' must have 1 to 64 of the characters a-z, A-Z, 0-9, '_' and '-'");
        require(!targets.isEmpty(), "the job '" + id + "' needs at least one thing as its target");
        for (String thing : targets) {
            require(Thing.isName(thing), "the job '" + id + "' has the target '" + thing + "', which is no thing name");
        }
        long minutes = timeout.map(Duration::toMinutes).orElse(1L);
        require(
                minutes >= 1 && minutes <= MAX_TIMEOUT_MINUTES,
                "the time-out of the job '" + id + "' must be 1 to " + MAX_TIMEOUT_MINUTES + " minutes");
    }

    /** @throws IllegalArgumentException if it is too long or not a JSON object */
    static ObjectNode document(String id, String json) {
        require(
                json.getBytes(StandardCharsets.UTF_8).length <= MAX_DOCUMENT_BYTES,
                "the document of the job '" + id + "' has more than " + MAX_DOCUMENT_BYTES + " bytes");
        try {
            if (ExactJson.readUnique(json) instanceof ObjectNode document) {
                return document;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "the document of the job '" + id + "' is not JSON: " + e.getOriginalMessage(), e);
        }
        throw new IllegalArgumentException("the document of the job '" + id + "' must be a JSON object");
    }

    static boolean isId(String id) {
        return ID.matcher(id).matches();
    }

    private static void require(boolean met, String message) {
        if (!met) {
            throw new IllegalArgumentException(message);
        }
    }
}

package dev.tedge.simulator.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.mqttserver.Payload;
import dev.tedge.simulator.service.ExactJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * All shadows, and the rules of requests. For one thread.
 *
 * <p>There are at most {@value #MOST}, for AWS's number of shadows is for no machine of ours: one more is refused. Of as
 * many deleted ones the version is known; of more, the oldest deletion is forgotten before its time.
 */
final class ShadowStore {

    /** AWS IoT Developer Guide, "Interacting with shadows". */
    private static final Duration VERSION_OUTLASTS_DELETION_FOR = Duration.ofDays(2);

    static final int MOST = 1_000;

    private final Predicate<String> rate;
    private final Map<ShadowId, ShadowDocument> shadows = new TreeMap<>(ShadowId.ORDER);
    private final Map<ShadowId, Deleted> deleted = new TreeMap<>(ShadowId.ORDER);
    private long version;

    /** What is left of a deleted shadow. */
    record Deleted(long version, Instant at) {}

    /** @param rate counts a request for a shadow of the thing, and says false when it is one too many */
    ShadowStore(Predicate<String> rate) {
        this.rate = rate;
    }

    /** Another, higher number after each change by a request. */
    long version() {
        return version;
    }

    Map<ShadowId, ShadowDocument> shadows() {
        return shadows;
    }

    Map<ShadowId, Deleted> deleted() {
        return deleted;
    }

    /** Answers a request. */
    ShadowOutcome request(ShadowId shadow, ShadowOperation operation, Payload payload, Instant now) {
        return answer(shadow, operation, payload, now, rate.test(shadow.thing()));
    }

    /** Answers a request that is over another quota than that of the rate; it counts for the rate as well. */
    ShadowOutcome requestOverQuota(ShadowId shadow, ShadowOperation operation, Payload payload, Instant now) {
        boolean unused = rate.test(shadow.thing());
        return answer(shadow, operation, payload, now, false);
    }

    private ShadowOutcome answer(
            ShadowId shadow, ShadowOperation operation, Payload payload, Instant now, boolean withinQuota) {
        Optional<String> clientToken = Optional.empty();
        try {
            shadow.check();
            ShadowRequest request = ShadowRequest.of(payload, operation != ShadowOperation.UPDATE);
            clientToken = request.clientToken();
            if (!withinQuota) {
                throw ShadowException.tooMany();
            }
            return switch (operation) {
                case GET -> get(shadow, request, now);
                case UPDATE -> update(shadow, request, now);
                case DELETE -> delete(shadow, request, now);
            };
        } catch (ShadowException refused) {
            return new ShadowOutcome.Rejected(refused.code(), refused.message(), clientToken);
        }
    }

    private ShadowDocument existing(ShadowId shadow) throws ShadowException {
        ShadowDocument document = shadows.get(shadow);
        if (document == null) {
            throw ShadowException.notFound(shadow);
        }
        return document;
    }

    private ShadowOutcome get(ShadowId shadow, ShadowRequest request, Instant now) throws ShadowException {
        ShadowDocument document = existing(shadow);
        ObjectNode state = document.state();
        ShadowSection delta = document.delta();
        if (!delta.isEmpty()) {
            state.set("delta", delta.values());
        }
        ObjectNode answer = answer(state, document.metadata(), document.version());
        return new ShadowOutcome.Accepted(finished(answer, request, now), Optional.empty(), Optional.empty());
    }

    private ShadowOutcome delete(ShadowId shadow, ShadowRequest request, Instant now) throws ShadowException {
        ShadowDocument document = existing(shadow);
        shadows.remove(shadow);
        version++;
        deleted.values().removeIf(other -> isOver(other, now));
        if (deleted.size() >= MOST) {
            deleted.entrySet().stream()
                    .min(Comparator.comparing(entry -> entry.getValue().at()))
                    .map(Map.Entry::getKey)
                    .ifPresent(deleted::remove);
        }
        deleted.put(shadow, new Deleted(document.version(), now));
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("version", document.version());
        return new ShadowOutcome.Accepted(finished(answer, request, now), Optional.empty(), Optional.empty());
    }

    private ShadowOutcome update(ShadowId shadow, ShadowRequest request, Instant now) throws ShadowException {
        ShadowPatch patch = request.patch();
        Optional<ShadowDocument> previous = Optional.ofNullable(shadows.get(shadow));
        ShadowDocument before = previous.orElseGet(() -> ShadowDocument.after(lastVersion(shadow, now)));
        Optional<Long> version = request.version();
        ShadowDocument current = before.update(patch, now.getEpochSecond());
        checkSize(patch.state());
        checkSize(current.state());
        if (version.isPresent() && version.get() != before.version()) {
            throw ShadowException.versionConflict();
        }
        if (previous.isEmpty() && shadows.size() >= MOST) {
            throw ShadowException.badRequest("Too many shadows; the simulator keeps " + MOST);
        }
        shadows.put(shadow, current);
        this.version++;
        deleted.remove(shadow);
        ObjectNode answer = answer(patch.state(), patch.metadata(now.getEpochSecond()), current.version());
        return new ShadowOutcome.Accepted(
                finished(answer, request, now),
                delta(current).map(delta -> finished(delta, request, now)),
                Optional.of(finished(documents(previous, current), request, now)));
    }

    private long lastVersion(ShadowId shadow, Instant now) {
        Deleted earlier = deleted.get(shadow);
        return earlier == null || isOver(earlier, now) ? 0 : earlier.version();
    }

    private static boolean isOver(Deleted deletion, Instant now) {
        return deletion.at().plus(VERSION_OUTLASTS_DELETION_FOR).isBefore(now);
    }

    /** Desired and reported values count, each as JSON without white space. */
    private static void checkSize(JsonNode state) throws ShadowException {
        int bytes = 0;
        for (JsonNode section : state) {
            bytes += section.isNull() ? 0 : bytes(section).length;
        }
        if (bytes > ShadowPatch.MAX_STATE_BYTES) {
            throw ShadowException.tooLarge();
        }
    }

    private static Optional<ObjectNode> delta(ShadowDocument current) {
        ShadowSection delta = current.delta();
        return delta.isEmpty()
                ? Optional.empty()
                : Optional.of(answer(delta.values(), delta.metadata(), current.version()));
    }

    /** A shadow that has just begun has no previous document. */
    private static ObjectNode documents(Optional<ShadowDocument> previous, ShadowDocument current) {
        ObjectNode documents = JsonNodeFactory.instance.objectNode();
        previous.ifPresent(
                known -> documents.set("previous", answer(known.state(), known.metadata(), known.version())));
        documents.set("current", answer(current.state(), current.metadata(), current.version()));
        return documents;
    }

    private static ObjectNode answer(JsonNode state, JsonNode metadata, long version) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("state", state);
        answer.set("metadata", metadata);
        return answer.put("version", version);
    }

    private static Payload finished(ObjectNode answer, ShadowRequest request, Instant now) {
        answer.put("timestamp", now.getEpochSecond());
        request.clientToken().ifPresent(token -> answer.put("clientToken", token));
        return Payload.copyOf(bytes(answer));
    }

    private static byte[] bytes(JsonNode node) {
        return ExactJson.write(node).getBytes(StandardCharsets.UTF_8);
    }
}

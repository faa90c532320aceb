package dev.tedge.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.message.EntityId;
import dev.tedge.shadow.document.ShadowDocument;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * One entity and its shadow: decides what is asked of AWS, one request at a time, and understands the answers. The device is right
 * about what is reported, AWS about what is desired.
 */
final class Shadow {

    private static final int ANSWERS_MISSING = 3;

    private final EntityId entity;
    private final String topic;
    private final Consumer<String> reports;
    private final ShadowPause pause;
    private final Twins twins = new Twins();
    private final DesiredTwins desired = new DesiredTwins();

    // Valid for one connection to AWS.
    private Optional<ShadowDocument> document = Optional.empty();
    private Optional<ShadowDocument> ahead = Optional.empty();
    private Optional<ShadowRequest> asked = Optional.empty();
    private boolean singly;

    // The same, unless the broker itself refuses requests.
    private boolean told;

    /**
     * @param topic of the shadow, without the operation
     * @param reports takes sentences for people
     * @param random 0 to 1, spreads what is tried again
     */
    Shadow(EntityId entity, String topic, Consumer<String> reports, DoubleSupplier random) {
        this.entity = entity;
        this.topic = topic;
        this.reports = reports;
        this.pause = new ShadowPause(random);
    }

    EntityId entity() {
        return entity;
    }

    String topic() {
        return topic;
    }

    /** Whether it is one of those with a name: policies know these and the classic one. */
    boolean isNamed() {
        return topic.contains("/shadow/name/");
    }

    Twins twins() {
        return twins;
    }

    DesiredTwins desired() {
        return desired;
    }

    /** What AWS has, as far as is known; empty until it has been asked. */
    Optional<ShadowDocument> document() {
        return document;
    }

    /** The connection is a new one, or none: nothing is known any more. */
    void startOver(long now) {
        document = Optional.empty();
        ahead = Optional.empty();
        asked = Optional.empty();
        singly = false;
        twins.tryAgain();
        if (pause.startOver(now)) {
            told = false;
        }
    }

    /** Whether an answer is awaited. */
    boolean isAsking() {
        return asked.isPresent();
    }

    /** Whether the answer to this request is awaited. */
    boolean isAsking(ShadowRequest request) {
        return asked.filter(current -> current.token().equals(request.token())).isPresent();
    }

    /** How long nothing may be asked. */
    Duration pause(long now) {
        return pause.left(now);
    }

    /** What is to be asked now, if anything; the answer is awaited from now on. */
    Optional<ShadowRequest> next(String token) {
        if (asked.isPresent()) {
            return Optional.empty();
        }
        if (document.isEmpty()) {
            asked = Optional.of(new ShadowRequest(token, Optional.empty(), 0));
            return asked;
        }
        ShadowDocument known = document.get();
        ObjectNode patch = twins.patch(known.reported(), singly);
        if (patch.isEmpty()) {
            singly = false;
            return Optional.empty();
        }
        asked = Optional.of(new ShadowRequest(token, Optional.of(patch), known.version()));
        return asked;
    }

    /** Takes what AWS says of the shadow, by the topic below that of the shadow. */
    void take(String operation, JsonNode message, long now) {
        String token = message.path("clientToken").asText("");
        Optional<ShadowRequest> ours = asked.filter(request -> request.token().equals(token));
        switch (operation) {
            case "get/accepted" -> gotten(ShadowDocument.of(message), ours.isPresent(), now);
            case "update/documents" -> {
                if (ours.isEmpty()) {
                    ShadowDocument.of(message.path("current")).ifPresent(this::learn);
                }
            }
            case "update/accepted" ->
                ours.ifPresent(
                        request -> updated(request, message.path("version").asLong(0)));
            case "delete/accepted" -> {
                document = Optional.empty();
                ahead = Optional.empty();
            }
            case "get/rejected", "update/rejected" -> ours.ifPresent(request -> rejected(request, message, now));
            default -> {
                // Our own requests come back, and deltas are in the documents.
            }
        }
    }

    private void gotten(Optional<ShadowDocument> answer, boolean ours, long now) {
        answer.ifPresent(this::learn);
        if (!ours) {
            return;
        }
        if (ahead.isPresent()) {
            asked = Optional.empty();
            pause.answered();
            document = ahead;
            ahead = Optional.empty();
        } else {
            asked = Optional.empty();
            pause.failed(now);
            tell("AWS answers for the shadow of '%s' without a version. It is asked again".formatted(entity.path()));
        }
    }

    /** AWS promises no order: an older document is no news. Those before the answer to the first question are kept for it. */
    private void learn(ShadowDocument newer) {
        if (document.isPresent()) {
            document =
                    document.filter(known -> known.version() >= newer.version()).or(() -> Optional.of(newer));
        } else {
            ahead = ahead.filter(known -> known.version() >= newer.version()).or(() -> Optional.of(newer));
        }
    }

    private void updated(ShadowRequest request, long version) {
        asked = Optional.empty();
        pause.answered();
        pause.updated();
        ObjectNode patch = request.patch().orElseThrow();
        if (document.filter(known -> known.version() + 1 == version).isPresent()) {
            document = document.map(known -> known.reporting(patch, version));
        } else if (document.filter(known -> known.version() >= version).isEmpty()) {
            document = Optional.empty();
        }
    }

    private void rejected(ShadowRequest request, JsonNode message, long now) {
        int code = message.path("code").asInt();
        boolean update = request.patch().isPresent();
        asked = Optional.empty();
        if (code == 404 && !update) {
            pause.answered();
            // Somebody may have made it since: the news of that has overtaken the answer.
            document = ahead.or(() -> Optional.of(ShadowDocument.ABSENT));
            ahead = Optional.empty();
        } else if (code == 409 || code == 404) {
            document = Optional.empty();
            boolean again = pause.conflict(now);
            if (code == 404 && again) {
                tellRefusal(code, message);
            }
        } else if (update && (code == 400 || code == 413 || code == 415)) {
            refused(request.patch().orElseThrow(), message);
        } else {
            pause.failed(now);
            if (code != 429 && code < 500) {
                tellRefusal(code, message);
            }
        }
    }

    private void tellRefusal(int code, JsonNode message) {
        tell("AWS refuses requests for the shadow of '%s': %d %s. Compare its policy with that of 'tedge aws policy'"
                .formatted(entity.path(), code, message.path("message").asText("")));
    }

    /** Of several fragments it is not known which one it is: they are sent one by one. */
    private void refused(ObjectNode patch, JsonNode message) {
        if (patch.size() > 1) {
            singly = true;
            return;
        }
        String fragment = patch.fieldNames().next();
        String answer = "AWS answers %d %s"
                .formatted(message.path("code").asInt(), message.path("message").asText(""));
        if (patch.get(fragment).isNull()) {
            twins.refuseRemoval(fragment, answer)
                    .ifPresent(problem -> reports.accept(
                            "Twin fragment '%s' of '%s' stays in its shadow: %s. Remove it there, or reconnect to try again"
                                    .formatted(fragment, entity.path(), problem)));
            return;
        }
        twins.refuse(fragment);
        reports.accept(
                "Twin fragment '%s' of '%s' is left out of its shadow: %s. Publish one that is smaller or simpler"
                        .formatted(fragment, entity.path(), answer));
    }

    /** The answer has not come in time. */
    void lost(long now) {
        document = Optional.empty();
        asked = Optional.empty();
        if (pause.failed(now) == ANSWERS_MISSING) {
            tell(
                    "AWS does not answer requests for the shadow of '%s'. Compare its policy with that of 'tedge aws policy'"
                            .formatted(entity.path()));
        }
    }

    /** The broker has refused the request itself, perhaps on an earlier connection. */
    void refused(ShadowRequest request, String reason, long now) {
        asked = asked.filter(current -> !current.token().equals(request.token()));
        pause.barred(now);
        tell("The shadow of '%s' can't be asked for: %s".formatted(entity.path(), reason));
    }

    private void tell(String problem) {
        if (!told) {
            told = true;
            reports.accept(problem);
        }
    }
}

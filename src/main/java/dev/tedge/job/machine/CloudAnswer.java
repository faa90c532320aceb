package dev.tedge.job.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.job.execution.ExecutionId;
import dev.tedge.job.execution.JsonText;
import dev.tedge.message.Payload;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What AWS says of jobs (AWS IoT developer guide, "Jobs device MQTT API").
 *
 * @param jobId whom it is about; empty when the topic does not say
 */
public record CloudAnswer(Kind kind, boolean accepted, String jobId, ObjectNode body) {

    private static final Pattern TOPIC =
            Pattern.compile("\\$aws/things/([^/]+)/jobs/(?:(notify-next)|(?:(start-next)|([^/]+)/(get|update))"
                    + "/(accepted|rejected))");

    /** A device may have been slow, or AWS's clocks differ. */
    private static final Duration JUST_STARTED = Duration.ofSeconds(2);

    public CloudAnswer {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(jobId, "jobId");
        Objects.requireNonNull(body, "body");
    }

    /** What it answers, if anything. */
    public enum Kind {
        NOTIFY_NEXT,
        START_NEXT,
        GET,
        UPDATE
    }

    /** Empty when it is something else, or of another thing. */
    public static Optional<CloudAnswer> parse(String thing, String topic, Payload payload) {
        Matcher match = TOPIC.matcher(topic);
        if (!match.matches() || !thing.equals(match.group(1))) {
            return Optional.empty();
        }
        boolean accepted = !"rejected".equals(match.group(6));
        String jobId = Objects.requireNonNullElse(match.group(4), "");
        return JsonText.object(payload).map(body -> new CloudAnswer(kind(match), accepted, jobId, body));
    }

    private static Kind kind(Matcher match) {
        if (match.group(2) != null) {
            return Kind.NOTIFY_NEXT;
        }
        if (match.group(3) != null) {
            return Kind.START_NEXT;
        }
        return "get".equals(match.group(5)) ? Kind.GET : Kind.UPDATE;
    }

    /** The token of the request. */
    String token() {
        return body.path("clientToken").asText();
    }

    /** Why it is rejected, in AWS's word. */
    String code() {
        return body.path("code").asText();
    }

    /** The same for people. */
    String reason() {
        String message = body.path("message").asText();
        return message.isEmpty() ? code() : code() + ": " + message;
    }

    /** Which execution it tells of, if any. */
    public Optional<ExecutionId> execution() {
        JsonNode id = body.path("execution").path("jobId");
        return id.isTextual()
                ? Optional.of(new ExecutionId(id.textValue(), number("executionNumber"), number("queuedAt")))
                : Optional.empty();
    }

    /** Whether it tells of this execution. */
    boolean isOf(ExecutionId id) {
        return execution().filter(id::matches).isPresent();
    }

    /** What is to be done: a JSON object, else empty. */
    public Optional<Document> document() {
        return execution()
                .filter(id -> body.path("execution").path("jobDocument").isObject())
                .map(id -> new Document(
                        id,
                        Payload.ofText(
                                body.path("execution").path("jobDocument").toString())));
    }

    String status() {
        return body.path("execution").path("status").asText();
    }

    long version() {
        return number("versionNumber");
    }

    /** Whether it was started by what this answers. */
    boolean isFresh() {
        long started = body.path("execution").path("startedAt").asLong();
        return body.path("timestamp").asLong() - started <= JUST_STARTED.toSeconds();
    }

    /** Where the execution stands, in an answer to an update. */
    Optional<String> stateStatus() {
        return Optional.ofNullable(body.path("executionState").path("status").textValue());
    }

    /** The version that goes with it, or another in its place. */
    long stateVersion(long otherwise) {
        return body.path("executionState").path("versionNumber").asLong(otherwise);
    }

    private long number(String member) {
        return body.path("execution").path(member).asLong();
    }
}

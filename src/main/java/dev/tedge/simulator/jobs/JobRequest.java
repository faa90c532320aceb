package dev.tedge.simulator.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.simulator.service.ExactJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** The fields of a device's request, each checked when it is asked for. An empty payload is not JSON. */
final class JobRequest {

    private static final Pattern DETAIL_NAME = Pattern.compile("[a-zA-Z0-9:_-]{1,128}");
    private static final Pattern DETAIL_VALUE = Pattern.compile("\\P{C}{1,1024}");
    private static final Pattern WHOLE_NUMBER = Pattern.compile("[0-9]{1,18}");

    /** Takes the step timer away. */
    private static final long NO_STEP = -1;

    /** API reference of the jobs data plane, {@code clientToken}. */
    private static final int MAX_TOKEN_BYTES = 64;

    private final ObjectNode json;

    JobRequest(ObjectNode json) {
        this.json = json;
    }

    static JobRequest parse(ByteBuffer payload) throws JobRejection {
        JsonNode node;
        try {
            node = ExactJson.readUnique(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(payload.duplicate())
                    .toString());
        } catch (CharacterCodingException broken) {
            throw new JobRejection(JobError.INVALID_JSON, "The payload is not UTF-8");
        } catch (IOException broken) {
            throw new JobRejection(JobError.INVALID_JSON, "The payload is not JSON");
        }
        if (node.isMissingNode()) {
            throw new JobRejection(JobError.INVALID_JSON, "The payload is empty; send {} at least");
        }
        if (node instanceof ObjectNode object) {
            return new JobRequest(object);
        }
        throw JobRejection.invalid("The payload is not a JSON object");
    }

    /** What the answer repeats; nothing if it is no string, or too long. */
    Optional<String> clientToken() {
        return Optional.ofNullable(json.path("clientToken").textValue())
                .filter(token -> token.getBytes(StandardCharsets.UTF_8).length <= MAX_TOKEN_BYTES);
    }

    void checkClientToken() throws JobRejection {
        if (json.hasNonNull("clientToken") && clientToken().isEmpty()) {
            throw JobRejection.invalid("clientToken must be a string of at most " + MAX_TOKEN_BYTES + " bytes");
        }
    }

    JobStatus status() throws JobRejection {
        String name = json.path("status").asText();
        return JobStatus.of(name)
                .filter(JobStatus::isForDevices)
                .orElseThrow(() -> JobRejection.invalid(
                        "status must be IN_PROGRESS, SUCCEEDED, FAILED or REJECTED, but is '" + name + "'"));
    }

    Optional<Map<String, String>> statusDetails() throws JobRejection {
        if (!json.hasNonNull("statusDetails")) {
            return Optional.empty();
        }
        if (!json.path("statusDetails").isObject()) {
            throw JobRejection.invalid("statusDetails must be an object of strings");
        }
        Map<String, String> details = new HashMap<>();
        for (Map.Entry<String, JsonNode> detail : json.path("statusDetails").properties()) {
            String name = detail.getKey();
            String value = detail.getValue().textValue();
            if (!DETAIL_NAME.matcher(name).matches()) {
                throw JobRejection.invalid("statusDetails has a name that is not 1 to 128 of a-z, A-Z, 0-9, : _ -");
            }
            if (value == null || !DETAIL_VALUE.matcher(value).matches()) {
                throw JobRejection.invalid(
                        "statusDetails." + name + " must be a string of 1 to 1024 characters without controls");
            }
            details.put(name, value);
        }
        return Optional.of(details);
    }

    /** Whether the request changes the step timer. */
    boolean hasStep() {
        return json.hasNonNull("stepTimeoutInMinutes");
    }

    /** The step timer that it wants; empty for none. */
    Optional<Duration> step() throws JobRejection {
        long minutes = number("stepTimeoutInMinutes").orElse(NO_STEP);
        if (minutes == NO_STEP) {
            return Optional.empty();
        }
        if (minutes < 1 || minutes > Job.MAX_TIMEOUT_MINUTES) {
            throw JobRejection.invalid("stepTimeoutInMinutes must be 1 to 10080, or -1 for none, but is " + minutes);
        }
        return Optional.of(Duration.ofMinutes(minutes));
    }

    /** A whole number, written as such or, as AWS's own example has it, as a string. */
    OptionalLong number(String field) throws JobRejection {
        JsonNode value = json.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return OptionalLong.empty();
        }
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return OptionalLong.of(value.longValue());
        }
        if (value.isTextual() && WHOLE_NUMBER.matcher(value.textValue()).matches()) {
            return OptionalLong.of(Long.parseLong(value.textValue()));
        }
        throw JobRejection.invalid(field + " must be a whole number");
    }

    boolean flag(String field, boolean whenMissing) throws JobRejection {
        JsonNode value = json.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return whenMissing;
        }
        if (!value.isBoolean()) {
            throw JobRejection.invalid(field + " must be true or false");
        }
        return value.booleanValue();
    }
}

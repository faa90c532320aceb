package dev.tedge.job.machine;

import dev.tedge.job.execution.ExecutionId;
import dev.tedge.message.Payload;
import java.util.Objects;

/**
 * What somebody wants to be done, before it is a command.
 *
 * @param payload a JSON object
 */
public record Document(ExecutionId id, Payload payload) {

    public Document {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(payload, "payload");
    }
}

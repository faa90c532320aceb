package dev.tedge.job.execution;

import dev.tedge.message.Payload;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * What a job is for a local device.
 *
 * @param topic where it is published, retained
 * @param payload a JSON object with the status {@code init}
 * @param stepMinutes how long the device may say nothing before AWS ends the execution; empty for ever
 */
public record Command(String topic, Payload payload, OptionalInt stepMinutes) {

    /** AWS IoT developer guide, {@code stepTimeoutInMinutes}: 7 days. */
    private static final int MOST_MINUTES = 10_080;

    /** @throws IllegalArgumentException when AWS has no such step timer */
    public Command {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(payload, "payload");
        Objects.requireNonNull(stepMinutes, "stepMinutes");
        int minutes = stepMinutes.orElse(1);
        if (minutes < 1 || minutes > MOST_MINUTES) {
            throw new IllegalArgumentException(
                    "The step time-out must be 1 to %d minutes, but is %d".formatted(MOST_MINUTES, minutes));
        }
    }
}

package dev.tedge.gateway.dryrun;

import dev.tedge.message.Payload;
import java.util.Objects;

/**
 * A message as if it came in from a broker, with QoS 1.
 *
 * @param topic without wildcards, local or on AWS
 * @param payload the content
 * @param retained whether the broker has it as retained
 */
public record DryMessage(String topic, Payload payload, boolean retained) {

    public DryMessage {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(payload, "payload");
    }
}

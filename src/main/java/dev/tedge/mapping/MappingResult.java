package dev.tedge.mapping;

import dev.tedge.message.CloudTopic;
import dev.tedge.message.Payload;

/** What becomes of a local message on its way to AWS. */
public sealed interface MappingResult {

    /**
     * It is to be published, with QoS 1 and not retained.
     *
     * @param topic where to
     * @param payload what
     */
    record Mapped(CloudTopic topic, Payload payload) implements MappingResult {}

    /**
     * It is none of AWS's business, and that is normal.
     *
     * @param reason why, for people
     */
    record Skipped(String reason) implements MappingResult {}

    /**
     * It should go to AWS, but can't.
     *
     * @param reason why, for people, on one line; never holds the payload
     */
    record Rejected(String reason) implements MappingResult {}
}

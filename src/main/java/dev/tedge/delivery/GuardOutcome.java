package dev.tedge.delivery;

import dev.tedge.message.CloudTopic;

/** Whether a message may be published to AWS. */
public sealed interface GuardOutcome {

    /**
     * AWS has no rule against it.
     *
     * @param topic where it may go
     */
    record Accepted(CloudTopic topic) implements GuardOutcome {}

    /**
     * AWS would refuse it, now and each time it is tried.
     *
     * @param reason which limit it breaks and by how much, on one line, for people; never holds the payload
     */
    record Refused(String reason) implements GuardOutcome {}
}

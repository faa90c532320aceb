package dev.tedge.link.client;

import dev.tedge.link.session.InboundMessage;
import dev.tedge.link.session.LinkFailure;
import java.util.List;
import java.util.Objects;

/** Something that happened in a {@link Conversation}. */
public sealed interface Event {

    /** The broker has accepted the connection. Comes first, unless the attempt fails. */
    record Opened() implements Event {}

    /** A message came in. */
    record Arrived(InboundMessage message) implements Event {

        public Arrived {
            Objects.requireNonNull(message, "message");
        }
    }

    /**
     * The answer to a subscription.
     *
     * @param reasonCodes one for each filter, in their order; 0x80 and above is a refusal
     */
    record Subscribed(List<Integer> reasonCodes) implements Event {

        public Subscribed {
            reasonCodes = List.copyOf(reasonCodes);
        }
    }

    /**
     * The answer to a publish; with QoS 0 the message is written.
     *
     * @param reasonCode 0x80 and above is a refusal
     */
    record Acknowledged(int reasonCode) implements Event {}

    /** The attempt failed, or the connection is gone. Nothing follows. */
    record Ended(LinkFailure failure) implements Event {

        public Ended {
            Objects.requireNonNull(failure, "failure");
        }
    }
}

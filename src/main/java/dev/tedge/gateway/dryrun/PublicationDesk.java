package dev.tedge.gateway.dryrun;

import dev.tedge.delivery.Delivery;
import dev.tedge.gateway.routes.Side;
import dev.tedge.link.PublishRefusedException;
import dev.tedge.link.session.OutboundMessage;
import dev.tedge.message.InvalidTopicException;
import dev.tedge.message.LocalTopic;
import dev.tedge.message.Payload;
import java.util.Optional;

/** Takes what routes publish, as the links and the delivery to AWS do. */
final class PublicationDesk {

    private final Journal journal;

    PublicationDesk(Journal journal) {
        this.journal = journal;
    }

    /**
     * Notes a publication.
     *
     * @throws PublishRefusedException when the broker, or what stands before it, would not take it
     */
    void publish(Side side, OutboundMessage out) throws PublishRefusedException {
        Optional<String> refusal = side == Side.AWS ? Delivery.refusal(out) : localRefusal(out.topic());
        if (refusal.isPresent()) {
            throw new PublishRefusedException(out.topic(), refusal.get());
        }
        journal.add(new Outcome.Publication(side, out.topic(), Payload.of(out.payload()), out.qos(), out.retain()));
    }

    private static Optional<String> localRefusal(String topic) {
        try {
            Optional<LocalTopic> unused = LocalTopic.parse(topic);
            return Optional.empty();
        } catch (InvalidTopicException impossible) {
            return Optional.of("the topic can't be published to: " + impossible.getMessage());
        }
    }
}

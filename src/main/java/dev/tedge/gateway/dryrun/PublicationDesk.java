package dev.tedge.gateway.dryrun;

import dev.tedge.delivery.Delivery;
import dev.tedge.gateway.routes.Side;
import dev.tedge.link.PublishRefusedException;
import dev.tedge.link.session.OutboundMessage;
import dev.tedge.message.InvalidTopicException;
import dev.tedge.message.LocalTopic;
import dev.tedge.message.Payload;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;

/** Takes what routes publish, as the links and the delivery to AWS do. */
final class PublicationDesk {

    private final Journal journal;

    PublicationDesk(Journal journal) {
        this.journal = journal;
    }

    /**
     * Notes a publication.
     *
     * @param topic of the endpoint; empty when the header has to name it
     * @param qos of the endpoint
     * @throws PublishRefusedException when the broker, or what stands before it, would not take it
     */
    void publish(Side side, Message message, String topic, int qos)
            throws InvalidPayloadException, PublishRefusedException {
        OutboundMessage out = outbound(side, message, topic, qos);
        Optional<String> refusal = side == Side.AWS ? Delivery.refusal(out) : localRefusal(out.topic());
        if (refusal.isPresent()) {
            throw new PublishRefusedException(out.topic(), refusal.get());
        }
        journal.add(new Outcome.Publication(side, out.topic(), Payload.of(out.payload()), out.qos(), out.retain()));
    }

    private static OutboundMessage outbound(Side side, Message message, String topic, int qos)
            throws InvalidPayloadException {
        String to = message.getHeader(PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC, topic, String.class);
        if (to.isEmpty()) {
            throw new IllegalArgumentException("No topic for '%s': neither in its URI nor in the header %s"
                    .formatted(side.name().toLowerCase(Locale.ROOT), PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC));
        }
        byte[] payload = message.getBody() == null ? new byte[0] : message.getMandatoryBody(byte[].class);
        int wantedQos = message.getHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_QOS, qos, Integer.class);
        boolean retain = message.getHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_RETAINED, false, Boolean.class);
        return new OutboundMessage(to, payload, wantedQos, retain);
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

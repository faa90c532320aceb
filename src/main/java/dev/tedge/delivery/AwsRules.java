package dev.tedge.delivery;

import dev.tedge.link.session.MessageProperties;
import dev.tedge.link.session.OutboundMessage;
import dev.tedge.message.CloudTopic;
import dev.tedge.message.InvalidTopicException;
import dev.tedge.message.ShadowTopic;

/**
 * The rules of AWS IoT Core on what a device may publish. AWS answers most violations by closing the connection; as the
 * message would be sent again after that, one bad message would cut the device off for ever. So they are checked here.
 * The numbers are AWS's documented defaults (AWS IoT Core and Device Shadow quotas).
 */
public final class AwsRules {

    /** The largest payload of a message, in bytes. */
    public static final int MAX_PAYLOAD_BYTES = 128 * 1024;

    /** The largest state document of a shadow, in bytes. */
    public static final int MAX_SHADOW_BYTES = 8 * 1024;

    private AwsRules() {}

    /** Checks one message before it is published, with all that it brings. */
    static GuardOutcome check(OutboundMessage message) {
        GuardOutcome outcome = check(message.topic(), message.payload().length, message.qos());
        return outcome instanceof GuardOutcome.Accepted && message.propertiesSize() > 0
                ? checkProperties(message, outcome)
                : outcome;
    }

    /** They count towards the packet; the largest payload just fits when there are none. */
    private static GuardOutcome checkProperties(OutboundMessage message, GuardOutcome otherwise) {
        int size = message.payload().length + message.propertiesSize();
        if (size > MAX_PAYLOAD_BYTES) {
            return new GuardOutcome.Refused(
                    "Payload and properties of %d bytes are too large: AWS IoT Core allows at most %d."
                            .formatted(size, MAX_PAYLOAD_BYTES));
        }
        try {
            message.properties().flatMap(MessageProperties::responseTopic).ifPresent(CloudTopic::new);
            return otherwise;
        } catch (InvalidTopicException e) {
            return new GuardOutcome.Refused("The response topic can't be used: " + e.getMessage());
        }
    }

    /**
     * Checks one message before it is published.
     *
     * @param topic the topic on AWS
     * @param payloadSize in bytes
     * @param qos of MQTT; AWS knows 0 and 1
     */
    public static GuardOutcome check(String topic, int payloadSize, int qos) {
        if (qos < 0 || qos > 1) {
            return new GuardOutcome.Refused("QoS %d is not supported by AWS IoT Core: use 0 or 1.".formatted(qos));
        }
        if (payloadSize > MAX_PAYLOAD_BYTES) {
            return new GuardOutcome.Refused("Payload of %d bytes is too large: AWS IoT Core allows at most %d."
                    .formatted(payloadSize, MAX_PAYLOAD_BYTES));
        }
        if (payloadSize > MAX_SHADOW_BYTES
                && ShadowTopic.parse(topic).filter(ShadowTopic::isUpdate).isPresent()) {
            return new GuardOutcome.Refused("Shadow document of %d bytes is too large: AWS IoT Core allows at most %d."
                    .formatted(payloadSize, MAX_SHADOW_BYTES));
        }
        try {
            return new GuardOutcome.Accepted(new CloudTopic(topic));
        } catch (InvalidTopicException e) {
            return new GuardOutcome.Refused(String.valueOf(e.getMessage()));
        }
    }
}

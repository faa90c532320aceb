package dev.tedge.delivery;

import dev.tedge.link.PublishRefusedException;
import dev.tedge.link.Publisher;
import dev.tedge.link.session.OutboundMessage;

/**
 * Stands before the link to AWS and lets nothing pass that AWS would answer by closing the connection. Retained messages pass
 * without the flag: they need a permission of their own, {@code iot:RetainPublish}, and AWS closes the connection without it.
 */
public final class Guard implements Publisher {

    private final Publisher aws;

    /** @param aws takes what may pass */
    public Guard(Publisher aws) {
        this.aws = aws;
    }

    @Override
    public void publish(OutboundMessage message, Callback callback) {
        GuardOutcome outcome = AwsRules.check(message.topic(), message.payload().length, message.qos());
        if (outcome instanceof GuardOutcome.Refused refused) {
            callback.failed(new PublishRefusedException(message.topic(), refused.reason()));
        } else {
            aws.publish(withoutRetain(message), callback);
        }
    }

    private static OutboundMessage withoutRetain(OutboundMessage message) {
        return message.retain()
                ? new OutboundMessage(message.topic(), message.payload(), message.qos(), false)
                : message;
    }
}

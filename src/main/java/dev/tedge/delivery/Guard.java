package dev.tedge.delivery;

import dev.tedge.link.PublishRefusedException;
import dev.tedge.link.Publisher;
import dev.tedge.link.session.OutboundMessage;

/**
 * Stands before the link to AWS and lets nothing pass that AWS would answer by closing the connection. What only the
 * policy of the device tells, such as the permission {@code iot:RetainPublish} for a retained message, it can't know.
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
            aws.publish(message, callback);
        }
    }
}

package dev.tedge.link;

import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.ReasonCodes;

/** The broker, or what guards it, will never take this message as it is. The text names the topic and the reason. */
public final class PublishRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;
    private final int reasonCode;
    private final boolean disconnecting;

    private PublishRefusedException(String topic, String reason, int reasonCode, boolean disconnecting) {
        super("'%s' was refused: %s".formatted(topic, reason));
        this.reason = reason;
        this.reasonCode = reasonCode;
        this.disconnecting = disconnecting;
    }

    /**
     * @param topic the topic of the message on the broker that refused it
     * @param reason why, in words
     */
    public PublishRefusedException(String topic, String reason) {
        this(topic, reason, 0, false);
    }

    /** The broker has answered with a PUBACK that is a refusal. */
    static PublishRefusedException answered(String topic, int reasonCode) {
        return new PublishRefusedException(topic, ReasonCodes.words(reasonCode), reasonCode, false);
    }

    /** The broker ends the connection over it. */
    static PublishRefusedException disconnecting(String topic, LinkFailure failure) {
        return new PublishRefusedException(
                topic, "each time it is sent, the connection ends: " + failure.text(), failure.reasonCode(), true);
    }

    /** It was not sent: the broker has ended the connection over another message to the topic a moment ago. */
    static PublishRefusedException notAuthorizedLately(String topic) {
        String reason = ReasonCodes.words(ReasonCodes.NOT_AUTHORIZED)
                + ": not sent, as the connection has ended over a message to the same topic within the last minute";
        return new PublishRefusedException(topic, reason, ReasonCodes.NOT_AUTHORIZED, false);
    }

    /** Why, in words, without the topic. */
    public String reason() {
        return reason;
    }

    /** The MQTT reason code, of a PUBACK or a DISCONNECT; 0 when there is none. */
    public int reasonCode() {
        return reasonCode;
    }

    /** Whether the broker ended the connection each time that the message was sent. */
    public boolean isDisconnecting() {
        return disconnecting;
    }

    /** Whether it looks as if the policy allowed no such message at all, rather than this one not. */
    public boolean isDenial() {
        return disconnecting || reasonCode == ReasonCodes.NOT_AUTHORIZED;
    }
}

package dev.tedge.link;

/** The broker, or what guards it, will never take this message as it is. The message names the topic and the reason. */
public final class PublishRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * @param topic the topic of the message on the broker that refused it
     * @param reason why, in words
     */
    public PublishRefusedException(String topic, String reason) {
        super("'%s' was refused: %s".formatted(topic, reason));
    }
}

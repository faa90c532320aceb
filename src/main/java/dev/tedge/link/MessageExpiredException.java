package dev.tedge.link;

/** The message was not sent: it has waited for longer than its publisher wanted it to be delivered. */
public final class MessageExpiredException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param topic of the message on the broker that it was for */
    public MessageExpiredException(String topic) {
        super("'%s' was not sent: its message expiry has passed while it waited".formatted(topic));
    }
}

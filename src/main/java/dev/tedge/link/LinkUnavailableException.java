package dev.tedge.link;

/**
 * The link can't take the message: it is stopping, or too many wait already. The message itself is fine and must stay with
 * whoever holds it, unacknowledged; an error handler must not treat it as failed.
 */
public final class LinkUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message which link, and why */
    public LinkUnavailableException(String message) {
        super(message);
    }
}

package dev.tedge.link;

/**
 * The link can't take a message now, because it is stopping or its waiting room is full. The message is not lost: what
 * it came from stays unacknowledged and is delivered again.
 */
public class LinkUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message which link, and why
     */
    public LinkUnavailableException(String message) {
        super(message);
    }
}

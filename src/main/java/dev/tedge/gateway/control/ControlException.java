package dev.tedge.gateway.control;

import java.io.IOException;

/** A request can't be done. The message says why and what to do, on one line. */
public final class ControlException extends IOException {

    private static final long serialVersionUID = 1L;

    /** @param message for a person */
    public ControlException(String message) {
        super(message);
    }

    /**
     * @param message for a person
     * @param cause for {@code --debug}
     */
    public ControlException(String message, Throwable cause) {
        super(message, cause);
    }
}

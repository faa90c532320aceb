package dev.tedge.gateway;

/** The gateway can't run. The message says what is wrong and where. */
public final class GatewayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message for a person, on one line */
    public GatewayException(String message) {
        super(message);
    }

    /**
     * @param message for a person, on one line
     * @param cause what Camel says, for {@code --debug}
     */
    public GatewayException(String message, Throwable cause) {
        super(message, cause);
    }
}

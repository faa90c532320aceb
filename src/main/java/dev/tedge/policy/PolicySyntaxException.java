package dev.tedge.policy;

/** A text is not a policy document that AWS IoT Core takes. The message is one line and says where. */
public final class PolicySyntaxException extends Exception {

    private static final long serialVersionUID = 1L;

    PolicySyntaxException(String message) {
        super(message);
    }

    PolicySyntaxException(String message, Throwable cause) {
        super(message, cause);
    }
}

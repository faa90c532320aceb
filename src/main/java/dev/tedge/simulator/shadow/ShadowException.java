package dev.tedge.simulator.shadow;

/**
 * A request is refused. Codes and messages are those of AWS IoT Developer Guide, "Device Shadow error messages", unless
 * said otherwise.
 */
final class ShadowException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int code;

    private ShadowException(int code, String message) {
        super(message);
        this.code = code;
    }

    static ShadowException badRequest(String message) {
        return new ShadowException(400, message);
    }

    /** AWS's page shows the bare name; its answers have it in quotes, and the thing's name for the classic shadow. */
    static ShadowException notFound(ShadowId shadow) {
        return new ShadowException(
                404, "No shadow exists with name: '" + shadow.name().orElse(shadow.thing()) + "'");
    }

    static ShadowException versionConflict() {
        return new ShadowException(409, "Version conflict");
    }

    static ShadowException tooLarge() {
        return new ShadowException(413, "The payload exceeds the maximum size allowed");
    }

    static ShadowException notUtf8() {
        return new ShadowException(415, "Unsupported documented encoding; supported encoding is UTF-8");
    }

    /** AWS gives the code, but no words. */
    static ShadowException tooMany() {
        return new ShadowException(429, "Too many requests");
    }

    int code() {
        return code;
    }

    String message() {
        return String.valueOf(getMessage());
    }
}

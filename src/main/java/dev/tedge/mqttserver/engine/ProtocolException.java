package dev.tedge.mqttserver.engine;

/** A client broke the protocol or a limit in a way that ends its connection. */
final class ProtocolException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int reasonCode;

    ProtocolException(int reasonCode, String reason) {
        super(reason);
        this.reasonCode = reasonCode;
    }

    /** For the DISCONNECT to the client. */
    int reasonCode() {
        return reasonCode;
    }

    /** For the DISCONNECT to the client and for the log. */
    String reason() {
        return String.valueOf(getMessage());
    }
}

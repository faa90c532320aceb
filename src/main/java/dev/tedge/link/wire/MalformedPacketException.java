package dev.tedge.link.wire;

import java.net.ProtocolException;

/** The broker has sent what MQTT 5 does not allow; the message says what, to stand after "has sent". */
final class MalformedPacketException extends ProtocolException {

    private static final long serialVersionUID = 1L;

    MalformedPacketException(String message) {
        super(message);
    }

    MalformedPacketException(String message, Throwable cause) {
        super(message);
        initCause(cause);
    }
}

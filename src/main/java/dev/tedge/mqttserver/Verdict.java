package dev.tedge.mqttserver;

import java.util.Objects;

/** What a hook decides. Reason codes are those of MQTT 5, also for 3.1.1 clients; see {@link ReasonCode}. */
public sealed interface Verdict {

    /** For people; empty if there is none. */
    default String reason() {
        return "";
    }

    /** Go on. */
    record Allow() implements Verdict {
        private static final Allow INSTANCE = new Allow();
    }

    /**
     * Refuse this request with a reason code of 0x80 or above, and say so in its acknowledgement.
     *
     * <ul>
     *   <li>CONNECT: CONNACK with the code (3.1.1: its nearest return code), then the connection closes.
     *   <li>PUBLISH: PUBACK or PUBREC with the code; a QoS 0 message is dropped. 3.1.1 has no negative
     *       acknowledgement: the message is dropped and acknowledged.
     *   <li>SUBSCRIBE: the code in SUBACK for this filter (3.1.1: 0x80).
     * </ul>
     *
     * @param reason for people; goes to MQTT 5 clients as reason string and to the log
     */
    record Refuse(int reasonCode, String reason) implements Verdict {
        public Refuse {
            checkFailure(reasonCode);
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * Refuse this request as {@link Refuse} does, and end the connection with the same code once the
     * acknowledgement is written; nothing that the client has sent after it is looked at. Of a SUBSCRIBE the
     * other filters are answered, too. A 3.1.1 client, which cannot be told, gets no acknowledgement. A CONNECT is
     * refused. The client's will is published.
     *
     * @param reason for people; goes to MQTT 5 clients as reason string and to the log
     */
    record RefuseAndDisconnect(int reasonCode, String reason) implements Verdict {
        public RefuseAndDisconnect {
            checkFailure(reasonCode);
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * End the connection: DISCONNECT with the code to an MQTT 5 client, plain close to a 3.1.1 client. For
     * a CONNECT the connection closes without any answer. The client's will is published.
     *
     * @param reason for people; goes to MQTT 5 clients as reason string and to the log
     */
    record Disconnect(int reasonCode, String reason) implements Verdict {
        public Disconnect {
            checkFailure(reasonCode);
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * Take no notice of this request. It is refused as {@link Refuse} does, but a 3.1.1 client gets no
     * acknowledgement of its PUBLISH, so that it may send it again.
     *
     * @param reason for people; goes to MQTT 5 clients as reason string and to the log
     */
    record Discard(int reasonCode, String reason) implements Verdict {
        public Discard {
            checkFailure(reasonCode);
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * End the connection without a word, whatever the version of the client. Its will is published.
     *
     * @param reason for people; goes to the log only
     */
    record HangUp(String reason) implements Verdict {
        public HangUp {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * Close our side of the connection without a word and the other not: the client can write on, but nothing is
     * answered and nothing comes any more. Only the client ends it, or its keep-alive. For who publishes; elsewhere as
     * {@link HangUp}.
     *
     * @param reason for people; goes to the log only
     */
    record HalfClose(String reason) implements Verdict {
        public HalfClose {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** Go on. */
    static Verdict allow() {
        return Allow.INSTANCE;
    }

    /** Refuse this request. See {@link Refuse}. */
    static Verdict refuse(int reasonCode, String reason) {
        return new Refuse(reasonCode, reason);
    }

    /** Refuse this request and end the connection. See {@link RefuseAndDisconnect}. */
    static Verdict refuseAndDisconnect(int reasonCode, String reason) {
        return new RefuseAndDisconnect(reasonCode, reason);
    }

    /** End the connection. See {@link Disconnect}. */
    static Verdict disconnect(int reasonCode, String reason) {
        return new Disconnect(reasonCode, reason);
    }

    /** Take no notice of this request. See {@link Discard}. */
    static Verdict discard(int reasonCode, String reason) {
        return new Discard(reasonCode, reason);
    }

    /** End the connection without a word. See {@link HangUp}. */
    static Verdict hangUp(String reason) {
        return new HangUp(reason);
    }

    /** Close our side of the connection only. See {@link HalfClose}. */
    static Verdict halfClose(String reason) {
        return new HalfClose(reason);
    }

    private static void checkFailure(int reasonCode) {
        if (reasonCode < 0x80 || reasonCode > 0xFF) {
            throw new IllegalArgumentException("reasonCode must be 0x80 to 0xFF, but is " + reasonCode);
        }
    }
}

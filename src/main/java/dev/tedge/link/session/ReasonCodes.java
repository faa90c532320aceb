package dev.tedge.link.session;

import java.util.Map;

/** The reason codes of MQTT 5 (section 2.4) in words. */
public final class ReasonCodes {

    /** Any acknowledgement: refused, without a reason. */
    public static final int UNSPECIFIED = 0x80;
    /** PUBACK, DISCONNECT, CONNACK: we may not do this. */
    public static final int NOT_AUTHORIZED = 0x87;
    /** DISCONNECT: the broker goes down. */
    public static final int SERVER_SHUTTING_DOWN = 0x8B;
    /** DISCONNECT: another client uses our client id. */
    public static final int SESSION_TAKEN_OVER = 0x8E;
    /** SUBACK, DISCONNECT: not a filter that the broker takes. */
    public static final int TOPIC_FILTER_INVALID = 0x8F;
    /** PUBACK, DISCONNECT: too much at once; the same message may pass later. */
    public static final int QUOTA_EXCEEDED = 0x97;

    private static final Map<Integer, String> WORDS = Map.ofEntries(
            Map.entry(0x00, "normal disconnection"),
            Map.entry(0x04, "disconnect with will message"),
            Map.entry(0x10, "no matching subscribers"),
            Map.entry(UNSPECIFIED, "unspecified error"),
            Map.entry(0x81, "malformed packet"),
            Map.entry(0x82, "protocol error"),
            Map.entry(0x83, "implementation specific error"),
            Map.entry(0x84, "unsupported protocol version"),
            Map.entry(0x85, "client identifier not valid"),
            Map.entry(0x86, "bad user name or password"),
            Map.entry(NOT_AUTHORIZED, "not authorized"),
            Map.entry(0x88, "server unavailable"),
            Map.entry(0x89, "server busy"),
            Map.entry(0x8A, "banned"),
            Map.entry(SERVER_SHUTTING_DOWN, "server shutting down"),
            Map.entry(0x8C, "bad authentication method"),
            Map.entry(0x8D, "keep alive timeout"),
            Map.entry(SESSION_TAKEN_OVER, "session taken over"),
            Map.entry(TOPIC_FILTER_INVALID, "topic filter invalid"),
            Map.entry(0x90, "topic name invalid"),
            Map.entry(0x91, "packet identifier in use"),
            Map.entry(0x93, "receive maximum exceeded"),
            Map.entry(0x94, "topic alias invalid"),
            Map.entry(0x95, "packet too large"),
            Map.entry(0x96, "message rate too high"),
            Map.entry(QUOTA_EXCEEDED, "quota exceeded"),
            Map.entry(0x98, "administrative action"),
            Map.entry(0x99, "payload format invalid"),
            Map.entry(0x9A, "retain not supported"),
            Map.entry(0x9B, "QoS not supported"),
            Map.entry(0x9C, "use another server"),
            Map.entry(0x9D, "server moved"),
            Map.entry(0x9E, "shared subscriptions not supported"),
            Map.entry(0x9F, "connection rate exceeded"),
            Map.entry(0xA0, "maximum connect time"),
            Map.entry(0xA1, "subscription identifiers not supported"),
            Map.entry(0xA2, "wildcard subscriptions not supported"));

    private ReasonCodes() {}

    /** The code in words and in hexadecimal digits, such as {@code not authorized (0x87)}. */
    public static String words(int reasonCode) {
        return "%s (0x%02X)".formatted(WORDS.getOrDefault(reasonCode, "reason code"), reasonCode);
    }

    /** Whether the code is a refusal. */
    public static boolean isRefusal(int reasonCode) {
        return reasonCode >= 0x80;
    }

    /**
     * Whether a DISCONNECT with this code is the answer to what we have sent, and not to the state of the broker: the same
     * packet, sent again, would end the next connection too.
     */
    public static boolean blamesAPacket(int reasonCode) {
        return switch (reasonCode) {
            case NOT_AUTHORIZED, 0x90, 0x94, 0x95, 0x99, 0x9A, 0x9B -> true;
            default -> false;
        };
    }

    /** Whether a DISCONNECT with this code may be the answer to what we have sent. */
    public static boolean mayBlameAPacket(int reasonCode) {
        return switch (reasonCode) {
            case 0x80, 0x81, 0x82, 0x83, TOPIC_FILTER_INVALID -> true;
            default -> blamesAPacket(reasonCode);
        };
    }

    /** Whether a PUBACK with this code may be another one for the same message later. */
    public static boolean isTransient(int reasonCode) {
        return switch (reasonCode) {
            case 0x80, 0x83, 0x91, QUOTA_EXCEEDED -> true;
            default -> false;
        };
    }

    /** Whether a DISCONNECT with this code is the everyday life of a broker, and no refusal. */
    public static boolean isRoutine(int reasonCode) {
        return switch (reasonCode) {
            case 0x00, SERVER_SHUTTING_DOWN, 0x98, 0xA0 -> true;
            default -> false;
        };
    }
}

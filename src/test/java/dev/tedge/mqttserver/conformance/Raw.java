package dev.tedge.mqttserver.conformance;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** Packets as bytes. A part is an {@link Integer} for one byte, a {@link String} with its length, or just bytes. */
final class Raw {

    static final byte[] NO_PROPERTIES = {0};
    static final byte[] PINGREQ = {(byte) 0xC0, 0};
    static final byte[] DISCONNECT = {(byte) 0xE0, 0};

    private Raw() {}

    static byte[] packet(int first, Object... parts) {
        byte[] body = join(parts);
        return join(first, length(body.length), body);
    }

    static byte[] join(Object... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Object part : parts) {
            if (part instanceof Integer one) {
                out.write(one);
            } else if (part instanceof String text) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                out.writeBytes(u16(bytes.length));
                out.writeBytes(bytes);
            } else {
                out.writeBytes((byte[]) part);
            }
        }
        return out.toByteArray();
    }

    /** A Variable Byte Integer. */
    static byte[] length(int value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int rest = value;
        while (rest > 127) {
            out.write((rest & 0x7F) | 0x80);
            rest >>= 7;
        }
        out.write(rest);
        return out.toByteArray();
    }

    static byte[] u16(int value) {
        return new byte[] {(byte) (value >> 8), (byte) value};
    }

    static byte[] u32(long value) {
        return join(u16((int) (value >> 16)), u16((int) value));
    }

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Properties with their length. */
    static byte[] properties(Object... parts) {
        byte[] all = join(parts);
        return join(length(all.length), all);
    }

    /** An MQTT 5 client with a session that ends with the connection. */
    static byte[] connect(String clientId) {
        return connect(0x02, NO_PROPERTIES, clientId);
    }

    /** An MQTT 5 client with a session of a minute. */
    static byte[] session(String clientId) {
        return connect(0, properties(0x11, u32(60)), clientId);
    }

    static byte[] connect(int flags, byte[] properties, Object... payload) {
        return packet(0x10, "MQTT", 5, flags, u16(60), properties, join(payload));
    }

    static byte[] connect311(int flags, Object... payload) {
        return packet(0x10, "MQTT", 4, flags, u16(60), join(payload));
    }

    /** A PUBLISH of MQTT 5. */
    static byte[] publish(int qos, String topic, int packetId, String payload) {
        return publish(0x30 | (qos << 1), topic, packetId, NO_PROPERTIES, payload);
    }

    /** @param first with DUP, QoS and RETAIN */
    static byte[] publish(int first, String topic, int packetId, byte[] properties, String payload) {
        byte[] id = (first & 6) == 0 ? new byte[0] : u16(packetId);
        return packet(first, topic, id, properties, payload.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] publish311(int first, String topic, int packetId, String payload) {
        return publish(first, topic, packetId, new byte[0], payload);
    }

    static byte[] subscribe(int packetId, String filter, int options) {
        return subscribe(packetId, NO_PROPERTIES, filter, options);
    }

    static byte[] subscribe(int packetId, byte[] properties, Object... filtersAndOptions) {
        return packet(0x82, u16(packetId), properties, join(filtersAndOptions));
    }

    static byte[] subscribe311(int packetId, Object... filtersAndQos) {
        return packet(0x82, u16(packetId), join(filtersAndQos));
    }

    static byte[] unsubscribe(int packetId, String... filters) {
        return packet(0xA2, u16(packetId), NO_PROPERTIES, join((Object[]) filters));
    }

    /** PUBACK, PUBREC, PUBREL or PUBCOMP. */
    static byte[] reply(int first, int packetId) {
        return packet(first, u16(packetId));
    }

    static byte[] reply(int first, int packetId, int reasonCode) {
        return packet(first, u16(packetId), reasonCode);
    }

    static List<byte[]> list(byte[]... packets) {
        return List.of(packets);
    }
}

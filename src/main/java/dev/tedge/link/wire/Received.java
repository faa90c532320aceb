package dev.tedge.link.wire;

import dev.tedge.link.session.InboundMessage;
import dev.tedge.link.session.PropertyBytes;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads PUBLISH, and the acknowledgements of messages (MQTT 5, sections 3.3 to 3.7). */
final class Received {

    private static final int RETAIN = 0b0001;
    private static final char REPLACEMENT = '\uFFFD';

    private Received() {}

    /**
     * An acknowledgement.
     *
     * @param reasonCode 0 when it has none
     */
    record Acknowledgement(int packetId, int reasonCode) {}

    /**
     * @param flags those beside the type
     * @param body what follows the fixed header
     */
    static InboundMessage message(int flags, ByteBuffer body) throws MalformedPacketException {
        try {
            int qos = flags >> 1 & 0b11;
            String topic = topic(body);
            int packetId = qos == 0 ? 0 : Short.toUnsignedInt(body.getShort());
            if (qos > 2 || (qos > 0 && packetId == 0)) {
                throw new MalformedPacketException(
                        "a message with QoS %d and the packet id %d".formatted(qos, packetId));
            }
            PropertyBytes.Received properties = properties(body);
            byte[] payload = new byte[body.remaining()];
            body.get(payload);
            InboundMessage plain = new InboundMessage(
                    topic, payload, qos, (flags & RETAIN) != 0, packetId, properties.subscriptionIdentifiers());
            return properties.properties().map(plain::with).orElse(plain);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new MalformedPacketException("a message that ends too early or has properties of no message", e);
        }
    }

    private static String topic(ByteBuffer body) throws MalformedPacketException {
        int length = Short.toUnsignedInt(body.getShort());
        if (length == 0) {
            throw new MalformedPacketException("a message without a topic");
        }
        if (length > body.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer utf8 = body.slice(body.position(), length);
        body.position(body.position() + length);
        String topic = new String(utf8.array(), utf8.arrayOffset(), length, StandardCharsets.UTF_8);
        if (topic.indexOf(REPLACEMENT) >= 0 && !isText(utf8)) {
            throw new MalformedPacketException("a topic that is not UTF-8");
        }
        return topic;
    }

    /** Whether it is UTF-8: the replacement character may stand in it, too. */
    private static boolean isText(ByteBuffer utf8) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(utf8);
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static PropertyBytes.Received properties(ByteBuffer body) {
        int length = length(body);
        if (length > body.remaining()) {
            throw new BufferUnderflowException();
        }
        PropertyBytes.Received properties = PropertyBytes.received(body.slice(body.position(), length));
        body.position(body.position() + length);
        return properties;
    }

    private static int length(ByteBuffer body) {
        int length = 0;
        int shift = 0;
        byte next;
        do {
            next = body.get();
            length |= (next & 0x7F) << shift;
            shift += 7;
        } while (next < 0 && shift < 28);
        return length;
    }

    static Acknowledgement acknowledgement(ByteBuffer body) throws MalformedPacketException {
        if (body.remaining() < 2) {
            throw new MalformedPacketException("an acknowledgement of nothing");
        }
        int packetId = Short.toUnsignedInt(body.getShort());
        return new Acknowledgement(packetId, body.hasRemaining() ? Byte.toUnsignedInt(body.get()) : 0);
    }
}

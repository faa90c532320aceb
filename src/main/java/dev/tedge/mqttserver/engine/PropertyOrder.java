package dev.tedge.mqttserver.engine;

import dev.tedge.mqttserver.ReasonCode;
import io.netty.buffer.ByteBuf;

/**
 * Looks at properties before the codec does, which does not notice all that is wrong with them, and puts a long one last.
 * The codec (seen in Netty 4.2.16) counts the bytes of the property length as
 * properties. With 128 bytes of properties or more it therefore leaves short ones at the end unread, such as
 * the payload format, and takes them for the beginning of the payload. The order of different properties
 * means nothing in MQTT 5 (2.2.2), so changing it is the way around. User properties keep their order among
 * themselves: each is longer than a property length, and only short properties change places with a long one.
 */
final class PropertyOrder {

    private static final int PUBLISH = 3;
    private static final int CONNECT = 1;
    private static final int PUBACK = 4;
    private static final int PUBCOMP = 7;
    private static final int SUBSCRIBE = 8;
    private static final int UNSUBSCRIBE = 10;
    private static final int DISCONNECT = 14;

    private static final int SUBSCRIPTION_IDENTIFIER = 11;
    private static final int USER_PROPERTY = 38;

    private static final int WILL_FLAG = 0x04;
    /** In CONNECT: protocol name with its length; then come level, flags, keep-alive, properties. */
    private static final int PROTOCOL_NAME = 6;

    private boolean mqtt5;

    /**
     * Changes a packet in place, if it must be.
     *
     * @param packet a whole packet
     * @param body index where its fixed header ends
     * @param end index where the packet ends
     * @throws ProtocolException when a property is cut off, or there twice
     */
    void repair(ByteBuf packet, int body, int end) throws ProtocolException {
        int first = packet.getUnsignedByte(packet.readerIndex());
        int type = first >> 4;
        try {
            if (type == CONNECT) {
                repairConnect(packet, body);
            } else if (type == PUBLISH) {
                repairPublish(packet, body, (first & 0x06) != 0);
            } else if (type == SUBSCRIBE || type == UNSUBSCRIBE) {
                repairIfMqtt5(packet, body + 2);
            } else if (type >= PUBACK && type <= PUBCOMP && end - body > 3) {
                repairIfMqtt5(packet, body + 3);
            } else if (type == DISCONNECT && end - body > 1) {
                repairIfMqtt5(packet, body + 1);
            }
        } catch (IndexOutOfBoundsException malformed) {
            // The codec will find it too, and say what it is.
            return;
        }
    }

    private void repairConnect(ByteBuf packet, int body) throws ProtocolException {
        mqtt5 = packet.getByte(body + PROTOCOL_NAME) == 5;
        repairIfMqtt5(packet, body + PROTOCOL_NAME + 4);
        if (mqtt5 && (packet.getByte(body + PROTOCOL_NAME + 1) & WILL_FLAG) != 0) {
            int clientId = new Properties(packet, body + PROTOCOL_NAME + 4).end;
            repairIfMqtt5(packet, clientId + 2 + packet.getUnsignedShort(clientId));
        }
    }

    private void repairPublish(ByteBuf packet, int body, boolean withPacketId) throws ProtocolException {
        repairIfMqtt5(packet, body + 2 + packet.getUnsignedShort(body) + (withPacketId ? 2 : 0));
    }

    private void repairIfMqtt5(ByteBuf packet, int at) throws ProtocolException {
        if (mqtt5) {
            Properties properties = new Properties(packet, at);
            properties.check();
            if (properties.lengthBytes > 1) {
                properties.moveLongOneLast();
            }
        }
    }

    /** Whether the CONNECT that was seen is one of MQTT 5. */
    boolean isMqtt5() {
        return mqtt5;
    }

    /** Index behind the properties whose length is at this index. */
    static int endOfProperties(ByteBuf packet, int at) {
        return new Properties(packet, at).end;
    }

    /** A run of properties. */
    private static final class Properties {

        private final ByteBuf packet;
        private final int lengthBytes;
        private final int start;
        private final int end;

        Properties(ByteBuf packet, int at) {
            this.packet = packet;
            int length = 0;
            int bytes = 0;
            int digit;
            do {
                digit = packet.getUnsignedByte(at + bytes);
                length |= (digit & 0x7F) << (7 * bytes);
                bytes++;
            } while (digit > 0x7F && bytes < 4);
            this.lengthBytes = bytes;
            this.start = at + bytes;
            this.end = start + length;
        }

        /** Each is complete, and there once if it is not one of those that may be repeated (MQTT 5, 2.2.2.2). */
        void check() throws ProtocolException {
            long seen = 0;
            int next = start;
            while (next < end) {
                int id = packet.getByte(next);
                if ((seen & 1L << id) != 0 && id != USER_PROPERTY && id != SUBSCRIPTION_IDENTIFIER) {
                    throw new ProtocolException(ReasonCode.PROTOCOL_ERROR, "property " + id + " is there twice");
                }
                seen |= 1L << id;
                next = after(next);
            }
            if (next > end) {
                throw new ProtocolException(ReasonCode.MALFORMED_PACKET, "the last property is cut off");
            }
        }

        void moveLongOneLast() {
            int from = start;
            int to = end;
            for (int next = start; next < end; ) {
                int after = after(next);
                if (after - next > lengthBytes) {
                    from = next;
                    to = after;
                }
                next = after;
            }
            if (to < end) {
                byte[] bytes = new byte[end - from];
                packet.getBytes(to, bytes, 0, end - to);
                packet.getBytes(from, bytes, end - to, to - from);
                packet.setBytes(from, bytes);
            }
        }

        /** Index behind the property at this index (MQTT 5, 2.2.2.2). */
        private int after(int at) {
            int value = at + 1;
            return switch (packet.getByte(at)) {
                case 1, 23, 25, 36, 37, 40, 41, 42 -> value + 1;
                case 19, 33, 34, 35 -> value + 2;
                case 2, 17, 24, 39 -> value + 4;
                case 11 -> new Properties(packet, value).start;
                case 38 -> afterText(afterText(value));
                case 3, 8, 9, 18, 21, 22, 26, 28, 31 -> afterText(value);
                default -> throw new IndexOutOfBoundsException("unknown property " + packet.getByte(at));
            };
        }

        private int afterText(int at) {
            return at + 2 + packet.getUnsignedShort(at);
        }
    }
}

package dev.tedge.mqttserver.engine;

import io.netty.buffer.ByteBuf;

/**
 * Puts a long property last. The codec (seen in Netty 4.2.16) counts the bytes of the property length as
 * properties. With 128 bytes of properties or more it therefore leaves short ones at the end unread, such as
 * the payload format, and takes them for the beginning of the payload. The order of different properties
 * means nothing in MQTT 5 (2.2.2), so changing it is the way around. User properties keep their order among
 * themselves: each is longer than a property length, and only short properties change places with a long one.
 */
final class PropertyOrder {

    private static final int PUBLISH = 3;
    private static final int CONNECT = 1;
    private static final int SUBSCRIBE = 8;

    private static final int WILL_FLAG = 0x04;
    /** In CONNECT: protocol name with its length; then come level, flags, keep-alive, properties. */
    private static final int PROTOCOL_NAME = 6;

    private boolean mqtt5;

    /**
     * Changes a packet in place, if it must be.
     *
     * @param packet a whole packet; one that is malformed stays as it is
     * @param body index where its fixed header ends
     */
    void repair(ByteBuf packet, int body) {
        int first = packet.getUnsignedByte(packet.readerIndex());
        try {
            switch (first >> 4) {
                case CONNECT -> repairConnect(packet, body);
                case PUBLISH -> repairPublish(packet, body, (first & 0x06) != 0);
                case SUBSCRIBE -> repairIfMqtt5(packet, body + 2);
                default -> {
                    // No other packet of a client has a short property.
                }
            }
        } catch (IndexOutOfBoundsException malformed) {
            // The codec will find it too, and say what it is.
            return;
        }
    }

    private void repairConnect(ByteBuf packet, int body) {
        mqtt5 = packet.getByte(body + PROTOCOL_NAME) == 5;
        repairIfMqtt5(packet, body + PROTOCOL_NAME + 4);
        if (mqtt5 && (packet.getByte(body + PROTOCOL_NAME + 1) & WILL_FLAG) != 0) {
            int clientId = new Properties(packet, body + PROTOCOL_NAME + 4).end;
            repairIfMqtt5(packet, clientId + 2 + packet.getUnsignedShort(clientId));
        }
    }

    private void repairPublish(ByteBuf packet, int body, boolean withPacketId) {
        repairIfMqtt5(packet, body + 2 + packet.getUnsignedShort(body) + (withPacketId ? 2 : 0));
    }

    private void repairIfMqtt5(ByteBuf packet, int properties) {
        if (mqtt5 && packet.getByte(properties) < 0) {
            new Properties(packet, properties).moveLongOneLast();
        }
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

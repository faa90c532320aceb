package dev.tedge.mqttserver.engine;

import dev.tedge.mqttserver.ReasonCode;
import io.netty.buffer.ByteBuf;

/** Finds bits that must have one value only and that the codec does not look at (MQTT 5, 2.1.3 and 3.8.3.1). */
final class ReservedBits {

    private static final int PUBLISH = 3;
    private static final int PUBREL = 6;
    private static final int SUBSCRIBE = 8;
    private static final int UNSUBSCRIBE = 10;

    private static final int OPTIONS_OF_5 = 0xC0;
    private static final int OPTIONS_OF_311 = 0xFC;

    private ReservedBits() {}

    /**
     * Looks at all.
     *
     * @param packet from its first byte on, at least up to the index {@code end}
     * @param body index where the fixed header ends
     * @param end index where the packet ends
     * @throws ProtocolException when one is not as it must be
     */
    static void check(ByteBuf packet, int body, int end, boolean mqtt5) throws ProtocolException {
        int first = packet.getUnsignedByte(packet.readerIndex());
        boolean right = flagsAreRight(first) && (first >> 4 != SUBSCRIBE || optionsAreRight(packet, body, end, mqtt5));
        if (!right) {
            throw new ProtocolException(ReasonCode.MALFORMED_PACKET, "reserved bits are not as they must be");
        }
    }

    private static boolean flagsAreRight(int first) {
        int flags = first & 0x0F;
        return switch (first >> 4) {
            case PUBLISH -> true;
            case PUBREL, SUBSCRIBE, UNSUBSCRIBE -> flags == 2;
            default -> flags == 0;
        };
    }

    private static boolean optionsAreRight(ByteBuf packet, int body, int end, boolean mqtt5) {
        int reserved = mqtt5 ? OPTIONS_OF_5 : OPTIONS_OF_311;
        try {
            int next = mqtt5 ? PropertyOrder.endOfProperties(packet, body + 2) : body + 2;
            while (next < end) {
                int option = next + 2 + packet.getUnsignedShort(next);
                if (option < end && (packet.getUnsignedByte(option) & reserved) != 0) {
                    return false;
                }
                next = option + 1;
            }
        } catch (IndexOutOfBoundsException malformed) {
            // The codec will find it too, and say what it is.
            return true;
        }
        return true;
    }
}

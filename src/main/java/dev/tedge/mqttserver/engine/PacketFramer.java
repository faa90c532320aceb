package dev.tedge.mqttserver.engine;

import dev.tedge.mqttserver.ReasonCode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Cuts the stream into whole packets for the codec. The codec has a limit of its own, but looks at it
 * only after it has read the properties, for which it would wait for up to 256 MiB.
 */
final class PacketFramer extends ByteToMessageDecoder {

    private static final int LONGEST_LENGTH = 4;

    /**
     * Follows each packet through the pipeline. When it arrives and the packet has not, the lengths inside
     * the packet are wrong: the codec waits for bytes that belong to the next one.
     */
    enum End {
        OF_PACKET
    }

    private final int maximumPacketSize;
    private final PropertyOrder propertyOrder = new PropertyOrder();
    private boolean broken;

    PacketFramer(int maximumPacketSize) {
        this.maximumPacketSize = maximumPacketSize;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws ProtocolException {
        if (broken) {
            in.skipBytes(in.readableBytes());
            return;
        }
        int lengthBytes = lengthBytes(in);
        if (lengthBytes > LONGEST_LENGTH) {
            // The codec says what is wrong with it.
            broken = true;
            out.add(in.readRetainedSlice(1 + LONGEST_LENGTH));
        } else if (lengthBytes > 0) {
            int size = 1 + lengthBytes + remainingLength(in, lengthBytes);
            if (size > maximumPacketSize) {
                broken = true;
                in.skipBytes(in.readableBytes());
                throw new ProtocolException(
                        ReasonCode.PACKET_TOO_LARGE, "packet of " + size + " bytes, but at most " + maximumPacketSize);
            }
            if (in.readableBytes() >= size) {
                check(in, in.readerIndex() + 1 + lengthBytes, in.readerIndex() + size);
                out.add(in.readRetainedSlice(size));
                out.add(End.OF_PACKET);
            }
        }
    }

    /** Finds what the codec would not. */
    private void check(ByteBuf in, int body, int end) throws ProtocolException {
        try {
            propertyOrder.repair(in, body, end);
            ReservedBits.check(in, body, end, propertyOrder.isMqtt5());
        } catch (ProtocolException fault) {
            broken = true;
            in.skipBytes(in.readableBytes());
            throw fault;
        }
    }

    /** How many bytes the length takes; 0 when not all are here, 5 when it does not end. */
    private static int lengthBytes(ByteBuf in) {
        int start = in.readerIndex() + 1;
        for (int i = 0; i < LONGEST_LENGTH; i++) {
            if (start + i >= in.writerIndex()) {
                return 0;
            }
            if (in.getByte(start + i) >= 0) {
                return i + 1;
            }
        }
        return LONGEST_LENGTH + 1;
    }

    private static int remainingLength(ByteBuf in, int lengthBytes) {
        int length = 0;
        for (int i = 0; i < lengthBytes; i++) {
            length |= (in.getByte(in.readerIndex() + 1 + i) & 0x7F) << (7 * i);
        }
        return length;
    }
}

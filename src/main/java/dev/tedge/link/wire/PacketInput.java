package dev.tedge.link.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Cuts what a broker sends into packets. For one thread. */
final class PacketInput {

    private static final int ROOM = 8 * 1024;
    private static final int LONGEST_HEADER = 5;
    private static final int INCOMPLETE = -1;

    private final InputStream in;
    private final long largest;

    /** Has {@code bytes[from..to[}, what was received and not yet given out. */
    private byte[] bytes = new byte[ROOM];

    private int from;
    private int to;

    private int first;

    /** @param largest the largest packet that the broker may send, in bytes */
    PacketInput(InputStream in, long largest) {
        this.in = in;
        this.largest = largest;
    }

    /**
     * Waits for the next packet.
     *
     * @return what follows its fixed header; valid until the next call
     * @throws java.net.SocketTimeoutException when nothing has come in time; may be called again then
     * @throws EOFException when the broker has closed
     * @throws MalformedPacketException when it is not MQTT
     */
    ByteBuffer next() throws IOException {
        while (true) {
            int length = length();
            if (length != INCOMPLETE) {
                int header = 1 + PacketOutput.sizeOfLength(length);
                if (to - from >= header + length) {
                    first = bytes[from];
                    ByteBuffer body = ByteBuffer.wrap(bytes, from + header, length);
                    from += header + length;
                    return body;
                }
            }
            receive();
        }
    }

    /** The type of the packet that {@link #next} has returned. */
    int type() {
        return (first & 0xFF) >> 4;
    }

    /** The four bits beside it. */
    int flags() {
        return first & 0x0F;
    }

    /** The length of the packet that begins at {@code from}, where it is known already. */
    private int length() throws MalformedPacketException {
        int length = 0;
        for (int i = from + 1; i < to; i++) {
            int shift = 7 * (i - from - 1);
            length |= (bytes[i] & 0x7F) << shift;
            if (bytes[i] >= 0) {
                if (i - from != PacketOutput.sizeOfLength(length)) {
                    throw new MalformedPacketException("a length in more bytes than it needs");
                }
                if (length + 1L + PacketOutput.sizeOfLength(length) > largest) {
                    throw new MalformedPacketException(
                            "a packet of %d bytes, though it may send at most %d".formatted(length, largest));
                }
                return length;
            }
            if (i - from == LONGEST_HEADER - 1) {
                throw new MalformedPacketException("what is no length");
            }
        }
        return INCOMPLETE;
    }

    private void receive() throws IOException {
        if (from == to) {
            from = 0;
            to = 0;
            if (bytes.length > ROOM) {
                // A large packet is seldom followed by another one.
                bytes = new byte[ROOM];
            }
        } else if (to == bytes.length && from > 0) {
            System.arraycopy(bytes, from, bytes, 0, to - from);
            to -= from;
            from = 0;
        } else if (to == bytes.length) {
            // Grows with what has arrived, not with what is announced.
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        int count = in.read(bytes, to, bytes.length - to);
        if (count < 0) {
            throw new EOFException("closed by the peer");
        }
        to += count;
    }
}

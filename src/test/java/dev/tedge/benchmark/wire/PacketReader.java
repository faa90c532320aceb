package dev.tedge.benchmark.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Takes MQTT packets one after the other from a large buffer over a stream. For one thread. */
final class PacketReader {

    private static final int BUFFER = 256 << 10;

    private final InputStream in;
    private byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;

    // Of the packet that was read last.
    private int first;
    private int body;
    private int bodyLength;

    PacketReader(InputStream in) {
        this.in = in;
    }

    /**
     * Reads the next packet, however long that takes.
     *
     * @return its type; see {@link PacketType}
     */
    int next() throws IOException {
        first = take();
        int length = 0;
        int shift = 0;
        int digit;
        do {
            digit = take();
            length |= (digit & 0x7f) << shift;
            shift += 7;
        } while ((digit & 0x80) != 0);
        require(length);
        body = position;
        bodyLength = length;
        position += length;
        return first & 0xf0;
    }

    /** Whether all that has come is read. What the kernel has counts as not read. */
    boolean isDrained() throws IOException {
        return position == limit && in.available() == 0;
    }

    /** What the indexes are about; others after the next packet. */
    byte[] buffer() {
        return buffer;
    }

    /** The whole first byte. */
    int first() {
        return first;
    }

    /** Where the variable header begins. */
    int body() {
        return body;
    }

    /** Where the packet ends. */
    int end() {
        return body + bodyLength;
    }

    /** Two bytes as a number. */
    int number(int index) {
        return ((buffer[index] & 0xff) << 8) | (buffer[index + 1] & 0xff);
    }

    private int take() throws IOException {
        require(1);
        return buffer[position++] & 0xff;
    }

    private void require(int bytes) throws IOException {
        if (limit - position >= bytes) {
            return;
        }
        if (position == limit) {
            position = 0;
            limit = 0;
        } else if (position + bytes > buffer.length) {
            System.arraycopy(buffer, position, buffer, 0, limit - position);
            limit -= position;
            position = 0;
        }
        if (bytes > buffer.length) {
            buffer = Arrays.copyOf(buffer, bytes);
        }
        while (limit - position < bytes) {
            int count = in.read(buffer, limit, buffer.length - limit);
            if (count < 0) {
                throw new EOFException("The broker has closed the connection");
            }
            limit += count;
        }
    }
}

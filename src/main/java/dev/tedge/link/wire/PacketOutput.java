package dev.tedge.link.wire;

import java.io.IOException;
import java.io.OutputStream;

/** Gathers packets, so that many of them are one write, and with TLS one record. For one thread. */
final class PacketOutput {

    /** As much as a TLS record takes (RFC 8446, section 5.1). */
    private static final int ROOM = 16 * 1024;

    private final OutputStream out;
    private final byte[] bytes = new byte[ROOM];
    private int count;

    PacketOutput(OutputStream out) {
        this.out = out;
    }

    void put(int value) throws IOException {
        if (count == ROOM) {
            writeOut();
        }
        bytes[count++] = (byte) value;
    }

    void putShort(int value) throws IOException {
        put(value >> 8);
        put(value);
    }

    /** A variable byte integer (MQTT 5, section 1.5.5). */
    void putLength(int value) throws IOException {
        int left = value;
        while (left > 0x7F) {
            put(left | 0x80);
            left >>>= 7;
        }
        put(left);
    }

    void put(byte[] some) throws IOException {
        int from = 0;
        while (from < some.length) {
            if (count == ROOM) {
                writeOut();
            }
            int piece = Math.min(some.length - from, ROOM - count);
            System.arraycopy(some, from, bytes, count, piece);
            count += piece;
            from += piece;
        }
    }

    void flush() throws IOException {
        if (count > 0) {
            writeOut();
        }
        out.flush();
    }

    private void writeOut() throws IOException {
        out.write(bytes, 0, count);
        count = 0;
    }

    /** How many bytes a variable byte integer takes. */
    static int sizeOfLength(int value) {
        int size = 1;
        for (int left = value >>> 7; left > 0; left >>>= 7) {
            size++;
        }
        return size;
    }
}

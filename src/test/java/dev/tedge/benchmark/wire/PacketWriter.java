package dev.tedge.benchmark.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Gathers MQTT packets in a buffer, which leaves when it is full or flushed. For one thread. */
final class PacketWriter {

    private static final int BUFFER = 64 << 10;
    private static final int MOST_OF_HEADER = 5;

    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER];
    private int length;

    PacketWriter(OutputStream out) {
        this.out = out;
    }

    /** A connection with a clean session or a kept one, and without a keep-alive. */
    void connect(String clientId, boolean clean) throws IOException {
        byte[] id = clientId.getBytes(StandardCharsets.UTF_8);
        header(PacketType.CONNECT, 12 + id.length);
        bytes(new byte[] {0, 4, 'M', 'Q', 'T', 'T', 4, (byte) (clean ? 2 : 0), 0, 0});
        text(id);
        flush();
    }

    void subscribe(String filter, int qos) throws IOException {
        byte[] name = filter.getBytes(StandardCharsets.UTF_8);
        header(PacketType.SUBSCRIBE, 5 + name.length);
        number(1);
        text(name);
        bytes(new byte[] {(byte) qos});
        flush();
    }

    /** A message with QoS 1. */
    void publish(byte[] topic, int packetId, byte[] payload) throws IOException {
        publish(topic, packetId, payload, 0, payload.length);
    }

    void publish(byte[] topic, int packetId, byte[] source, int from, int size) throws IOException {
        header(PacketType.PUBLISH | 2, 4 + topic.length + size);
        text(topic);
        number(packetId);
        bytes(source, from, size);
    }

    void acknowledge(int packetId) throws IOException {
        header(PacketType.PUBACK, 2);
        number(packetId);
    }

    void flush() throws IOException {
        out.write(buffer, 0, length);
        out.flush();
        length = 0;
    }

    private void header(int first, int remaining) throws IOException {
        room(MOST_OF_HEADER);
        buffer[length++] = (byte) first;
        int rest = remaining;
        while (rest > 0x7f) {
            buffer[length++] = (byte) ((rest & 0x7f) | 0x80);
            rest >>= 7;
        }
        buffer[length++] = (byte) rest;
    }

    private void text(byte[] text) throws IOException {
        number(text.length);
        bytes(text);
    }

    private void number(int number) throws IOException {
        room(2);
        buffer[length++] = (byte) (number >> 8);
        buffer[length++] = (byte) number;
    }

    private void bytes(byte[] source) throws IOException {
        bytes(source, 0, source.length);
    }

    private void bytes(byte[] source, int from, int size) throws IOException {
        room(size);
        if (size > buffer.length) {
            out.write(source, from, size);
            return;
        }
        System.arraycopy(source, from, buffer, length, size);
        length += size;
    }

    private void room(int bytes) throws IOException {
        if (buffer.length - length < bytes) {
            out.write(buffer, 0, length);
            length = 0;
        }
    }
}

package dev.tedge.mqttserver.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.mqttserver.Payload;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.HexFormat;
import java.util.Optional;

/** A client that sends and shows bytes. It acknowledges nothing by itself. */
final class RawClient implements AutoCloseable {

    private final Socket socket;
    private final DataInputStream input;

    RawClient(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(10_000);
            socket.setTcpNoDelay(true);
            input = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends all at once. */
    RawClient send(byte[]... packets) {
        try {
            socket.getOutputStream().write(Raw.join((Object[]) packets));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says that nothing more will come. */
    void noMore() {
        try {
            socket.shutdownOutput();
        } catch (IOException closed) {
            // Then the server knows.
            return;
        }
    }

    /** The next packet, or nothing when the server has closed. */
    Optional<Packet> poll() {
        try {
            int first = input.readUnsignedByte();
            StringBuilder digits = new StringBuilder();
            int length = 0;
            int digit;
            int shift = 0;
            do {
                digit = input.readUnsignedByte();
                digits.append(HexFormat.of().withUpperCase().toHexDigits((byte) digit));
                length |= (digit & 0x7F) << shift;
                shift += 7;
            } while (digit > 0x7F);
            return Optional.of(new Packet(first, digits.toString(), Payload.copyOf(input.readNBytes(length))));
        } catch (EOFException | SocketException closed) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Packet next() {
        return poll().orElseThrow(() -> new AssertionError("The server has closed"));
    }

    /** The next packet in hexadecimal. */
    String nextHex() {
        return next().hex();
    }

    /** As {@link #nextHex()}, behind a packet of this type. */
    String nextAfter(int type) {
        Packet packet = next();
        assertThat(packet.type()).as(packet.hex()).isEqualTo(type);
        return nextHex();
    }

    Packet.Publish nextPublish() {
        Packet packet = next();
        assertThat(packet.type()).as(packet.hex()).isEqualTo(Packet.PUBLISH);
        return packet.publish();
    }

    /** Proves that nothing has come before the answer to a PINGREQ of now. */
    void expectNothing() {
        send(Raw.PINGREQ);
        assertThat(nextHex()).isEqualTo("D000");
    }

    /** The server closes, without a word. */
    void expectClosed() {
        assertThat(poll().map(Packet::hex)).isEmpty();
    }

    /** The server says CONNACK with this reason or return code, and closes. */
    void expectRefused(int code) {
        Packet packet = next();
        assertThat(packet.type()).as(packet.hex()).isEqualTo(Packet.CONNACK);
        assertThat(packet.at(0)).as("session present").isZero();
        assertThat(packet.at(1)).as(packet.hex()).isEqualTo(code);
        expectClosed();
    }

    /** The server closes; if it says CONNACK before, then with this reason code. */
    void expectNotAccepted(int code) {
        Optional<Packet> answer = poll();
        answer.ifPresent(packet -> {
            assertThat(packet.type()).as(packet.hex()).isEqualTo(Packet.CONNACK);
            assertThat(packet.at(1)).as(packet.hex()).isEqualTo(code);
            expectClosed();
        });
    }

    /** The server says DISCONNECT with this reason code, and closes. */
    void expectDisconnect(int code) {
        Packet packet = next();
        assertThat(packet.type()).as(packet.hex()).isEqualTo(Packet.DISCONNECT);
        assertThat(packet.at(0)).as(packet.hex()).isEqualTo(code);
        expectClosed();
    }

    /** Subscribes with packet id 1 and reads the SUBACK, which must grant it. */
    RawClient subscribed(String filter, int options) {
        send(Raw.subscribe(1, filter, options));
        assertThat(nextHex()).isEqualTo("900400010" + "00" + (options & 3));
        return this;
    }

    /** As {@link #subscribed}, in 3.1.1. */
    RawClient subscribed311(String filter, int qos) {
        send(Raw.subscribe311(1, filter, qos));
        assertThat(nextHex()).isEqualTo("90030001" + "0" + qos);
        return this;
    }

    /** Publishes with packet id 1 and QoS 1, and waits until it has been passed on. */
    RawClient published(int retain, String topic, byte[] properties, String payload) {
        send(Raw.publish(0x32 | retain, topic, 1, properties, payload));
        Packet answer = next();
        assertThat(answer.type()).as(answer.hex()).isEqualTo(4);
        return this;
    }

    RawClient published(String topic, String payload) {
        return published(0, topic, Raw.NO_PROPERTIES, payload);
    }

    /** Cuts the connection. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

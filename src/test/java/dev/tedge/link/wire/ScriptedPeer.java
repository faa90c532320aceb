package dev.tedge.link.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Says and hears byte for byte what a test wants, on one connection. */
final class ScriptedPeer implements AutoCloseable {

    static final int CONNECT = 1;

    private static final int PATIENCE_MILLIS = 20_000;
    private static final int SMALL_BUFFER = 4 * 1024;

    private final ServerSocket server;
    private @Nullable Socket socket;

    ScriptedPeer() throws IOException {
        server = new ServerSocket();
        // So that a reader that does not read is felt soon.
        server.setReceiveBufferSize(SMALL_BUFFER);
        server.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.setSoTimeout(PATIENCE_MILLIS);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Waits for a client and its CONNECT, and answers. */
    ScriptedPeer accept(String connAck) throws IOException {
        Socket accepted = server.accept();
        accepted.setSoTimeout(PATIENCE_MILLIS);
        socket = accepted;
        expect(CONNECT);
        return send(connAck);
    }

    /** Sends bytes, written in hexadecimal digits; spaces are for people. */
    ScriptedPeer send(String hex) throws IOException {
        connected().getOutputStream().write(HexFormat.of().parseHex(hex.replace(" ", "")));
        return this;
    }

    /**
     * Waits for the next packet.
     *
     * @return what follows its fixed header
     */
    byte[] expect(int type) throws IOException {
        DataInputStream in = new DataInputStream(connected().getInputStream());
        assertThat(in.readUnsignedByte() >> 4).as("type of the packet").isEqualTo(type);
        int length = 0;
        int shift = 0;
        int next;
        do {
            next = in.readUnsignedByte();
            length |= (next & 0x7F) << shift;
            shift += 7;
        } while (next > 0x7F);
        byte[] body = new byte[length];
        in.readFully(body);
        return body;
    }

    /** Waits for the end of what the client sends. */
    void expectEnd() throws IOException {
        assertThat(connected().getInputStream().read()).as("the end").isEqualTo(-1);
    }

    /** Closes the connection. */
    void hangUp() throws IOException {
        connected().close();
    }

    private Socket connected() {
        Socket current = socket;
        if (current == null) {
            throw new IllegalStateException("nobody has connected yet");
        }
        return current;
    }

    @Override
    public void close() throws IOException {
        server.close();
        if (socket != null) {
            socket.close();
        }
    }
}

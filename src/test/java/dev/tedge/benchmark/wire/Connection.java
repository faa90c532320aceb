package dev.tedge.benchmark.wire;

import java.io.IOException;
import java.net.Socket;

/** A client of a broker, connected. */
final class Connection implements AutoCloseable {

    private final Socket socket;
    private final PacketReader in;
    private final PacketWriter out;

    Connection(Socket socket, String clientId, boolean clean) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        this.in = new PacketReader(socket.getInputStream());
        this.out = new PacketWriter(socket.getOutputStream());
        out.connect(clientId, clean);
        if (in.next() != PacketType.CONNACK || in.number(in.body()) % 0x100 != 0) {
            throw new IOException("The broker refuses " + clientId);
        }
    }

    void subscribe(String filter, int qos) throws IOException {
        out.subscribe(filter, qos);
        if (in.next() != PacketType.SUBACK || in.buffer()[in.end() - 1] != qos) {
            throw new IOException("The broker refuses the filter " + filter);
        }
    }

    PacketReader in() {
        return in;
    }

    PacketWriter out() {
        return out;
    }

    boolean isClosed() {
        return socket.isClosed();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

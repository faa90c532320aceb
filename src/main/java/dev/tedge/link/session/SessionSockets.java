package dev.tedge.link.session;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes the socket of one session, and closes it at any moment of its life. A plain {@link SocketFactory} even for TLS: the
 * MQTT client library overwrites the TLS parameters of an {@code SSLSocketFactory}'s sockets, and ALPN with them.
 */
final class SessionSockets extends SocketFactory {

    private final SessionConfig config;

    private @Nullable Socket socket;
    private boolean closed;

    SessionSockets(SessionConfig config) {
        this.config = config;
    }

    @Override
    public synchronized Socket createSocket() throws IOException {
        if (closed) {
            throw new IOException("the session is closed");
        }
        socket = new SessionSocket(config);
        return socket;
    }

    /** Ends whatever waits for the network: a connect, a handshake, a read. */
    synchronized void close() {
        closed = true;
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                // Closed is closed.
            }
        }
    }

    @Override
    public Socket createSocket(String toHost, int toPort) throws IOException {
        throw new IOException("only unconnected sockets are made here");
    }

    @Override
    public Socket createSocket(String toHost, int toPort, InetAddress from, int fromPort) throws IOException {
        return createSocket(toHost, toPort);
    }

    @Override
    public Socket createSocket(InetAddress toHost, int toPort) throws IOException {
        return createSocket(toHost.getHostAddress(), toPort);
    }

    @Override
    public Socket createSocket(InetAddress toHost, int toPort, InetAddress from, int fromPort) throws IOException {
        return createSocket(toHost, toPort);
    }
}

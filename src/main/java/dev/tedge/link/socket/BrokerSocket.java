package dev.tedge.link.socket;

import dev.tedge.link.session.HttpProxy;
import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.SessionConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;

/**
 * A connection to a broker on which MQTT can be spoken: through the proxy, if there is one, and secured, if TLS is wanted. One
 * thread connects; any may close. Whoever makes it closes it.
 */
public final class BrokerSocket {

    /** Bounds how long a close may wait for a peer that has stopped reading. */
    private static final int LINGER_SECONDS = 2;

    private final SessionConfig config;
    private final Socket plain = new Socket();

    private volatile Socket used = plain;

    /** A socket that is not connected yet. */
    public BrokerSocket(SessionConfig config) {
        this.config = config;
    }

    /**
     * Connects. TCP, the proxy and TLS may take the patience each.
     *
     * @throws IOException what {@link FailureExplainer#failed} puts into words
     */
    public void connect(Duration patience) throws IOException {
        int timeoutMillis = (int) patience.toMillis();
        Optional<TlsHandshake> tls = Optional.empty();
        if (config.tls().isPresent()) {
            // Before anything is sent: our own files may be the fault.
            tls = Optional.of(TlsHandshake.by(config.tls().get()));
        }
        if (config.proxy().isPresent()) {
            passProxy(config.proxy().get(), timeoutMillis);
        } else {
            reach(config.host(), config.port(), timeoutMillis);
        }
        if (tls.isPresent()) {
            used = tls.get().with(used, config.host(), config.port());
        }
    }

    private void reach(String host, int port, int timeoutMillis) throws IOException {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new UnknownHostException(host);
        }
        plain.connect(address, timeoutMillis);
        plain.setTcpNoDelay(true);
        plain.setSoLinger(true, LINGER_SECONDS);
        plain.setSoTimeout(timeoutMillis);
    }

    /** What goes wrong up to the tunnel is the proxy's, not the broker's. */
    private void passProxy(HttpProxy proxy, int timeoutMillis) throws IOException {
        try {
            reach(proxy.host(), proxy.port(), timeoutMillis);
            if (proxy.tls().isPresent()) {
                used = TlsHandshake.by(proxy.tls().get()).with(used, proxy.host(), proxy.port());
            }
            new ProxyTunnel(proxy, config.host(), config.port()).open(used, Duration.ofMillis(timeoutMillis));
            plain.setSoTimeout(timeoutMillis);
        } catch (OwnFilesException | ProxyTunnel.ProxyException inWords) {
            throw inWords;
        } catch (IOException failure) {
            LinkFailure explained = new FailureExplainer(proxy.host(), proxy.port()).failed(failure);
            throw new ProxyTunnel.ProxyException("the HTTP proxy can't be used: " + explained.text(), failure);
        }
    }

    /** What the broker sends. */
    public InputStream input() throws IOException {
        return used.getInputStream();
    }

    /** What the broker is sent, at once: not buffered. */
    public OutputStream output() throws IOException {
        return used.getOutputStream();
    }

    /**
     * Lets a read end with a {@link java.net.SocketTimeoutException} when nothing comes in. Nothing is lost by it.
     *
     * @param patience zero to wait for ever
     */
    public void limitReads(Duration patience) throws SocketException {
        plain.setSoTimeout((int) patience.toMillis());
    }

    /** Closes in good order: with TLS, the peer is told. */
    public void close() {
        try (plain) {
            used.close();
        } catch (IOException e) {
            // Closed is closed.
        }
    }

    /** Closes at once, whatever is being read or written. */
    public void abort() {
        try {
            plain.close();
        } catch (IOException e) {
            // Closed is closed.
        }
    }

    /** Our own files are the cause, before a packet was sent. */
    static final class OwnFilesException extends IOException {

        private static final long serialVersionUID = 1L;

        OwnFilesException(Exception cause) {
            super(cause.getMessage(), cause);
        }
    }
}

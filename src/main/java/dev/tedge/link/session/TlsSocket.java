package dev.tedge.link.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A socket whose {@code connect} ends with a finished TLS handshake and a verified peer. */
// Not synchronized as in Socket: a close has to end a connect that hangs, not to wait for it.
@SuppressWarnings("UnsynchronizedOverridesSynchronized")
final class TlsSocket extends Socket {

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    /** Bounds how long a close may wait for a peer that has stopped reading. */
    private static final int LINGER_SECONDS = 2;

    private final Tls tls;
    private final String host;
    private final int port;
    private final Socket plain = new Socket();

    private volatile @Nullable SSLSocket secured;

    TlsSocket(Tls tls, String host, int port) {
        this.tls = tls;
        this.host = host;
        this.port = port;
    }

    @Override
    public void connect(SocketAddress endpoint, int timeoutMillis) throws IOException {
        if (endpoint instanceof InetSocketAddress address && address.isUnresolved()) {
            throw new UnknownHostException(host);
        }
        var sockets = sockets();
        plain.connect(endpoint, timeoutMillis);
        plain.setTcpNoDelay(true);
        plain.setSoLinger(true, LINGER_SECONDS);
        plain.setSoTimeout(timeoutMillis);
        SSLSocket socket = (SSLSocket) sockets.createSocket(plain, host, port, true);
        socket.setSSLParameters(parameters(socket.getSSLParameters()));
        socket.startHandshake();
        secured = socket;
    }

    private javax.net.ssl.SSLSocketFactory sockets() throws OwnFilesException {
        try {
            return tls.context().load().getSocketFactory();
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw new OwnFilesException(e);
        }
    }

    private SSLParameters parameters(SSLParameters parameters) {
        parameters.setProtocols(PROTOCOLS);
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (!isAddress(host)) {
            parameters.setServerNames(List.of(new SNIHostName(host)));
        }
        if (!tls.applicationProtocols().isEmpty()) {
            parameters.setApplicationProtocols(tls.applicationProtocols().toArray(String[]::new));
        }
        return parameters;
    }

    /** RFC 6066, section 3: addresses are not permitted as a server name. */
    private static boolean isAddress(String host) {
        return host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || Character.isDigit(c));
    }

    private SSLSocket secured() throws SocketException {
        SSLSocket socket = secured;
        if (socket == null) {
            throw new SocketException("not connected");
        }
        return socket;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return secured().getInputStream();
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return secured().getOutputStream();
    }

    @Override
    public void setSoTimeout(int millis) throws SocketException {
        plain.setSoTimeout(millis);
    }

    @Override
    public int getSoTimeout() throws SocketException {
        return plain.getSoTimeout();
    }

    @Override
    public void shutdownInput() {
        // TLS knows no half-closed connection; close() follows.
    }

    @Override
    public void close() throws IOException {
        SSLSocket socket = secured;
        try (plain) {
            if (socket != null) {
                socket.close();
            }
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

package dev.tedge.link.socket;

import dev.tedge.link.session.Tls;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Secures a connected socket, whatever it is connected through, and verifies that the peer is who it should be. */
final class TlsHandshake {

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final SSLSocketFactory sockets;
    private final List<String> applicationProtocols;

    private TlsHandshake(SSLSocketFactory sockets, List<String> applicationProtocols) {
        this.sockets = sockets;
        this.applicationProtocols = applicationProtocols;
    }

    /**
     * Loads the files.
     *
     * @throws BrokerSocket.OwnFilesException when they can't be used
     */
    static TlsHandshake by(Tls tls) throws BrokerSocket.OwnFilesException {
        try {
            return new TlsHandshake(tls.context().load().getSocketFactory(), tls.applicationProtocols());
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw new BrokerSocket.OwnFilesException(e);
        }
    }

    /** A socket above the connected one, after the handshake with that host; to close it closes both. */
    SSLSocket with(Socket connected, String host, int port) throws IOException {
        HandshakeSocket below = new HandshakeSocket(connected);
        SSLSocket socket = (SSLSocket) sockets.createSocket(below, host, port, true);
        socket.setSSLParameters(parameters(socket.getSSLParameters(), host));
        socket.startHandshake();
        below.endHandshake();
        return socket;
    }

    private SSLParameters parameters(SSLParameters parameters, String host) {
        parameters.setProtocols(PROTOCOLS);
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (!isAddress(host)) {
            parameters.setServerNames(List.of(new SNIHostName(host)));
        }
        if (!applicationProtocols.isEmpty()) {
            parameters.setApplicationProtocols(applicationProtocols.toArray(String[]::new));
        }
        return parameters;
    }

    /** RFC 6066, section 3: addresses are not permitted as a server name. */
    private static boolean isAddress(String host) {
        return host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || Character.isDigit(c));
    }
}

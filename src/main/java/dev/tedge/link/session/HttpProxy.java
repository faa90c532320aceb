package dev.tedge.link.session;

import dev.tedge.link.session.SessionConfig.Credentials;
import java.util.Objects;
import java.util.Optional;

/**
 * An HTTP proxy that is asked to open a tunnel by CONNECT (RFC 9110, section 9.3.6).
 *
 * @param host name or address; the proxy resolves the name of the broker
 * @param port TCP port
 * @param tls secures the way to the proxy itself; empty for plain HTTP
 * @param credentials for Basic authentication (RFC 7617), sent with the first request
 */
public record HttpProxy(String host, int port, Optional<Tls> tls, Optional<Credentials> credentials) {

    public HttpProxy {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(tls, "tls");
        Objects.requireNonNull(credentials, "credentials");
    }

    /** Where it is, for people. */
    public String address() {
        return host + ":" + port;
    }
}

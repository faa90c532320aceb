package dev.tedge.mqttserver.engine;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;

/** What a client has proved in the TLS handshake. */
final class ClientCertificates {

    private ClientCertificates() {}

    /** The chain of the client, its own first; empty without TLS. */
    static List<X509Certificate> of(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            return List.of();
        }
        try {
            return Arrays.stream(tls.engine().getSession().getPeerCertificates())
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (SSLPeerUnverifiedException impossible) {
            throw new IllegalStateException("A TLS client got this far without a certificate", impossible);
        }
    }
}

package dev.tedge.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.link.session.LinkFailure.Kind;
import dev.tedge.link.session.Tls;
import dev.tedge.mqttserver.MqttServer;
import dev.tedge.mqttserver.MqttServerConfig;
import dev.tedge.mqttserver.MqttServerHooks;
import dev.tedge.testing.TestingCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a link shows and asks for in the TLS handshake. */
class LinkTlsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TestingCertificates authority = new TestingCertificates();
    private final TestingLinks links = new TestingLinks();

    @AfterEach
    void end() {
        links.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void tls_offersAlpnAndServerName_inEachVersion(String version) throws Exception {
        SSLServerSocket server = links.begin((SSLServerSocket) authority
                .serverContext(authority.server())
                .getServerSocketFactory()
                .createServerSocket(0, 10, InetAddress.getLoopbackAddress()));
        SSLParameters parameters = server.getSSLParameters();
        parameters.setProtocols(new String[] {version});
        parameters.setApplicationProtocols(new String[] {"other", "x-amzn-mqtt-ca"});
        parameters.setNeedClientAuth(true);
        server.setSSLParameters(parameters);
        CompletableFuture<String> seen = CompletableFuture.supplyAsync(() -> handshake(server));

        links.link("localhost", server.getLocalPort(), settings -> settings.tls(tls("x-amzn-mqtt-ca")));

        assertThat(seen.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isEqualTo(version + " x-amzn-mqtt-ca [type=host_name (0), value=localhost] CN=robot-7");
    }

    @Test
    void serverOfAnotherName_isRefused() throws Exception {
        MqttServer broker = links.begin(MqttServer.start(
                MqttServerConfig.defaults().withPort(0).withTls(authority.serverContext(authority.server("a.example"))),
                MqttServerHooks.ALLOW_ALL));

        Link link = links.link("localhost", broker.port(), settings -> settings.tls(tls()));

        assertThat(TestingLinks.failureOf(link, PATIENCE).kind()).isEqualTo(Kind.HOST_NAME);
    }

    private Tls tls(String... protocols) {
        return new Tls(() -> authority.clientContext(authority.device(TestingLinks.CLIENT)), List.of(protocols));
    }

    /** What the client has shown. */
    private static String handshake(SSLServerSocket server) {
        try (Socket accepted = server.accept()) {
            SSLSocket socket = (SSLSocket) accepted;
            socket.startHandshake();
            ExtendedSSLSession session = (ExtendedSSLSession) socket.getSession();
            return session.getProtocol() + " " + socket.getApplicationProtocol() + " "
                    + session.getRequestedServerNames() + " "
                    + session.getPeerPrincipal().getName();
        } catch (IOException e) {
            return "failed: " + e;
        }
    }
}

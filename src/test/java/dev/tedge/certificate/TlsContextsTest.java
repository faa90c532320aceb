package dev.tedge.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshakes between engines, in memory. */
class TlsContextsTest {

    private final Path directory;
    private final Path root;
    private final ThrowawayAuthority authority = ThrowawayAuthority.create(Clock.systemUTC());
    private final DeviceCertificateFiles device;
    private final ClientIdentity identity;

    TlsContextsTest(@TempDir Path directory) {
        this.directory = directory;
        this.root = directory.resolve("root.pem");
        this.device = new DeviceCertificateFiles(directory.resolve("cert.pem"), directory.resolve("key.pem"));
        this.identity = new ClientIdentity(device.certificate(), device.key());
    }

    @BeforeEach
    void createFiles() {
        authority.writeCertificate(root);
        device.create(request("my-device"), Clock.systemUTC());
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1"})
    void peers_knowEachOther(String host) throws Exception {
        SSLEngine client = engine(TlsContexts.client(Optional.of(root), Optional.of(identity)), host);
        SSLEngine server = serverEngine();

        handshake(client, server);

        assertThat(((X509Certificate) server.getSession().getPeerCertificates()[0]).getSubjectX500Principal())
                .asString()
                .contains("CN=my-device");
        assertThat(client.getSession().getProtocol()).isEqualTo("TLSv1.3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void certificate_isShown_toAServerThatNamesOtherAuthorities(String protocol) throws Exception {
        SSLEngine client = engine(TlsContexts.client(Optional.of(root), Optional.of(identity)), "localhost");
        client.setEnabledProtocols(new String[] {protocol});
        SSLEngine server = serverEngine(new TrustManager[] {new TestingRegistry(authority.certificate())});

        handshake(client, server);

        assertThat(server.getSession().getPeerCertificates()[0]).isEqualTo(PemCertificates.first(device.certificate()));
    }

    @Test
    void server_isRefused_whenItsNameIsAnother() {
        SSLEngine client = engine(TlsContexts.client(Optional.of(root), Optional.of(identity)), "example.com");

        assertThatExceptionOfType(SSLHandshakeException.class)
                .isThrownBy(() -> handshake(client, serverEngine()))
                .withStackTraceContaining("example.com");
    }

    @Test
    void server_isRefused_whenItsAuthorityIsAnother() {
        ThrowawayAuthority.create(Clock.systemUTC()).writeCertificate(root);
        SSLEngine client = engine(TlsContexts.client(Optional.of(root), Optional.empty()), "localhost");

        assertThatExceptionOfType(SSLHandshakeException.class).isThrownBy(() -> handshake(client, serverEngine()));
    }

    @Test
    void server_isRefused_whenTheJdkDoesNotKnowIt() {
        SSLEngine client = engine(TlsContexts.client(Optional.empty(), Optional.of(identity)), "localhost");

        assertThatExceptionOfType(SSLHandshakeException.class).isThrownBy(() -> handshake(client, serverEngine()));
    }

    @Test
    void directory_isSearchedForCertificates_eachOnce() throws IOException {
        Path certs = Files.createDirectory(directory.resolve("certs"));
        Files.writeString(
                certs.resolve("bundle.crt"),
                "# text\n" + Files.readString(root) + Files.readString(device.certificate()));
        Files.copy(root, certs.resolve("again.pem"));
        Files.createSymbolicLink(certs.resolve("0a1b2c3d.0"), root);
        Files.createSymbolicLink(certs.resolve("dead.pem"), directory.resolve("nowhere"));
        Files.createDirectory(certs.resolve("folder.pem"));
        Files.writeString(certs.resolve("broken.pem"), "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----");
        Files.copy(device.key(), certs.resolve("key.pem"));
        Files.writeString(certs.resolve("README"), "-----BEGIN CERTIFICATE-----");

        assertThat(TrustedCertificates.read(certs))
                .containsExactlyInAnyOrder(authority.certificate(), PemCertificates.first(device.certificate()));
    }

    @Test
    void trustWithoutCertificate_isNamed() throws IOException {
        Path empty = Files.createDirectory(directory.resolve("empty"));
        Path missing = directory.resolve("missing");

        assertRefused(() -> TlsContexts.client(Optional.of(empty), Optional.empty()), "No root certificate", empty);
        assertRefused(() -> TlsContexts.client(Optional.of(missing), Optional.empty()), "do not exist", missing);
        assertRefused(() -> TlsContexts.client(Optional.of(device.key()), Optional.empty()), "decoding", device.key());
    }

    @Test
    void keyOfAnotherCertificate_isRefused() {
        DeviceCertificateFiles other =
                new DeviceCertificateFiles(directory.resolve("cert2.pem"), directory.resolve("key2.pem"));
        other.create(request("other"), Clock.systemUTC());

        assertRefused(
                () -> new ClientIdentity(device.certificate(), other.key()).load(),
                "does not belong to the certificate " + device.certificate(),
                other.key());
    }

    @Test
    void missingIdentity_isNamed() {
        Path missing = directory.resolve("missing");

        assertRefused(() -> new ClientIdentity(missing, device.key()).load(), "Missing file: ", missing);
        assertRefused(() -> new ClientIdentity(device.certificate(), missing).load(), "private key", missing);
    }

    @Test
    void chain_isRefused_whenItIsNotOne() throws IOException {
        Path mixed = directory.resolve("mixed.pem");
        Files.writeString(mixed, Files.readString(device.certificate()) + Files.readString(root));

        assertRefused(
                () -> TlsContexts.client(Optional.empty(), Optional.of(new ClientIdentity(mixed, device.key()))),
                "chain",
                mixed);
    }

    @Test
    void key_isNotPrinted() {
        assertThat(identity.load())
                .hasToString("KeyWithChain[key=(secret), certificate=OU=Device, O=Thin Edge, CN=my-device]");
    }

    private static void assertRefused(Runnable attempt, String reason, Path file) {
        assertThatExceptionOfType(CredentialException.class)
                .isThrownBy(attempt::run)
                .withMessageContaining(reason)
                .withMessageContaining(file.toString());
    }

    private static CertificateRequest request(String id) {
        return new CertificateRequest(new DeviceId(id), "Thin Edge", "Device", Duration.ofDays(365));
    }

    private static SSLEngine engine(SSLContext context, String host) {
        SSLEngine client = context.createSSLEngine(host, 8883);
        client.setUseClientMode(true);
        SSLParameters parameters = client.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        client.setSSLParameters(parameters);
        return client;
    }

    private SSLEngine serverEngine() throws GeneralSecurityException, IOException {
        KeyStore clients = KeyStore.getInstance("PKCS12");
        clients.load(null, null);
        clients.setCertificateEntry("device", PemCertificates.first(device.certificate()));
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance("PKIX");
        trustManagers.init(clients);
        return serverEngine(trustManagers.getTrustManagers());
    }

    private SSLEngine serverEngine(TrustManager[] trust) throws GeneralSecurityException, IOException {
        KeyWithChain identityOfServer = authority.issueServer(List.of("localhost", "127.0.0.1"));
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry(
                "server",
                identityOfServer.key(),
                new char[0],
                identityOfServer.chain().toArray(Certificate[]::new));
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("PKIX");
        keyManagers.init(keys, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trust, null);
        SSLEngine server = context.createSSLEngine();
        server.setUseClientMode(false);
        server.setNeedClientAuth(true);
        return server;
    }

    private static void handshake(SSLEngine client, SSLEngine server) throws SSLException {
        ByteBuffer toServer = ByteBuffer.allocate(1 << 16).flip();
        ByteBuffer toClient = ByteBuffer.allocate(1 << 16).flip();
        client.beginHandshake();
        server.beginHandshake();
        while (client.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING
                || server.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
            step(client, toClient, toServer);
            step(server, toServer, toClient);
        }
    }

    private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        switch (engine.getHandshakeStatus()) {
            case NEED_WRAP -> {
                out.compact();
                engine.wrap(ByteBuffer.allocate(0), out);
                out.flip();
            }
            case NEED_TASK -> {
                for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                    task.run();
                }
            }
            // The client is done first; the server's session tickets still come in.
            default -> engine.unwrap(in, ByteBuffer.allocate(1 << 16));
        }
    }

    /** Like AWS: names an authority, and takes what is registered, whoever has signed it. */
    private static final class TestingRegistry extends X509ExtendedTrustManager {

        private final X509Certificate named;

        TestingRegistry(X509Certificate named) {
            this.named = named;
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[] {named};
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}
    }
}

package dev.tedge.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tedge.testing.TestingIdentity.KeyForm;
import dev.tedge.testing.TestingIdentity.PemFiles;
import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CertificatesIT {

    private final TestingCertificates mine = new TestingCertificates();
    private final TestingCertificates other = new TestingCertificates();

    @Test
    void device_hasItsName_andIsSignedByTheAuthority() {
        TestingIdentity device = mine.device("a, b");

        assertThat(device.certificate().getSubjectX500Principal().getName()).isEqualTo("CN=a\\, b");
        assertThatCode(() -> device.certificate().verify(mine.authority().getPublicKey()))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> device.certificate().verify(other.authority().getPublicKey()))
                .isInstanceOf(SignatureException.class);
    }

    @Test
    void validity_isWhatTheMethodSays() {
        assertThatCode(() -> mine.rsaDevice("d").certificate().checkValidity()).doesNotThrowAnyException();
        assertThatThrownBy(() -> mine.expiredDevice("d").certificate().checkValidity())
                .isInstanceOf(CertificateExpiredException.class);
        assertThatThrownBy(() -> mine.expiredServer().certificate().checkValidity())
                .isInstanceOf(CertificateExpiredException.class);
        assertThatThrownBy(() -> mine.notYetValidDevice("d").certificate().checkValidity())
                .isInstanceOf(CertificateNotYetValidException.class);
    }

    @Test
    void identity_neverPrintsItsKey() {
        assertThat(TestingCertificates.selfSigned("d")).hasToString("TestingIdentity[CN=d]");
    }

    static Stream<Arguments> keyForms() {
        TestingCertificates certificates = new TestingCertificates();
        return Stream.of(
                Arguments.of("EC PRIVATE KEY", certificates.device("d"), KeyForm.TRADITIONAL),
                Arguments.of("RSA PRIVATE KEY", certificates.rsaDevice("d"), KeyForm.TRADITIONAL),
                Arguments.of("PRIVATE KEY", certificates.device("d"), KeyForm.PKCS8),
                Arguments.of("PRIVATE KEY", certificates.rsaDevice("d"), KeyForm.PKCS8));
    }

    @ParameterizedTest
    @MethodSource("keyForms")
    void files_holdTheKey_readableForTheOwnerOnly(
            String type, TestingIdentity identity, KeyForm form, @TempDir Path directory) throws Exception {
        PemFiles files = identity.write(directory, "device", form);

        assertThat(files.certificate()).content().startsWith("-----BEGIN CERTIFICATE-----");
        assertThat(files.key()).content().startsWith("-----BEGIN " + type + "-----");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.key())))
                .isEqualTo("rw-------");
        assertThat(isKeyOf(identity.certificate(), read(files.key()))).isTrue();
    }

    @Test
    void handshake_succeeds_withCertificatesOfOneAuthority() throws Exception {
        assertThat(handshake(mine.serverContext(mine.server()), mine.clientContext(mine.rsaDevice("d1"))))
                .isEqualTo("CN=d1");
    }

    @Test
    void handshake_fails_whenTheServerIsOfAnotherAuthority() {
        assertThatThrownBy(() -> handshake(mine.serverContext(mine.server()), other.clientContext(mine.device("d1"))))
                .isInstanceOf(SSLException.class);
    }

    @Test
    void handshake_fails_whenTheServersNameIsAnother() {
        assertThatThrownBy(() -> handshake(
                        mine.serverContext(mine.server("broker.example")), mine.clientContext(mine.device("d1"))))
                .isInstanceOf(SSLException.class);
    }

    private static boolean isKeyOf(X509Certificate certificate, PrivateKey key) throws GeneralSecurityException {
        Signature signature =
                Signature.getInstance("SHA256with" + key.getAlgorithm().replace("EC", "ECDSA"));
        signature.initSign(key);
        byte[] signed = signature.sign();
        signature.initVerify(certificate);
        return signature.verify(signed);
    }

    private static PrivateKey read(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file);
                PEMParser parser = new PEMParser(reader)) {
            Object content = parser.readObject();
            JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
            return content instanceof PEMKeyPair pair
                    ? converter.getKeyPair(pair).getPrivate()
                    : converter.getPrivateKey((PrivateKeyInfo) content);
        }
    }

    /** One byte over TLS with host name verification; gives the name that the server has seen. */
    private static String handshake(SSLContext server, SSLContext client) throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (SSLServerSocket listener =
                (SSLServerSocket) server.getServerSocketFactory().createServerSocket(0, 1, loopback)) {
            listener.setNeedClientAuth(true);
            CompletableFuture<String> peer = CompletableFuture.supplyAsync(() -> acceptOne(listener));
            try (SSLSocket socket =
                    (SSLSocket) client.getSocketFactory().createSocket("127.0.0.1", listener.getLocalPort())) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                return peer.get(10, TimeUnit.SECONDS);
            }
        }
    }

    private static String acceptOne(SSLServerSocket listener) {
        try (SSLSocket socket = (SSLSocket) listener.accept()) {
            socket.startHandshake();
            return socket.getSession().getPeerPrincipal().getName();
        } catch (IOException e) {
            return "refused: " + e.getMessage();
        }
    }
}

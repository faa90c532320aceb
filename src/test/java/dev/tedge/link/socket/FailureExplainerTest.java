package dev.tedge.link.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.LinkFailure.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureExplainerTest {

    private final FailureExplainer explainer = new FailureExplainer("aws.example", 8883);

    static Stream<Arguments> failures() {
        return Stream.of(
                arguments("name unknown", new UnknownHostException("x"), Kind.UNKNOWN_HOST, "'aws.example' is unknown"),
                arguments("port closed", new ConnectException("Connection refused"), Kind.UNREACHABLE, "refused"),
                arguments("no route", new NoRouteToHostException("No route"), Kind.UNREACHABLE, "No route"),
                arguments("silence", new SocketTimeoutException("timed out"), Kind.TIMEOUT, "does not answer"),
                arguments(
                        "server certificate of a stranger",
                        handshake("PKIX path building failed: unable to find valid certification path to target"),
                        Kind.SERVER_CERTIFICATE,
                        "not signed by a trusted authority"),
                arguments(
                        "server certificate expired",
                        caused(handshake("PKIX"), new CertificateExpiredException("NotAfter: yesterday")),
                        Kind.SERVER_CERTIFICATE,
                        "is not valid now: NotAfter: yesterday"),
                arguments(
                        "server certificate expired, as the JDK tells it",
                        caused(
                                handshake("PKIX path validation failed"),
                                new CertPathValidatorException(
                                        "validity check failed", new CertificateExpiredException("NotAfter: then"))),
                        Kind.SERVER_CERTIFICATE,
                        "is not valid now: NotAfter: then"),
                arguments(
                        "server certificate for another host",
                        caused(handshake("x"), new CertificateException("No subject alternative DNS name matching")),
                        Kind.HOST_NAME,
                        "for another host"),
                arguments(
                        "our certificate unknown",
                        new SSLException("Received fatal alert: unknown_ca"),
                        Kind.CLIENT_CERTIFICATE,
                        "did not accept the device certificate: received fatal alert: unknown_ca"),
                arguments(
                        "no common TLS version",
                        handshake("Received fatal alert: protocol_version"),
                        Kind.TLS,
                        "protocol_version"),
                arguments("closed in the handshake", new EOFException(), Kind.CLOSED, "closed the connection"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void aFailureToConnect_isNamed(String reason, Exception failure, Kind kind, String words) {
        LinkFailure explained = explainer.failed(new IllegalStateException("wrapped", failure));

        assertThat(explained.kind()).isEqualTo(kind);
        assertThat(explained.text()).contains("aws.example").contains(words).doesNotContain("\n");
    }

    @Test
    void ourOwnFiles_speakForThemselves() {
        IOException failure = new BrokerSocket.OwnFilesException(new IOException("key.pem is missing\n    Make it"));
        assertThat(explainer.failed(failure)).isEqualTo(new LinkFailure(Kind.OWN_FILES, "key.pem is missing Make it"));
    }

    @Test
    void ourOwnFiles_sayWhyTheyCannotBeRead() {
        RuntimeException reading =
                new IllegalStateException("reading key.pem", new IOException("Permission denied: run as its owner"));
        assertThat(explainer.failed(new BrokerSocket.OwnFilesException(reading)).text())
                .isEqualTo("reading key.pem: Permission denied: run as its owner");
    }

    @Test
    void ourOwnFiles_sayWhy_whenTheReasonIsInNoMessage() {
        RuntimeException reading = new IllegalStateException("reading key.pem", new AccessDeniedException("key.pem"));
        RuntimeException missing = new IllegalStateException("reading key.pem", new NoSuchFileException("key.pem"));

        assertThat(explainer.failed(new BrokerSocket.OwnFilesException(reading)).text())
                .isEqualTo("reading key.pem: permission denied");
        assertThat(explainer.failed(new BrokerSocket.OwnFilesException(missing)).text())
                .isEqualTo("reading key.pem: no such file");
    }

    @Test
    void theBrokersWordOnOurCertificate_isUnderstood_afterTheHandshakeToo() {
        LinkFailure lost =
                explainer.lost(new IOException(new SSLException("Received fatal alert: certificate_expired")));
        assertThat(lost.kind()).isEqualTo(Kind.CLIENT_CERTIFICATE);
    }

    @Test
    void aSilentClose_isToldFromABrokenConnection() {
        LinkFailure closed = explainer.lost(new IOException(new EOFException()));
        LinkFailure broken = explainer.lost(new IOException(new SocketException("Connection reset")));

        assertThat(closed.silent()).isTrue();
        assertThat(closed.mayBlameAPacket()).isTrue();
        assertThat(broken.silent()).isFalse();
        assertThat(broken.mayBlameAPacket()).isFalse();
        assertThat(List.of(closed.kind(), broken.kind())).containsOnly(Kind.CLOSED);
    }

    @Test
    void aRefusal_saysTheReasonCode_inWords() {
        assertThat(explainer.refused(0x87).text())
                .isEqualTo("aws.example:8883 refused the connection: not authorized (0x87)");
    }

    @Test
    void aTakeOver_isToldFromOtherEnds() {
        assertThat(explainer.disconnected(0x8E, Optional.empty()).kind()).isEqualTo(Kind.TAKEN_OVER);
        assertThat(explainer.disconnected(0x97, Optional.of("slow down")))
                .isEqualTo(new LinkFailure(
                        Kind.ENDED_BY_BROKER,
                        "aws.example:8883 ended the connection: quota exceeded (0x97), \"slow down\"",
                        0x97));
    }

    private static SSLHandshakeException handshake(String message) {
        return new SSLHandshakeException(message);
    }

    private static Exception caused(Exception outer, Exception cause) {
        outer.initCause(cause);
        return outer;
    }
}

package dev.tedge.link.socket;

import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.LinkFailure.Kind;
import dev.tedge.link.session.ReasonCodes;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Turns what Java and MQTT say of a failed connection into what a person can act on. */
public final class FailureExplainer {

    private final String peer;
    private final String host;

    /**
     * @param host the host as configured
     * @param port the port as configured
     */
    public FailureExplainer(String host, int port) {
        this.host = host;
        this.peer = host + ":" + port;
    }

    /** The broker answered CONNECT with a refusal. */
    public LinkFailure refused(int reasonCode) {
        return new LinkFailure(
                Kind.REFUSED,
                "%s refused the connection: %s".formatted(peer, ReasonCodes.words(reasonCode)),
                reasonCode);
    }

    /** The broker sent DISCONNECT. */
    public LinkFailure disconnected(int reasonCode, Optional<String> reason) {
        Kind kind = reasonCode == ReasonCodes.SESSION_TAKEN_OVER ? Kind.TAKEN_OVER : Kind.ENDED_BY_BROKER;
        String text = kind == Kind.TAKEN_OVER
                ? "another client has connected to %s with the same client id".formatted(peer)
                : "%s ended the connection: %s".formatted(peer, ReasonCodes.words(reasonCode));
        return new LinkFailure(
                kind, text + reason.map(words -> ", \"" + words + "\"").orElse(""), reasonCode);
    }

    /** The connection could not be made; by what {@link BrokerSocket} throws, or the lack of an answer to CONNECT. */
    public LinkFailure failed(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Optional<LinkFailure> known = known(cause);
            if (known.isPresent()) {
                return known.get();
            }
        }
        return LinkFailure.closed(peer);
    }

    /** The connection was there and is gone. */
    public LinkFailure lost(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException tls && isAlert(tls)) {
                return tls(tls);
            }
            if (cause instanceof EOFException) {
                return LinkFailure.closed(peer);
            }
        }
        return new LinkFailure(Kind.CLOSED, "the connection to %s was lost: %s".formatted(peer, deepest(failure)));
    }

    /**
     * The broker does not keep to MQTT 5.
     *
     * @param sent what it has sent, in words
     */
    public LinkFailure notMqtt(String sent) {
        return new LinkFailure(Kind.CLOSED, "%s does not speak MQTT 5: it has sent %s".formatted(peer, sent));
    }

    private Optional<LinkFailure> known(Throwable cause) {
        if (cause instanceof BrokerSocket.OwnFilesException) {
            return Optional.of(new LinkFailure(Kind.OWN_FILES, onOneLine(ownFiles(cause))));
        }
        if (cause instanceof ProxyTunnel.ProxyException) {
            return Optional.of(new LinkFailure(Kind.PROXY, String.valueOf(cause.getMessage())));
        }
        if (cause instanceof UnknownHostException) {
            return Optional.of(new LinkFailure(Kind.UNKNOWN_HOST, "the host name '%s' is unknown".formatted(host)));
        }
        if (cause instanceof SocketTimeoutException) {
            return Optional.of(new LinkFailure(Kind.TIMEOUT, "%s does not answer".formatted(peer)));
        }
        if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            return Optional.of(
                    new LinkFailure(Kind.UNREACHABLE, "%s can't be reached: %s".formatted(peer, cause.getMessage())));
        }
        return cause instanceof SSLException tls ? Optional.of(tls(tls)) : Optional.empty();
    }

    private LinkFailure tls(SSLException failure) {
        if (isAlert(failure)) {
            return new LinkFailure(
                    Kind.CLIENT_CERTIFICATE,
                    "%s did not accept the device certificate: %s".formatted(peer, lower(failure.getMessage())));
        }
        // The validity first: its failure is wrapped in one of the certificate path.
        Optional<Throwable> notNow = find(
                failure,
                cause -> cause instanceof CertificateExpiredException
                        || cause instanceof CertificateNotYetValidException);
        if (notNow.isPresent()) {
            return serverCertificate("is not valid now: " + notNow.get().getMessage());
        }
        if (find(failure, FailureExplainer::isUntrusted).isPresent()) {
            return serverCertificate("is not signed by a trusted authority");
        }
        Optional<Throwable> otherHost = find(failure, FailureExplainer::isOtherHost);
        if (otherHost.isPresent()) {
            return new LinkFailure(
                    Kind.HOST_NAME,
                    "the certificate of %s is for another host: %s"
                            .formatted(peer, otherHost.get().getMessage()));
        }
        return new LinkFailure(Kind.TLS, "TLS with %s failed: %s".formatted(peer, deepest(failure)));
    }

    private LinkFailure serverCertificate(String what) {
        return new LinkFailure(Kind.SERVER_CERTIFICATE, "the server certificate of %s %s".formatted(peer, what));
    }

    /** The broker's word on our certificate; with TLS 1.3 it comes after the handshake, on the first read. */
    private static boolean isAlert(SSLException failure) {
        String message = lower(failure.getMessage());
        return message.contains("received fatal alert")
                && (message.contains("certificate")
                        || message.contains("unknown_ca")
                        || message.contains("access_denied"));
    }

    private static boolean isUntrusted(Throwable cause) {
        return cause instanceof CertPathValidatorException
                || String.valueOf(cause.getMessage()).contains("unable to find valid certification path");
    }

    private static boolean isOtherHost(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return message.contains("subject alternative") || message.contains("No name matching");
    }

    private static Optional<Throwable> find(Throwable failure, Predicate<Throwable> wanted) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .filter(wanted)
                .findFirst();
    }

    private static String deepest(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    /** What was being done with a file, and why the file system did not let us, which stands below it. */
    private static String ownFiles(Throwable failure) {
        String doing = String.valueOf(failure.getMessage());
        Throwable refused = failure.getCause();
        if (refused != null && refused.getCause() instanceof IOException reason) {
            String words = words(reason);
            return doing.contains(words) ? doing : doing + ": " + words;
        }
        return doing;
    }

    /** The messages of the JDK often consist of the path alone. */
    private static String words(IOException reason) {
        if (reason instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (reason instanceof NoSuchFileException) {
            return "no such file";
        }
        return reason instanceof FileSystemException detailed && detailed.getReason() != null
                ? detailed.getReason()
                : String.valueOf(reason.getMessage());
    }

    private static String onOneLine(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining(" "));
    }

    private static String lower(@Nullable String message) {
        return String.valueOf(message).toLowerCase(Locale.ROOT);
    }
}

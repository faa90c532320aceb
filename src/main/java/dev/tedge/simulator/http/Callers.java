package dev.tedge.simulator.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Finds out who calls. A request with an AWS Signature Version 4 is believed to come from the cloud's side, whatever
 * its signature: the simulator knows no secret keys with which it could check it. It listens on 127.0.0.1 only.
 */
final class Callers {

    private static final String BEARER = "Bearer ";
    private static final Pattern SIGNED = Pattern.compile("AWS4-HMAC-SHA256 "
            + "Credential=[^/,\\s]+/\\d{8}/[^/,\\s]+/[^/,\\s]+/aws4_request,\\s*"
            + "SignedHeaders=[^,\\s]+,\\s*Signature=[0-9a-f]{64}");

    private final Backend backend;
    private final byte[] token;

    Callers(Backend backend, String token) {
        this.backend = backend;
        this.token = token.getBytes(StandardCharsets.UTF_8);
    }

    /** @throws HttpError 403 if nobody knows the caller */
    Caller of(HttpExchange exchange) throws HttpError {
        Optional<String> authorization =
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"));
        if (authorization.isPresent()) {
            return of(authorization.get());
        }
        X509Certificate certificate = certificate(exchange)
                .orElseThrow(() -> HttpError.forbidden("Show a device certificate, or sign the request"));
        return backend.policyOf(certificate)
                .map(policy -> new Caller.Device(backend.thingOf(certificate), policy))
                .orElseThrow(() -> HttpError.forbidden("The certificate is not registered, or not valid"));
    }

    private Caller of(String authorization) throws HttpError {
        if (SIGNED.matcher(authorization).matches()) {
            return new Caller.Cloud();
        }
        boolean known = authorization.startsWith(BEARER)
                && MessageDigest.isEqual(
                        token, authorization.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8));
        if (!known) {
            throw HttpError.forbidden(
                    "The header Authorization holds no AWS4-HMAC-SHA256 signature, and not the token");
        }
        return new Caller.Control();
    }

    private static Optional<X509Certificate> certificate(HttpExchange exchange) {
        try {
            return Optional.of(
                    (X509Certificate) ((HttpsExchange) exchange).getSSLSession().getPeerCertificates()[0]);
        } catch (SSLPeerUnverifiedException none) {
            return Optional.empty();
        }
    }
}

package dev.tedge.simulator.provisioning;

import dev.tedge.mqttserver.ConnectedClient;
import dev.tedge.simulator.service.CertificateId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;

/**
 * Proves that who asks for a thing is who has got the certificate: a token for each new certificate, good for an hour,
 * once, and for the client certificate that has asked for it.
 */
final class OwnershipTokens {

    static final Duration VALIDITY = Duration.ofHours(1);

    private static final int BYTES = 48;

    private record Token(String certificateId, String owner, Instant end, Future<?> timer) {}

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Token> tokens = new HashMap<>();
    private long version;

    /** The id of the certificate with which a device is connected; without TLS there is none. */
    static String owner(ConnectedClient device) {
        return CertificateId.of(device);
    }

    /**
     * @param certificateId of the new certificate
     * @param owner id of the certificate with which the device is connected
     * @param timer of what is to be done when the token ends; cancelled when it is used
     */
    String issue(String certificateId, String owner, Instant now, Future<?> timer) {
        byte[] secret = new byte[BYTES];
        random.nextBytes(secret);
        String text = Base64.getUrlEncoder().encodeToString(secret);
        tokens.put(text, new Token(certificateId, owner, now.plus(VALIDITY), timer));
        version++;
        return text;
    }

    /** The id of the certificate that a token is for, if it is good for this owner now. */
    Optional<String> certificateId(String text, String owner, Instant now) {
        return Optional.ofNullable(tokens.get(text))
                .filter(token -> token.owner().equals(owner) && now.isBefore(token.end()))
                .map(Token::certificateId);
    }

    /** The certificates that nobody has claimed yet. */
    List<String> unclaimed() {
        return tokens.values().stream().map(Token::certificateId).toList();
    }

    /** For how many certificates this owner has a token. */
    long waiting(String owner) {
        return tokens.values().stream()
                .filter(token -> token.owner().equals(owner))
                .count();
    }

    /** Another, higher number after each change. */
    long version() {
        return version;
    }

    /** A token that has done its work. */
    void use(String text) {
        Token used = tokens.remove(text);
        if (used != null) {
            used.timer().cancel(false);
            version++;
        }
    }

    /** Forgets what is too old; gives the certificates that nobody has claimed. */
    List<String> expire(Instant now) {
        List<String> unclaimed = tokens.values().stream()
                .filter(token -> !now.isBefore(token.end()))
                .map(Token::certificateId)
                .toList();
        if (tokens.values().removeIf(token -> !now.isBefore(token.end()))) {
            version++;
        }
        return unclaimed;
    }
}

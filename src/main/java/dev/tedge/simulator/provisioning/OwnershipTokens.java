package dev.tedge.simulator.provisioning;

import dev.tedge.mqttserver.ConnectedClient;
import dev.tedge.simulator.registry.RegisteredCertificate;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Proves that who asks for a thing is who has got the certificate: a token for each new certificate, good for an hour,
 * once, and for the client certificate that has asked for it.
 */
final class OwnershipTokens {

    static final Duration VALIDITY = Duration.ofHours(1);

    private static final int BYTES = 48;

    private record Token(String certificateId, String owner, Instant end) {}

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Token> tokens = new HashMap<>();

    /** The id of the certificate with which a device is connected; without TLS there is none. */
    static String owner(ConnectedClient device) {
        return device.request().credentials().certificates().stream()
                .findFirst()
                .map(RegisteredCertificate::id)
                .orElse("");
    }

    /**
     * @param certificateId of the new certificate
     * @param owner id of the certificate with which the device is connected
     */
    String issue(String certificateId, String owner, Instant now) {
        byte[] secret = new byte[BYTES];
        random.nextBytes(secret);
        String text = Base64.getUrlEncoder().encodeToString(secret);
        tokens.put(text, new Token(certificateId, owner, now.plus(VALIDITY)));
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

    /** A token that has done its work. */
    void use(String text) {
        tokens.remove(text);
    }

    /** Forgets what is too old; gives the certificates that nobody has claimed. */
    List<String> expire(Instant now) {
        List<String> unclaimed = tokens.values().stream()
                .filter(token -> !now.isBefore(token.end()))
                .map(Token::certificateId)
                .toList();
        tokens.values().removeIf(token -> !now.isBefore(token.end()));
        return unclaimed;
    }
}

package dev.tedge.mqttserver;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a client asks for in its CONNECT.
 *
 * @param clientId its identifier; an assigned one when it came without
 * @param protocolVersion 4 for MQTT 3.1.1, 5 for MQTT 5
 * @param credentials who it says it is, and who it has proved to be
 * @param session the session that it wants
 * @param will message to publish when it goes without a good-bye
 */
public record ConnectRequest(
        String clientId,
        int protocolVersion,
        Credentials credentials,
        SessionRequest session,
        Optional<ServerMessage> will) {

    /**
     * What identifies the client.
     *
     * @param password as sent; never shown by {@code toString}
     * @param certificates chain of the client certificate, the client's own first; empty without TLS
     */
    public record Credentials(
            Optional<String> username, Optional<Payload> password, List<X509Certificate> certificates) {

        /** Nothing said and nothing proved. */
        public static final Credentials NONE = new Credentials(Optional.empty(), Optional.empty(), List.of());

        public Credentials {
            Objects.requireNonNull(username, "username");
            Objects.requireNonNull(password, "password");
            certificates = List.copyOf(certificates);
        }

        @Override
        public String toString() {
            return "Credentials[username=" + username.orElse("-") + ", password=" + (password.isPresent() ? "***" : "-")
                    + ", certificates=" + certificates.size() + "]";
        }
    }

    /**
     * The session that the client wants.
     *
     * @param cleanStart true to forget an earlier session
     * @param expiry how long the session lives on after the connection, as requested; 0 to end with it,
     *     {@link MqttServerLimits#NEVER} for ever. 3.1.1: 0 for a clean session, else for ever
     * @param keepAlive longest silence that the client announces, 0 for none
     */
    public record SessionRequest(boolean cleanStart, Duration expiry, Duration keepAlive) {

        public SessionRequest {
            Objects.requireNonNull(expiry, "expiry");
            Objects.requireNonNull(keepAlive, "keepAlive");
        }
    }

    public ConnectRequest {
        Objects.requireNonNull(clientId, "clientId");
        Objects.requireNonNull(credentials, "credentials");
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(will, "will");
        if (protocolVersion != 4 && protocolVersion != 5) {
            throw new IllegalArgumentException("protocolVersion must be 4 or 5, but is " + protocolVersion);
        }
    }
}

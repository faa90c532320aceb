package dev.tedge.link.session;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How to connect to a broker.
 *
 * @param host name or address
 * @param port TCP port
 * @param clientId the MQTT client id
 * @param proxy the HTTP proxy on the way to the broker, empty for none
 * @param tls TLS settings, empty for plain TCP
 * @param credentials user name and password, where the broker asks for them
 * @param will what the broker publishes when we are gone without a goodbye
 * @param keepAlive longest silence before a ping; the broker may order another
 * @param sessionExpiry how long the broker is asked to keep subscriptions and messages after the connection ended
 * @param receiveMaximum how many unacknowledged messages the broker may send us
 * @param maximumPacketSize the largest packet that the broker may send us, in bytes (MQTT 5, section 3.1.2.11.4); empty for any
 * @param noLocal whether messages that we publish are kept from coming back to us (MQTT 5, section 3.8.3.1)
 */
public record SessionConfig(
        String host,
        int port,
        String clientId,
        Optional<HttpProxy> proxy,
        Optional<Tls> tls,
        Optional<Credentials> credentials,
        Optional<OutboundMessage> will,
        Duration keepAlive,
        Duration sessionExpiry,
        int receiveMaximum,
        Optional<Long> maximumPacketSize,
        boolean noLocal) {

    /** The longest that MQTT can say: 2^32 - 1 seconds, which means for ever. */
    public static final Duration FOREVER = Duration.ofSeconds(0xFFFF_FFFFL);

    public SessionConfig {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(clientId, "clientId");
        Objects.requireNonNull(proxy, "proxy");
        Objects.requireNonNull(tls, "tls");
        Objects.requireNonNull(credentials, "credentials");
        Objects.requireNonNull(will, "will");
        Objects.requireNonNull(keepAlive, "keepAlive");
        Objects.requireNonNull(sessionExpiry, "sessionExpiry");
        Objects.requireNonNull(maximumPacketSize, "maximumPacketSize");
    }

    /**
     * A user of the broker.
     *
     * @param userName as the broker knows it
     * @param password never shown
     */
    public record Credentials(String userName, String password) {

        public Credentials {
            Objects.requireNonNull(userName, "userName");
            Objects.requireNonNull(password, "password");
        }

        @Override
        public String toString() {
            return "Credentials[userName=" + userName + ", password=***]";
        }
    }

    /** How long TCP, TLS and the broker's answer may each take. */
    public Duration connectTimeout() {
        return Duration.ofSeconds(20);
    }

    /** Starts from plain TCP, no user, no will, a keep alive of 60 s and a session that is kept for ever. */
    public static Builder to(String host, int port, String clientId) {
        return new Builder(host, port, clientId);
    }

    /** Collects what differs from the defaults. */
    public static final class Builder {

        private final String host;
        private final int port;
        private final String clientId;
        private Optional<HttpProxy> proxy = Optional.empty();
        private Optional<Tls> tls = Optional.empty();
        private Optional<Credentials> credentials = Optional.empty();
        private Optional<OutboundMessage> will = Optional.empty();
        private Duration keepAlive = Duration.ofSeconds(60);
        private Duration sessionExpiry = FOREVER;
        private int receiveMaximum = 1_000;
        private Optional<Long> maximumPacketSize = Optional.empty();
        private boolean noLocal;

        private Builder(String host, int port, String clientId) {
            this.host = host;
            this.port = port;
            this.clientId = clientId;
        }

        public Builder proxy(Optional<HttpProxy> onTheWay) {
            proxy = onTheWay;
            return this;
        }

        public Builder tls(Tls settings) {
            tls = Optional.of(settings);
            return this;
        }

        public Builder credentials(Credentials user) {
            credentials = Optional.of(user);
            return this;
        }

        public Builder will(OutboundMessage message) {
            will = Optional.of(message);
            return this;
        }

        public Builder keepAlive(Duration longestSilence) {
            keepAlive = longestSilence;
            return this;
        }

        public Builder sessionExpiry(Duration expiry) {
            sessionExpiry = expiry;
            return this;
        }

        public Builder receiveMaximum(int messages) {
            receiveMaximum = messages;
            return this;
        }

        public Builder maximumPacketSize(long bytes) {
            maximumPacketSize = Optional.of(bytes);
            return this;
        }

        public Builder noLocal(boolean on) {
            noLocal = on;
            return this;
        }

        public SessionConfig build() {
            return new SessionConfig(
                    host,
                    port,
                    clientId,
                    proxy,
                    tls,
                    credentials,
                    will,
                    keepAlive,
                    sessionExpiry,
                    receiveMaximum,
                    maximumPacketSize,
                    noLocal);
        }
    }
}

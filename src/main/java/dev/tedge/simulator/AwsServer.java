package dev.tedge.simulator;

import dev.tedge.mqttserver.MqttServerConfig;
import dev.tedge.mqttserver.MqttServerLimits;
import dev.tedge.mqttserver.MqttServerQuirks;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * How AWS IoT Core has set up its MQTT server: the limits that the protocol has a name for.
 *
 * <p>Source: AWS General Reference, "AWS IoT Core endpoints and quotas"; AWS IoT Developer Guide, "MQTT 5 properties"
 * and "AWS IoT differences from MQTT specifications".
 */
final class AwsServer {

    /** The longest persistent session that an account can be given; 1 hour is what it has by default. */
    static final Duration LONGEST_SESSION = Duration.ofDays(7);

    /**
     * QoS 1; 146 KB a packet, so that a payload of 128 KB fits with its topic and properties; 100 unacknowledged
     * messages and 8 topic aliases in each direction.
     */
    private static final MqttServerLimits.Packets PACKETS = new MqttServerLimits.Packets(1, 149_504, 100, 100, 8);

    /** 30 s to 20 min, and 20 min for who asks for none. */
    private static final MqttServerLimits.KeepAlive KEEP_ALIVE = new MqttServerLimits.KeepAlive(
            Duration.ofSeconds(30),
            Duration.ofMinutes(20),
            Duration.ofMinutes(20),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60));

    /**
     * No retained messages for wildcards, {@code a/#} does not match {@code a}, no subscription identifiers, 8 filters
     * in a SUBSCRIBE, 50 subscriptions in a connection; sessions of MQTT 5 and 3.1.1 know nothing of each other; return
     * code 7 for a 3.1.1 client that the policy does not let in.
     */
    private static final MqttServerQuirks QUIRKS = new MqttServerQuirks(
            new MqttServerQuirks.Subscriptions(false, false, false, Optional.of(8), Optional.of(50)), false, 7);

    private AwsServer() {}

    static MqttServerConfig config(int port, SSLContext tls, Duration sessionExpiry) {
        return MqttServerConfig.defaults()
                .withPort(port)
                .withTls(tls)
                .withQuirks(QUIRKS)
                .withLimits(MqttServerLimits.DEFAULTS
                        .withPackets(PACKETS)
                        .withKeepAlive(KEEP_ALIVE)
                        .withMaximumSessionExpiry(sessionExpiry));
    }

    /** TLS that shows the given certificate and trusts the registered devices. */
    static SSLContext tls(AwsIotSimulatorBuilder.Identity identity, DeviceRegistry devices) {
        try {
            char[] password = "never leaves the memory".toCharArray();
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "server", identity.key(), password, identity.chain().toArray(X509Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), new TrustManager[] {devices}, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException(
                    "The simulator's certificate and key cannot be used for TLS: " + e.getMessage(), e);
        }
    }
}

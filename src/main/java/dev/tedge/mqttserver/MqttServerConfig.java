package dev.tedge.mqttserver;

import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * What a server is started with.
 *
 * @param port TCP port on 127.0.0.1; 0 for any that is free
 * @param tls keys and trust; when given, clients must present a certificate that it trusts
 * @param limits how much the server takes
 * @param quirks where it differs from the rest
 */
public record MqttServerConfig(int port, Optional<SSLContext> tls, MqttServerLimits limits, MqttServerQuirks quirks) {

    public MqttServerConfig {
        Objects.requireNonNull(tls, "tls");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(quirks, "quirks");
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0 to 65535, but is " + port);
        }
    }

    /** Any free port, no TLS, default limits, standard MQTT. */
    public static MqttServerConfig defaults() {
        return new MqttServerConfig(0, Optional.empty(), MqttServerLimits.DEFAULTS, MqttServerQuirks.STANDARD);
    }

    /** The same on another port. */
    public MqttServerConfig withPort(int newPort) {
        return new MqttServerConfig(newPort, tls, limits, quirks);
    }

    /** The same with mutual TLS 1.2 or 1.3. */
    public MqttServerConfig withTls(SSLContext context) {
        return new MqttServerConfig(port, Optional.of(context), limits, quirks);
    }

    /** The same with other limits. */
    public MqttServerConfig withLimits(MqttServerLimits newLimits) {
        return new MqttServerConfig(port, tls, newLimits, quirks);
    }

    /** The same with other quirks. */
    public MqttServerConfig withQuirks(MqttServerQuirks newQuirks) {
        return new MqttServerConfig(port, tls, limits, newQuirks);
    }
}

package dev.tedge.gateway;

import dev.tedge.certificate.ClientIdentity;
import dev.tedge.certificate.TlsContexts;
import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import dev.tedge.delivery.Pacer;
import dev.tedge.link.LinkConfig;
import dev.tedge.link.session.OutboundMessage;
import dev.tedge.link.session.SessionConfig;
import dev.tedge.link.session.Tls;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The two links as the settings want them. */
final class LinkConfigs {

    /** On this port AWS asks for ALPN (AWS IoT developer guide, "Device communication protocols"). */
    private static final int HTTPS_PORT = 443;

    private static final String ALPN = "x-amzn-mqtt-ca";

    /** AWS sends at most 100 unacknowledged messages. */
    private static final int AWS_RECEIVE_MAXIMUM = 100;

    private static final int LARGE_WINDOW = 1_000;

    /** Far above what AWS takes, for routes that split; a packet that the heap can't hold would come again and again. */
    private static final long LARGEST_LOCAL_PACKET = 4L << 20;

    private final TedgeConfig config;

    LinkConfigs(TedgeConfig config) {
        this.config = config;
    }

    LinkConfig aws() {
        ClientIdentity identity = new ClientIdentity(
                config.value(Settings.AWS_DEVICE_CERT_PATH), config.value(Settings.AWS_DEVICE_KEY_PATH));
        return new LinkConfig(
                "aws",
                awsSession(identity).build(),
                awsWindow(),
                config.value(Settings.MQTT_BRIDGE_INITIAL_INTERVAL),
                config.value(Settings.MQTT_BRIDGE_MAXIMUM_INTERVAL),
                new AwsRemedies(config.value(Settings.AWS_DEVICE_CERT_PATH), InstantSource.system())::of);
    }

    /** The connection of the thing to AWS. */
    SessionConfig.Builder awsSession(ClientIdentity identity) {
        return awsSession(config.thingName(), identity);
    }

    /** A connection to AWS with this client id and identity. */
    SessionConfig.Builder awsSession(String clientId, ClientIdentity identity) {
        int port = config.value(Settings.AWS_MQTT_PORT);
        Path trust = config.value(Settings.AWS_ROOT_CERT_PATH);
        String host = config.value(Settings.AWS_URL);
        return SessionConfig.to(host, port, clientId)
                .proxy(AwsProxy.of(config, host))
                .tls(new Tls(
                        () -> TlsContexts.client(Optional.of(trust), Optional.of(identity)),
                        port == HTTPS_PORT ? List.of(ALPN) : List.of()))
                .keepAlive(config.value(Settings.AWS_BRIDGE_KEEPALIVE_INTERVAL))
                .sessionExpiry(config.value(Settings.AWS_BRIDGE_SESSION_EXPIRY))
                .receiveMaximum(AWS_RECEIVE_MAXIMUM);
    }

    /** How many messages AWS is given before it has acknowledged the first; its CONNACK may say less. */
    int awsWindow() {
        return config.value(Settings.AWS_PACER_ENABLED) ? config.value(Settings.AWS_PACER_MAX_IN_FLIGHT) : LARGE_WINDOW;
    }

    /** The quotas of AWS that are kept, if so. */
    Optional<Pacer.Limits> awsLimits() {
        return config.value(Settings.AWS_PACER_ENABLED)
                ? Optional.of(new Pacer.Limits(
                        config.value(Settings.AWS_PACER_MAX_PUBLISHES), config.value(Settings.AWS_PACER_MAX_BYTES)))
                : Optional.empty();
    }

    /**
     * @param will what the local broker says when the gateway is gone
     * @throws IOException when the file with the password can't be read
     */
    LinkConfig local(OutboundMessage will) throws IOException {
        String clientId = GatewayServices.of(config).mapper().service();
        SessionConfig session = new LocalBroker(config)
                .session(clientId)
                .maximumPacketSize(LARGEST_LOCAL_PACKET)
                .noLocal(true)
                .will(will)
                .build();
        return new LinkConfig(
                "local",
                session,
                LARGE_WINDOW,
                config.value(Settings.MQTT_BRIDGE_INITIAL_INTERVAL),
                config.value(Settings.MQTT_BRIDGE_MAXIMUM_INTERVAL),
                LocalRemedies::of);
    }
}

package dev.tedge.testing;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.lifecycle.MqttClientReconnector;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5ConnectBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** How an {@link MqttProbe} connects. Unless told otherwise: plain, a random client id, a session that ends with it. */
public final class MqttProbeBuilder {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long SESSION_SECONDS = 3600;

    private Mqtt5ClientBuilder client;
    private final Mqtt5ConnectBuilder connect = Mqtt5Connect.builder();
    private final String target;
    private final AtomicBoolean closed = new AtomicBoolean();
    private boolean persistent;

    MqttProbeBuilder(String host, int port) {
        target = host + ":" + port;
        client = MqttClient.builder()
                .useMqttVersion5()
                .identifier("probe-" + UUID.randomUUID())
                .serverHost(host)
                .serverPort(port);
    }

    /** Uses this client id. */
    public MqttProbeBuilder clientId(String id) {
        client = client.identifier(id);
        return this;
    }

    /** TLS with trust in this CA, host name verification, and no certificate. */
    public MqttProbeBuilder tls(TestingCertificates trusted) {
        client = client.sslConfig(MqttClientSslConfig.builder()
                .trustManagerFactory(trusted.trustManagers())
                .build());
        return this;
    }

    /** TLS with trust in this CA, host name verification, and the given certificate. */
    public MqttProbeBuilder tls(TestingCertificates trusted, TestingIdentity identity) {
        client = client.sslConfig(MqttClientSslConfig.builder()
                .trustManagerFactory(trusted.trustManagers())
                .keyManagerFactory(identity.keyManagers())
                .build());
        return this;
    }

    /** Gives user name and password. */
    public MqttProbeBuilder user(String name, String password) {
        connect.simpleAuth()
                .username(name)
                .password(password.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth();
        return this;
    }

    /** A session of this id that lives on for an hour, with Clean Start off, so that mosquitto keeps it. */
    public MqttProbeBuilder persistentSession(String clientId) {
        persistent = true;
        return clientId(clientId);
    }

    /** Connects again by itself within a second when the connection ends; subscriptions are renewed. */
    public MqttProbeBuilder reconnecting() {
        client = client.automaticReconnect()
                .initialDelay(100, TimeUnit.MILLISECONDS)
                .maxDelay(1, TimeUnit.SECONDS)
                .applyAutomaticReconnect()
                .addDisconnectedListener(context -> stopWhenClosed(context.getReconnector()));
        return this;
    }

    /**
     * Connects and waits for CONNACK.
     *
     * @throws IllegalStateException when it does not come or refuses; the cause says why
     */
    public MqttProbe connect() {
        Mqtt5AsyncClient built = client.buildAsync();
        MqttProbe probe = new MqttProbe(built, closed);
        Mqtt5Connect packet = connect.cleanStart(!persistent)
                .sessionExpiryInterval(persistent ? SESSION_SECONDS : 0)
                .build();
        BrokerAnswers.await(built.connect(packet), PATIENCE, "connect to " + target);
        return probe;
    }

    private void stopWhenClosed(MqttClientReconnector reconnector) {
        if (closed.get()) {
            reconnector.reconnect(false);
        }
    }
}
